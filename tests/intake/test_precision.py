"""A column that says how precise or sure a date is: the date says no more than that."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from mesoregistry.catalog.model import Precision
from mesoregistry.intake.precision import as_precise, level_of
from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared, layout
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "fecha", "field": "event_date"},
    {"header": "precisión", "precision_of": "event_date"},
]
ALL = ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"]


@pytest.mark.parametrize("kind", ALL)
def test_a_date_is_as_precise_as_its_column_says(tmp_path: Path, kind: str) -> None:
    rows: Rows = [
        ["caso", "fecha", "precisión"],
        ["A", "28/05/2024", "Solo el mes"],
        ["B", "28/05/2024", "AÑO"],
        ["C", "28/05/2024", "aprox."],
        ["D", "28/05/2024", "Día exacto"],
        ["E", "28/05/2024", ""],
        ["F", "05/2024", "día"],
        ["G", "28/05/2024", "s/d"],
    ]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == []
    assert [r.values["event_date"] for r in out.records] == [
        "2024-05", "2024", "2024-05-28~", "2024-05-28", "2024-05-28", "2024-05", "2024-05-28",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ALL)
def test_yes_and_no_are_words_of_the_layout(tmp_path: Path, kind: str) -> None:
    rows: Rows = [["caso", "fecha", "precisión"], ["A", "28/05/2024", "Sí"], ["B", "28/05/2024", "no"]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS, precision={"about": ["sí"], "day": ["no"]})
    assert rules(out) == []
    assert [r.values["event_date"] for r in out.records] == ["2024-05-28~", "2024-05-28"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_another_word_is_asked_about_and_not_quoted(tmp_path: Path, kind: str) -> None:
    rows: Rows = [["caso", "fecha", "precisión"], ["A", "28/05/2024", "Rosaura Inventada"]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    [finding] = out.findings
    assert (finding.rule, finding.severity, finding.cell) == (
        "precision_unknown", "warning", "Hoja1!C2" if kind == "xlsx" else "C2",
    )  # fmt: skip
    assert "Rosaura" not in repr(finding) and "Rosaura" not in repr(out.records)
    assert out.records[0].values["event_date"] == "2024-05-28"


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_a_date_in_three_columns_too(tmp_path: Path, kind: str) -> None:
    parts: list[Declared] = [
        {"header": name, "field": "event_date", "part": part}
        for name, part in (("día", "day"), ("mes", "month"), ("año", "year"))
    ]
    rows: Rows = [["caso", "día", "mes", "año", "precisión"], ["A", "28", "5", "2024", "estimada"]]
    out = interpreted(tmp_path / "f", kind, rows, [COLUMNS[0], *parts, COLUMNS[2]])
    assert rules(out) == [] and out.records[0].values["event_date"] == "2024-05-28~"


def test_what_is_no_date_stays() -> None:
    assert as_precise("ayer", "month") == "ayer"
    assert as_precise("2024~", "month") == "2024~"
    assert as_precise("2024-05-28~", "month") == "2024-05~"
    assert level_of("Estimada.", Precision()) == "about"
    assert level_of("mesa", Precision()) is None


@pytest.mark.parametrize(
    "column",
    [
        {"header": "precisión", "precision_of": "form"},
        {"header": "precisión", "precision_of": "event_date", "field": "event_date"},
        {"header": "precisión"},
    ],
)
def test_only_a_date_has_a_precision(column: Declared) -> None:
    with pytest.raises(ValidationError):
        layout([column])
