"""Signs for «the same as above», and ranges that Excel took for dates: read or refused, and said once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.intake.check_file import check_file
from mesoregistry.intake.repetition_signs import is_repetition
from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared, case, salvadoran
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "lugar", "field": "admin1"},
    {"header": "nombre", "field": "defender_name"},
    {"header": "edad", "field": "defender_age"},
]
HEADER = ["caso", "lugar", "nombre", "edad"]
BY_HAND = pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods"])


@BY_HAND
@pytest.mark.parametrize("sign", ["íd.", "idem", "Ídem", "''", '"', "”", '- " -', "〃", "lo mismo", "IBÍDEM"])
def test_a_repetition_is_what_it_repeats_and_is_confirmed(tmp_path: Path, kind: str, sign: str) -> None:
    _is_repeated(tmp_path, kind, sign)


@pytest.mark.parametrize("kind", ["csv", "ods"])
@pytest.mark.parametrize(
    "sign",
    ["↑", "^", "⬆️", "La de arriba", "lo anterior", "como el anterior", "Igual q arriba", "-do-", "as above"],
)
def test_arrows_and_what_points_above_repeat_too(tmp_path: Path, kind: str, sign: str) -> None:
    _is_repeated(tmp_path, kind, sign)


def _is_repeated(tmp_path: Path, kind: str, sign: str) -> None:
    rows: Rows = [
        HEADER,
        ["A", "Sonsonate", "Ana Inventada", "31"],
        ["B", sign, sign, "40"],
        ["C", sign, "", "22"],
    ]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert [r.values["admin1"] for r in out.records] == ["Sonsonate"] * 3
    assert [str(m.identity.name) for m in out.mentions] == ["Ana Inventada"] * 2
    assert rules(out) == [("repetition", 2), ("repetition", 2), ("repetition", 3)]
    assert {(f.cell or "").rpartition("!")[2]: f.message.es.rsplit(" ", 1)[1] for f in out.findings} == {
        "B3": "B2.",
        "C3": "C2.",
        "B4": "B2.",
    }
    assert all(f.severity == "warning" and f.value is None for f in out.findings)


@BY_HAND
def test_where_nothing_stands_above_nothing_is_repeated(tmp_path: Path, kind: str) -> None:
    rows: Rows = [HEADER, ["A", "íd.", "", ""], ["B", "", "", ""], ["C", "íd.", "", ""]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == [] and [r.values["admin1"] for r in out.records] == ["íd.", None, "íd."]


@pytest.mark.parametrize(
    "text", ["", "-", "Idalia", "n/a", "igualdad", "id 3", "O'Higgins", "Anterior Paz", None]
)
def test_other_texts_are_none(text: str | None) -> None:
    assert not is_repetition(text)


def test_one_finding_at_its_cell_and_nothing_of_the_gate(tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1), case(2, Departamento="íd.", Tipos_de_agresión="''")]))
    findings = check_file(path, "sv", dt.date(2024, 3, 1)).findings
    assert [(f.rule, f.cell) for f in findings] == [("repetition", "D3"), ("repetition", "Q3")]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "kobo"])
@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("2024-06-05", "5-6"),
        ("2024-06-05 00:00:00", "5-6"),
        ("05-jun", "5-6"),
        ("jun-22", "6-22"),
        ("10-dic.", "10-12"),
    ],
)
def test_a_range_of_ages_that_became_a_date(tmp_path: Path, kind: str, text: str, typed: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADER, ["A", "Sonsonate", "", text]], COLUMNS)
    assert rules(out) == [("number_became_date", 1)]
    assert f"«{typed}»" in out.findings[0].message.es and out.findings[0].severity == "error"


def test_the_gate_adds_nothing_to_it(tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1, Edad="2024-06-05")]))
    assert [f.rule for f in check_file(path, "sv", dt.date(2024, 3, 1)).findings] == ["number_became_date"]
