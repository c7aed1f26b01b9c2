"""3.000 is three thousand or three: the column says, or the team is asked. It is never three without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoregistry.intake.numbers import form_of
from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "personas", "field": "collective_identified"},
    {"header": "edad", "field": "defender_age"},
]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
@pytest.mark.parametrize("text", ["3.000", "2,000", "1,200", "1.200"])
def test_without_evidence_the_team_is_asked(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [["caso", "personas", "edad"], ["A", text, 41]], COLUMNS)
    assert rules(out) == [("number_ambiguous", 1)]
    digits = text.replace(".", "").replace(",", "")
    assert out.records[0].values["collective_identified"] == digits
    assert out.findings[0].value == text and digits in out.findings[0].message.es


@pytest.mark.parametrize(
    ("column", "text", "number"),
    [
        (["1.250.000"], "3.000", "3000"),
        (["1.234,50"], "3.000", "3000"),
        (["1,234.50"], "3,000", "3000"),
        (["1,234.50"], "3.000", "3"),
        (["12,5"], "3.000", "3000"),
        (["12.5"], "3.000", "3"),
        (["12.0"], "1.200", "1.200"),
        ([], "1 200", "1200"),
        ([], "1\u00a0200", "1200"),
        ([], "1\u202f200", "1200"),
        ([], "1'200", "1200"),
        ([], "1´200", "1200"),
        ([], "１２", "12"),
        ([], "'12", "12"),
        ([], "1'200,000", "1200000"),
        ([], "12,0", "12"),
        ([], "12.00", "12"),
        ([], "1.200,00", "1200"),
        ([], "0.500", "0.500"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_column_says(tmp_path: Path, kind: str, column: list[str], text: str, number: str) -> None:
    rows: Rows = [["caso", "personas", "edad"], *([n, c, 41] for n, c in enumerate([*column, text]))]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == []
    assert out.records[-1].values["collective_identified"] == number


def test_an_age_is_not_thousands_and_is_asked_about(tmp_path: Path) -> None:
    out = interpreted(tmp_path / "f", "csv", [["caso", "personas", "edad"], ["A", "5", "41.000"]], COLUMNS)
    assert rules(out) == [("number_ambiguous", 1)]
    assert out.records[0].values["defender_age"] == '["41"]'


def test_signs_that_contradict_each_other_show_nothing() -> None:
    form = form_of(["1.250.000", "12.5", "3.000"])
    assert form.asks_about("3.000") and form.read("3.000") == "3000"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
@pytest.mark.parametrize("text", ["1.985", "1,974"])
def test_a_year_in_the_place_of_an_age_is_told_once(tmp_path: Path, kind: str, text: str) -> None:
    """It is no number of thousands that an age could have: the gate says so, and nobody is asked to confirm it."""
    out = interpreted(tmp_path / "f", kind, [["caso", "personas", "edad"], ["A", 4, text]], COLUMNS)
    assert rules(out) == [] and out.records[0].values["defender_age"] == f'["{text}"]'


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
@pytest.mark.parametrize(
    ("age", "number"),
    [
        ("34 años", "34"),
        ("34 a.", "34"),
        ("34 AÑOS.", "34"),
        ("34a", "34"),
        ("34 años de edad", "34"),
        ("34.0 años", "34"),
        ("34 years old", "34"),
        ("8 meses", "8 meses"),
        ("34 años aprox", "34"),
        ("años", "años"),
        ("34 35 años", "34 35"),
    ],
)
def test_a_word_for_years_adds_nothing_to_an_age(tmp_path: Path, kind: str, age: str, number: str) -> None:
    out = interpreted(tmp_path / "f", kind, [["caso", "personas", "edad"], ["A", "12 mujeres", age]], COLUMNS)
    assert rules(out) == []
    assert out.records[0].values["defender_age"] == f'["{number}"]'
    assert out.records[0].values["collective_identified"] == "12"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_word_for_years_behind_each_of_several_ages(tmp_path: Path, kind: str) -> None:
    columns = [*COLUMNS[:2], {**COLUMNS[2], "split": {"separator": ";"}}]
    rows: Rows = [["caso", "personas", "edad"], ["A", "12", "34 años; 8 meses; 51 a."]]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert out.records[0].values["defender_age"] == '["34", "8 meses", "51"]'
