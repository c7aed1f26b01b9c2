"""Workbooks of every kind, and what calamine does not see in them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pytest

from mesoregistry.readers import open_table
from tests.readers import kinds, xlsb
from tests.readers.files import CASE, HEADERS, cells, decided, layout, plain, rules, workbook


@pytest.mark.parametrize("make", [kinds.xls, kinds.ods, kinds.xlsb, kinds.xlsx])
def test_kinds_told_by_their_bytes(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    reading = open_table(make(tmp_path / "cualquiera.dat"), layout())
    assert rules(reading) == ([("zeros_unseen", None)] if make is kinds.xlsb else [])
    [table] = reading.tables
    assert cells(table) == [CASE, ("42", "2024-03-15", None, "true")]
    assert [(header.text, header.letter) for header in table.headers] == list(
        zip(HEADERS, "ABCD", strict=True)
    )
    assert decided(reading, "format") == [make.__name__]
    assert decided(reading, "sheets") == ["Hoja1"]


def test_titles_blank_rows_and_a_two_row_header(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        bold = book.add_format({"bold": True})
        sheet.merge_range("A1:D1", "Unidad de Protección", bold)
        sheet.merge_range("A4:A5", "Clave", bold)
        sheet.merge_range("B4:C4", "Hecho", bold)
        sheet.write_row("B5", ("Fecha", "Forma"))
        sheet.write("D4", "Lugar")
        sheet.write("D5", "Municipio")
        sheet.write_row("A6", CASE)
        sheet.write_row("A7", (" ", "", None, " "))
        sheet.write_row("A8", ("C-2", "2024", "Robo", "Ocotal"))

    columns = [
        {"header": "Clave", "field": "case_key"},
        {"header": "Hecho / Fecha", "field": "event_date"},
        {"header": "Hecho / Forma", "field": "form"},
        {"header": "Lugar / Municipio", "field": "admin2"},
    ]
    reading = open_table(workbook(tmp_path / "f.xlsx", fill), layout(header_rows=2, columns=columns))
    assert rules(reading) == []
    [table] = reading.tables
    assert [header.text for header in table.headers] == [column["header"] for column in columns]
    assert [row.number for row in table.rows] == [6, 8]
    assert decided(reading, "header_row") == ["4"]


@pytest.mark.parametrize("merged", [True, False])
def test_a_header_of_three_rows(tmp_path: Path, merged: bool) -> None:
    """Two questions of one name stand under different groups; without merged cells a title holds up to the next."""

    def fill(book: Any, sheet: Any) -> None:
        if merged:
            sheet.merge_range("A3:A5", "Clave", book.add_format())
            sheet.merge_range("B3:E3", "Personas", book.add_format())
            sheet.merge_range("B4:C4", "Defensora", book.add_format())
            sheet.merge_range("D4:E4", "Agresor", book.add_format())
        sheet.write_row("A3", ("Clave", "Personas"))
        sheet.write_row("A4", (None, "Defensora", None, "Agresor", None))
        sheet.write_row("A5", (None, "Edad", "Género", "Edad", "Tipo"))
        sheet.write_row("A6", ("C-1", 41, "mujer", 60, "policía"))

    columns = [
        {"header": "Clave", "field": "case_key"},
        {"header": "Personas / Defensora / Edad", "field": "defender_age"},
        {"header": "Personas / Defensora / Género", "field": "defender_gender"},
        {"header": "Personas / Agresor / Edad", "ignored": "not of hers"},
        {"header": "Personas / Agresor / Tipo", "field": "perpetrator"},
    ]
    reading = open_table(workbook(tmp_path / "f.xlsx", fill), layout(header_rows=3, columns=columns))
    assert rules(reading) == []
    [table] = reading.tables
    assert [header.text for header in table.headers] == [column["header"] for column in columns]
    assert [row.number for row in table.rows] == [6]
    assert decided(reading, "header_row") == ["3"]


def test_a_sheet_a_month_hidden_ones_and_a_name_mistyped(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Listas"
    for name in ("Enero 2024", "Febrero 2024", "Mrzo 2024"):
        sheet = book.create_sheet(name)
        sheet.append(HEADERS)
        sheet.append(CASE)
    book["Febrero 2024"].sheet_state = "veryHidden"
    book.save(tmp_path / "f.xlsx")
    reading = open_table(tmp_path / "f.xlsx", layout(sheets="(Enero|Febrero|Marzo) 2024"))
    assert [table.sheet for table in reading.tables] == ["Enero 2024"]
    assert [(f.rule, f.sheet, f.severity) for f in reading.findings] == [
        ("sheet_hidden", "Febrero 2024", "warning"),
        ("sheet_unread", "Mrzo 2024", "warning"),
    ]
    assert "(1 filas)" in reading.findings[1].message.es
    rules(reading)
    assert rules(open_table(tmp_path / "f.xlsx", layout(sheets="Casos"))) == [("sheet_missing", None)]


@pytest.mark.parametrize("pattern", ["Casos", "(?i)agresiones.*", None])
@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_workbook_without_a_visible_sheet_is_told_so(
    tmp_path: Path, pattern: str | None, state: Literal["hidden", "veryHidden"]
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADERS)
    book.active.sheet_state = state
    book.create_chartsheet("Gráfico")
    book.save(tmp_path / "f.xlsx")
    reading = open_table(tmp_path / "f.xlsx", layout(sheets=pattern) if pattern else layout())
    [finding] = [f for f in reading.findings if f.severity == "stop"]
    assert finding.rule == "sheets_not_visible"
    assert "«»" not in finding.message.es and "“”" not in finding.message.en


def test_errors_and_formulas_without_a_value(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", HEADERS)
        sheet.write_row("A2", ("C-1", "2024", "Robo"))
        sheet.write_formula("D2", "=VLOOKUP(1,A1:B2,2)", None, "#N/A")
        sheet.write_row("A3", ("C-2", "2024", "Robo"))
        sheet.write_formula("D3", '="Oco"&"tal"', None, "Ocotal")

    reading = open_table(workbook(tmp_path / "a.xlsx", fill), layout())
    [table] = reading.tables
    assert [(row.cells[3], set(row.errors)) for row in table.rows] == [(None, {3}), ("Ocotal", set())]
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADERS)
    book.active.append(("C-1", "2024", "Robo", "=A2"))
    book.save(tmp_path / "b.xlsx")
    [row] = open_table(tmp_path / "b.xlsx", layout()).tables[0].rows
    assert (row.cells[3], set(row.errors)) == (None, {3})


def test_zeros_that_only_the_format_holds(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row("A1", HEADERS)
        sheet.write("A2", 42, book.add_format({"num_format": "0000"}))
        sheet.write("B2", 45366)
        sheet.write("C2", 1.5)
        sheet.write("D2", "0801")

    [table] = open_table(workbook(tmp_path / "f.xlsx", fill), layout()).tables
    assert cells(table) == [("0042", "45366", "1.5", "0801")]


@pytest.mark.parametrize("make", [kinds.odd_xls, kinds.odd_ods])
def test_errors_zeros_and_hidden_rows_of_older_kinds(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    reading = open_table(make(tmp_path / "f"), layout())
    [table] = reading.tables
    assert cells(table)[:2] == [("C-1", None, None, None), ("0042", "2024-03-15", None, None)]
    assert [set(row.errors) for row in table.rows] == [{3}, set(), set(), set(), set()]
    assert rules(reading) == [("rows_hidden", None)]
    assert "3 filas ocultas" in reading.findings[0].message.es
    assert decided(reading, "date_system") == (["1904"] if make is kinds.odd_xls else [])


def test_errors_of_an_xlsb(tmp_path: Path) -> None:
    rows: list[Sequence[xlsb.Value]] = [
        HEADERS,
        ("C-1", "0x2a", 1.5, xlsb.Fault()),
        ("C-2", None, None, "Ocotal"),
    ]
    [table] = open_table(xlsb.write(tmp_path / "f.xlsb", rows), layout()).tables
    assert cells(table) == [("C-1", "0x2a", "1.5", None), ("C-2", None, None, "Ocotal")]
    assert [set(row.errors) for row in table.rows] == [{3}, set()]


def test_the_1904_system(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row("A1", HEADERS)
        sheet.write("A2", "C-1")
        sheet.write_datetime("B2", kinds.DAY, book.add_format({"num_format": "dd/mm/yyyy"}))

    path = workbook(tmp_path / "f.xlsx", fill, date_1904=True)
    with zipfile.ZipFile(path) as archive:
        assert re.search(rb"date1904", archive.read("xl/workbook.xml"))
    reading = open_table(path, layout())
    assert reading.tables[0].rows[0].cells[1] == "2024-03-15"
    assert decided(reading, "date_system") == ["1904"]


@pytest.mark.parametrize("make", [kinds.merged_xls, kinds.merged_ods, kinds.merged_xlsx])
@pytest.mark.parametrize("filled", [True, False])
def test_merged_cells(tmp_path: Path, make: Callable[[Path], Path], filled: bool) -> None:
    [table] = open_table(make(tmp_path / "f"), layout(fill_merged=filled)).tables
    assert [row.cells[0] for row in table.rows] == ["C-1", "C-1" if filled else None]


def test_filtered_rows_are_read_and_told(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        for row, values in enumerate((HEADERS, CASE, CASE)):
            sheet.write_row(row, 0, values)
        sheet.set_row(2, None, None, {"hidden": True})

    reading = open_table(workbook(tmp_path / "f.xlsx", fill), layout())
    assert [(f.rule, f.severity) for f in reading.findings] == [("rows_hidden", "note")]
    assert len(reading.tables[0].rows) == 2


def test_a_row_of_totals_is_no_case(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", HEADERS)
        sheet.write_row("A2", CASE)
        sheet.write_row("A3", ("TOTAL", 1))
        sheet.write_row("A4", ("Total", "2024", "Robo", "Ocotal"))

    reading = open_table(workbook(tmp_path / "f.xlsx", fill), layout())
    assert rules(reading) == [("totals_row", "Hoja1!3")]
    assert [row.number for row in reading.tables[0].rows] == [2, 4]


def test_a_part_that_openpyxl_cannot_read_is_no_crash(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row("A1", HEADERS)
        sheet.write("A2", 42, book.add_format({"num_format": "0000"}))

    path = workbook(tmp_path / "f.xlsx", fill)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"<fonts", b"<fontz", 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert rules(open_table(path, layout())) == [("file_unreadable", None)]


def test_the_plain_book(tmp_path: Path) -> None:
    assert cells(open_table(plain(tmp_path / "f.xlsx"), layout()).tables[0]) == [CASE]
