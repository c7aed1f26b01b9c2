"""Places as a form names its choices, ``san_jose``: found without an alias for each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.intake.check_file import check_file
from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared, case, salvadoran
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "departamento", "field": "admin1"},
    {"header": "municipio", "field": "admin2"},
    {"header": "forma", "field": "form"},
]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
def test_a_place_has_blanks_and_a_term_keeps_its_sign(tmp_path: Path, kind: str) -> None:
    rows: Rows = [
        ["caso", "departamento", "municipio", "forma"],
        ["A_1", "la_paz", "san__juan_nonualco", "amenaza_muerte"],
    ]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == []
    assert dict(out.records[0].values) == {
        "case_key": "A_1", "admin1": "la paz", "admin2": "san juan nonualco", "form": '["amenaza_muerte"]',
    }  # fmt: skip


def test_the_gate_finds_it(tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1), case(2, Departamento="san_salvador", Municipio="san_salvador")]))
    assert check_file(path, "sv", dt.date(2024, 3, 1)).findings == []
