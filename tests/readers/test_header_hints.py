"""Edad (años), Fecha (dd/mm/aaaa): a header with what to fill in behind it is the header."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoregistry.readers.header_names import header_key
from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "Clave", "field": "case_key"},
    {"header": "Fecha", "field": "event_date"},
    {"header": "Edad", "field": "defender_age"},
    {"header": "Agresor", "field": "perpetrator"},
]
EVERY = pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])


def rows_under(age: str, *more: str) -> Rows:
    headers = ["Clave", "Fecha (dd/mm/aaaa)", age, "Agresor(es)", *more]
    return [headers, ["A", "15/05/2024", "41", "policía", *("9" for _ in more)]]


@EVERY
@pytest.mark.parametrize(
    "age",
    [
        "Edad (años)",
        "Edad [años cumplidos]",
        "EDAD (años):",
        "¿Edad (en años)? *",
        "Edad (número) (opcional)",
    ],
)
def test_how_to_fill_a_column_is_no_part_of_its_header(tmp_path: Path, kind: str, age: str) -> None:
    out = interpreted(tmp_path / "f", kind, rows_under(age), COLUMNS, dates=["%d/%m/%Y"])
    assert rules(out) == []
    assert out.records[0].values["event_date"] == "2024-05-15"
    assert out.records[0].values["defender_age"] == '["41"]'


@EVERY
def test_words_that_may_make_it_another_are_asked_about(tmp_path: Path, kind: str) -> None:
    out = interpreted(tmp_path / "f", kind, rows_under("Edad (de la agresora)"), COLUMNS, dates=["%d/%m/%Y"])
    assert rules(out) == [("header_hint", None)]
    assert out.records[0].values["defender_age"] == '["41"]'
    assert (out.findings[0].severity, out.findings[0].column) == ("warning", "C")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("other", ["Edad", "Edad (meses)"])
def test_the_header_itself_and_two_of_it_are_not_guessed(tmp_path: Path, kind: str, other: str) -> None:
    out = interpreted(tmp_path / "f", kind, rows_under("Edad (años)", other), COLUMNS, dates=["%d/%m/%Y"])
    assert "column_unknown" in [rule for rule, _ in rules(out)]
    if header_key(other) == "edad":
        assert out.records[0].values["defender_age"] == '["9"]'
    else:
        assert ("column_missing", None) in rules(out)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_behind_both_rows_of_a_header(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [
        {"header": "Clave", "field": "case_key"},
        {"header": "Víctima / Edad", "field": "defender_age"},
        {"header": "Víctima / Identidad", "field": "defender_gender"},
    ]
    rows: Rows = [
        ["Clave (la suya)", "Víctima (de la agresión)", ""],
        ["", "Edad (años)", "Identidad"],
        ["A", "41", "mujer cis"],
    ]
    out = interpreted(tmp_path / "f", kind, rows, columns, header_rows=2)
    assert [rule for rule, _ in rules(out)] == ["header_hint", "header_hint"]
    assert out.records[0].values["defender_age"] == '["41"]'
