"""A woman is erased by her token, after a restore, out of a workbook; not while a file waits."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from mesoregistry import database, ledger
from mesoregistry.cli import app
from mesoregistry.intake import erase_woman, erasure_register
from mesoregistry.intake.archive import unsealed
from mesoregistry.intake.receive import receive
from mesoregistry.intake.reprocess import reopen
from mesoregistry.settings import Settings
from mesoregistry.vault.person_names import PersonNames
from tests.intake.samples import honduran
from tests.warehouse.erasing import ATTACKS, HER, MARCH, PHONE, STORY, facts, filed, row, taken_in

pytestmark = pytest.mark.slow(1)
runner = CliRunner()


def test_a_restored_backup_from_before_is_erased_once_more(databases: Settings, tmp_path: Path) -> None:
    filed(tmp_path, "marzo.csv", MARCH, row(1, {"Nombre_de_la_defensora": HER}))
    taken_in()
    [token] = erase_woman.traces_of("sv", PersonNames([HER])).tokens
    beside = tmp_path / "copias"
    beside.mkdir()
    (beside / erasure_register.NAME).write_text(f'{{"token": "{token}", "erased_on": "2024-06-01"}}\n')
    assert erasure_register.take_over(beside)
    done = runner.invoke(app, ["erase", "--registered"])
    assert done.exit_code == 0, done.output
    assert not erase_woman.traces_of("sv", PersonNames([HER])).tokens
    assert erase_woman.to_erase_again() == {}


def test_by_the_token_that_an_analyst_sees(databases: Settings, tmp_path: Path) -> None:
    filed(tmp_path, "marzo.csv", MARCH, row(1, {"Nombre_de_la_defensora": HER}))
    taken_in()
    [(token, _)] = facts("defender_token, count(*)")
    done = runner.invoke(app, ["erase", "--woman", "sv"], input=f"{token}\n\n1\n")
    assert done.exit_code == 0, done.output
    assert facts("defender_token, count(*)") == [(None, 1)]
    nobody = runner.invoke(app, ["erase", "--woman", "sv"], input=f"{token}\n\n1\n")
    assert nobody.exit_code == 2


def test_while_a_file_waits_nobody_knows_whom_it_names(databases: Settings, tmp_path: Path) -> None:
    filed(tmp_path, "marzo.csv", MARCH, row(1, {"Nombre_de_la_defensora": HER}))
    assert runner.invoke(app, ["erase", "--woman", "sv"], input=f"{HER}\n\n").exit_code == 2


def test_an_export_of_a_form_stays_one(databases: Settings, tmp_path: Path) -> None:
    """Her phone stands in the sheet of the victims, the narrative of her case in another one."""
    book = openpyxl.load_workbook(io.BytesIO(honduran({"HN-1": "verificada", "HN-2": "verificada"}, MARCH)))
    for title, header, text in (
        ("casos", "relato", STORY),
        ("victimas", "victimas/telefono", PHONE),
        ("victimas", "victimas/nombre", HER),
    ):
        sheet = book[title]
        [column] = [cell.column for cell in sheet[1] if cell.value == header]
        sheet.cell(2, column, text)
        sheet.cell(3, column, f"Otra cosa {header}")
    path = tmp_path / "export.xlsx"
    book.save(path)
    number = receive(path, "hn", MARCH, dt.date(2024, 5, 2)).submission_id
    taken_in("hn")
    before = facts(ATTACKS)
    done = runner.invoke(app, ["erase", "--woman", "hn"], input=f"{HER}\n\n1\n")
    assert done.exit_code == 0, done.output
    with database.transaction() as connection:
        submission = ledger.submission(connection, number)
    _, content = unsealed(submission.sha256, submission.resealed_sha256)
    after = openpyxl.load_workbook(io.BytesIO(content))
    cells = {str(cell) for sheet in after.worksheets for line in sheet.values for cell in line}
    assert not cells & {HER, PHONE, STORY}
    assert {"Otra cosa relato", "Otra cosa victimas/telefono", "reservada"} <= cells
    reopen("hn", MARCH, MARCH)
    taken_in("hn")
    assert facts(ATTACKS) == before
