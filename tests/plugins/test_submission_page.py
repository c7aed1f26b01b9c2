"""The page behind a month of the board: rule, cell, state and run, and nothing of the vault."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from mesoregistry import database, ledger
from mesoregistry.intake import tasks
from mesoregistry.intake.receive import receive
from mesoregistry.settings import Settings
from tests.airflow_child import run_in_airflow
from tests.intake.samples import case, salvadoran

MARCH = dt.date(2024, 3, 1)
PAGE = """
from registry_board import PAGES
from submission_page import render_submission
answer({"es": render_submission(PAGES, int(sys.argv[1]), "es"), "en": render_submission(PAGES, int(sys.argv[1]), "en"),
        "none": render_submission(PAGES, 99, "es")})
"""


def test_each_problem_with_its_cell_and_no_text_of_the_vault(databases: Settings, tmp_path: Path) -> None:
    path = tmp_path / "marzo.csv"
    rows = [case(1, Departamento="Nowhere Inventada"), case(2, Tipos_de_agresión="paliza de Ana Inventada")]
    path.write_bytes(salvadoran(rows))
    number = receive(path, "sv", MARCH, dt.date(2024, 4, 2)).submission_id
    tasks.load_waiting("sv", run_id="asset_triggered__2024-04-02T06:00:00+00:00_x")
    tasks.check("sv", [number], None)
    tasks.accept("sv", [number])
    pages = run_in_airflow(databases, PAGE, str(number))
    assert pages["none"] is None
    with database.transaction() as connection:
        stored = ledger.findings(connection, number)
        title = ledger.describe_numbered(connection, number)
    assert stored
    for finding in stored:
        assert f"<td>{finding.rule}</td>" in pages["es"]
        assert finding.cell is None or f"<td>{finding.cell}</td>" in pages["es"]
    assert f"<h1>{title}</h1>" in pages["es"]
    assert f"(submission {number})" in pages["en"]
    assert '../dags/registry__sv/runs/asset_triggered__2024-04-02T06%3A00%3A00%2B00%3A00_x"' in pages["es"]
    for language in ("es", "en"):
        for text in ("Inventada", "Rosaura", "7000", "sealed:", "<script"):
            assert text not in pages[language], text
