"""Layouts in which a row is a count, and months run across: as many events as the cells say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pydantic import ValidationError

from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.readers import open_table
from tests.intake.extracts import layout_of, rules, write
from tests.intake.samples import Declared, layout
from tests.sheets import Rows

MAY = dt.date(2024, 5, 1)
PLACE: Declared = {"header": "Departamento", "field": "admin1"}
FORM: Declared = {"header": "Forma", "field": "form"}
COUNT: Declared = {"header": "Casos", "counts": "each"}
MONTHS: list[Declared] = [
    {"header": name, "counts": "month", "gives": {"event_date": f"{{year}}-{number:02d}"}}
    for number, name in enumerate(("Abril", "Mayo"), start=4)
]
KINDS = ["csv", "xlsx", "xls", "ods"]


def read(
    path: Path, kind: str, rows: Rows, columns: list[Declared], period: dt.date | None = MAY
) -> Interpretation:
    declared = layout_of(kind, columns)
    return interpret(open_table(write(path, kind, rows), declared), declared, {}, period=period)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_as_many_events_as_it_counts(tmp_path: Path, kind: str) -> None:
    rows: Rows = [
        ["Departamento", "Forma", "Casos"],
        ["Sonsonate", "robo", 3],
        ["La Paz", "acoso", 0],
        ["La Paz", "robo", 1],
        ["Morazán", "robo", "-"],
    ]
    out = read(tmp_path / "f", kind, rows, [PLACE, FORM, COUNT])
    assert rules(out) == []
    assert [(r.number, r.row, r.values["admin1"]) for r in out.records] == [
        (1, 2, "Sonsonate"), (2, 2, "Sonsonate"), (3, 2, "Sonsonate"), (4, 4, "La Paz"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_of_months_that_run_across_that_of_the_file_is_counted(tmp_path: Path, kind: str) -> None:
    rows: Rows = [["Departamento", "Abril", "Mayo"], ["Sonsonate", 4, 2], ["La Paz", "-", "1"]]
    out = read(tmp_path / "f", kind, rows, [PLACE, *MONTHS])
    assert rules(out) == [("counts_of_other_months", None)] and "4" in out.findings[0].message.es
    assert [(r.row, r.values["admin1"], r.values["event_date"]) for r in out.records] == [
        (2, "Sonsonate", "2024-05"), (2, "Sonsonate", "2024-05"), (3, "La Paz", "2024-05"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_columns_may_give_any_field(tmp_path: Path, kind: str) -> None:
    across: list[Declared] = [
        {"header": "Robos", "counts": "each", "gives": {"form": "robo"}},
        {"header": "Amenazas", "counts": "each", "gives": {"form": "amenaza de muerte"}},
    ]
    out = read(
        tmp_path / "f", kind, [["Departamento", "Robos", "Amenazas"], ["La Paz", 1, "2"]], [PLACE, *across]
    )
    assert [r.values["form"] for r in out.records] == ['["robo"]', *['["amenaza de muerte"]'] * 2]
    assert out.columns["form"]["letters"] == {"Hoja1" if kind == "xlsx" else "": "B"}


@pytest.mark.parametrize("kind", ["csv", "ods"])
@pytest.mark.parametrize("cell", ["Rosaura Inventada", "1.5", "-1", "5001"])
def test_what_is_no_count_is_an_error_at_its_cell_and_is_not_quoted(
    tmp_path: Path, kind: str, cell: str
) -> None:
    rows: Rows = [["Departamento", "Forma", "Casos"], ["Sonsonate", "robo", cell], ["La Paz", "robo", 1]]
    out = read(tmp_path / "f", kind, rows, [PLACE, FORM, COUNT])
    [finding] = out.findings
    assert (finding.rule, finding.severity, finding.row, finding.column) == (
        "count_unreadable",
        "error",
        2,
        "C",
    )
    assert "Rosaura" not in repr(finding) and len(out.records) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cell", ["", " ", "s/d", "n/a"])
def test_a_row_without_its_count_is_an_error_at_its_cell(tmp_path: Path, kind: str, cell: str) -> None:
    rows: Rows = [["Departamento", "Forma", "Casos"], ["Sonsonate", "robo", cell], ["La Paz", "robo", 1]]
    out = read(tmp_path / "f", kind, rows, [PLACE, FORM, COUNT])
    assert [(f.rule, f.severity, f.row, f.column) for f in out.findings] == [
        ("count_missing", "error", 2, "C")
    ]
    assert [r.row for r in out.records] == [3]
    given = read(tmp_path / "f", kind, rows, [PLACE, FORM, {**COUNT, "default": "1"}])
    assert rules(given) == [] and [r.row for r in given.records] == [2, 3]


@pytest.mark.parametrize("kind", KINDS)
def test_a_count_that_is_an_error_of_the_spreadsheet_is_told(tmp_path: Path, kind: str) -> None:
    rows: Rows = [["Departamento", "Forma", "Casos"], ["Sonsonate", "robo", "#REF!"], ["La Paz", "robo", 1]]
    out = read(tmp_path / "f", kind, rows, [PLACE, FORM, COUNT])
    assert [(f.rule, f.row, f.column) for f in out.findings] == [("cell_error", 2, "C")]
    assert [r.row for r in out.records] == [3]


@pytest.mark.parametrize("kind", KINDS)
def test_where_forms_run_across_a_row_without_a_number_is_none_and_is_told(tmp_path: Path, kind: str) -> None:
    across: list[Declared] = [
        {"header": name, "counts": "each", "gives": {"form": name.casefold()}} for name in ("Robo", "Acoso")
    ]
    rows: Rows = [
        ["Departamento", "Robo", "Acoso"],
        ["La Paz", "", ""],
        ["Sonsonate", 2, ""],
        ["Morazán", 0, ""],
    ]
    out = read(tmp_path / "f", kind, rows, [PLACE, *across])
    assert [(f.rule, f.severity) for f in out.findings] == [("counts_empty", "note")]
    assert "número: 1 (la primera, la 2)." in out.findings[0].message.es and len(out.records) == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_row_twice_is_asked_once(tmp_path: Path, kind: str) -> None:
    rows: Rows = [["Departamento", "Forma", "Casos"], ["Sonsonate", "robo", 2], ["Sonsonate", "robo", 2]]
    out = read(tmp_path / "f", kind, rows, [PLACE, FORM, COUNT])
    assert [(f.rule, f.row) for f in out.findings] == [("row_pasted_twice", 3)]
    assert len(out.records) == 4


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_that_counts_too_many_goes_back(tmp_path: Path, kind: str) -> None:
    rows: Rows = [["Departamento", "Forma", "Casos"], *(["La Paz", "robo", 5000] for _ in range(21))]
    out = read(tmp_path / "f", kind, rows, [PLACE, FORM, COUNT])
    assert "counts_too_many" in [rule for rule, _ in rules(out)] and out.stopped and out.records == ()


@pytest.mark.parametrize(
    "column",
    [
        {"header": "Casos", "counts": "each", "field": "form"},
        {"header": "Casos", "counts": "each", "gives": {"defender_name": "x"}},
        {"header": "Casos", "counts": "month", "gives": {"form": "robo"}},
        {"header": "Casos", "ignored": "x", "gives": {"form": "robo"}},
        {"header": "Casos", "ignored": "x", "default": "1"},
    ],
)
def test_a_column_that_counts_says_what_makes_sense(column: Declared) -> None:
    with pytest.raises(ValidationError):
        layout([PLACE, column])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cells", [("1.000", "3"), ("2,000", "14")])
def test_a_number_that_may_be_thousands_is_no_count(
    tmp_path: Path, kind: str, cells: tuple[str, str]
) -> None:
    """1.000 events would be counted where there was one."""
    rows: Rows = [["Departamento", "Forma", "Casos"], *(["Sonsonate", "robo", cell] for cell in cells)]
    out = read(tmp_path / "f", kind, rows, [PLACE, FORM, COUNT])
    assert [(f.rule, f.severity, f.row, f.column) for f in out.findings] == [
        ("count_ambiguous", "error", 2, "C")
    ]
    assert {record.row for record in out.records} == {3}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "kobo", "uwazi"])
def test_a_file_without_the_column_of_its_month_goes_back(tmp_path: Path, kind: str) -> None:
    """As a month of no events it would have been accepted."""
    rows: Rows = [["Departamento", "Abril", "Mayo"], ["Sonsonate", 4, 2]]
    out = read(tmp_path / "f", kind, rows, [PLACE, *MONTHS], dt.date(2024, 8, 1))
    assert [(f.rule, f.severity) for f in out.findings] == [("counts_month_missing", "stop")]
    assert "2024-08" in out.findings[0].message.es and not out.records
