"""What a team is not sure of: a date about a day or in a part of a month, an age, a yes or no that nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoregistry.intake.dates import edtf
from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared
from tests.sheets import Rows

FORMATS = ("%d/%m/%Y", "%m/%Y", "%Y")
KINDS = ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"]
COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "fecha", "field": "event_date"},
    {"header": "edad", "field": "defender_age"},
    {"header": "estimadas", "field": "collective_estimated"},
    {"header": "denuncia", "field": "complaint_filed"},
]
HEADERS = [str(column["header"]) for column in COLUMNS]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("14/03/2024?", "2024-03-14~"),
        ("14/03/2024 (?)", "2024-03-14~"),
        ("¿14/03/2024?", "2024-03-14~"),
        ("aprox. el 14/03/2024", "2024-03-14~"),
        ("14/03/2024 aproximadamente", "2024-03-14~"),
        ("14/03/2024 (fecha aproximada)", "2024-03-14~"),
        ("marzo 2024?", "2024-03~"),
        ("2024?", "2024~"),
        ("fines de marzo 2024", "2024-03~"),
        ("a finales de marzo de 2024", "2024-03~"),
        ("1a quincena de marzo 2024", "2024-03~"),
        ("1ª quincena marzo 2024", "2024-03~"),
        ("segunda quincena de marzo del 2024", "2024-03~"),
        ("Mediados de marzo de 2024", "2024-03~"),
        ("principios de 03/2024", "2024-03~"),
        ("última semana de marzo 2024", "2024-03~"),
        ("mid-March 2024", "2024-03~"),
        ("end of March 2024", "2024-03~"),
        ("a mediados de 2024", "2024~"),
        ("fines de 14/03/2024", None),
        ("mediados de marzo", None),
        ("primera quincena", None),
        ("?", None),
    ],
)
def test_a_date_that_is_estimated_says_so(text: str, read: str | None) -> None:
    assert edtf(text, FORMATS) == read


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["05/03/2024?", "aprox. 05/03/2024", "viernes 05/03/2024"])
def test_the_order_of_an_estimated_date_is_asked_about_as_of_any_other(
    tmp_path: Path, kind: str, text: str
) -> None:
    rows: Rows = [HEADERS[:2], ["A", text]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS[:2], dates=["%d/%m/%Y", "%m/%d/%Y"])
    assert rules(out) == [("date_ambiguous", 1)]


@pytest.mark.parametrize("kind", KINDS)
def test_an_estimated_date_shows_the_order_of_its_column(tmp_path: Path, kind: str) -> None:
    rows: Rows = [HEADERS[:2], ["A", "05/03/2024"], ["B", "23/03/2024?"]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS[:2], dates=["%d/%m/%Y", "%m/%d/%Y"])
    assert rules(out) == []
    assert [record.values["event_date"] for record in out.records] == ["2024-03-05", "2024-03-23~"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("aprox 34", "34"),
        ("aprox. 34", "34"),
        ("34 aprox", "34"),
        ("34 (aprox.)", "34"),
        ("Aproximadamente 34 años", "34"),
        ("34 años aprox.", "34"),
        ("unos 34", "34"),
        ("~34", "34"),
        ("34?", "34"),
        ("30-35", "30-35"),
        ("aprox 30-35", "aprox 30-35"),
        ("aprox", "aprox"),
        ("más de 34", "más de 34"),
        ("aprox 8 meses", "aprox 8 meses"),
    ],
)
def test_a_number_that_is_estimated_is_that_number(
    tmp_path: Path, kind: str, typed: str, number: str
) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS[2:4], [typed, "aprox. 1.200.000 mujeres"]], COLUMNS[2:4])
    assert rules(out) == []
    assert out.records[0].values["defender_age"] == f'["{number}"]'
    assert out.records[0].values["collective_estimated"] == "1200000"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text", ["no se", "No sé", "no sabe", "NS/NR", "ns-nr", "?", "¿?", "no sabemos", "no responde"]
)
def test_a_yes_or_no_that_nobody_knows_is_unknown(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [["caso", "denuncia"], ["A", text]], [COLUMNS[0], COLUMNS[4]])
    assert out.records[0].values["complaint_filed"] == "unknown"
    assert rules(out) == []
