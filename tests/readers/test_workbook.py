"""Workbooks of every kind, and what calamine does not see in them."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from odf import opendocument
from odf.table import CoveredTableCell, TableCell, TableRow
from odf.table import Table as OdfTable
from odf.text import P

from mesoregistry.readers import open_table
from tests.readers import xlsb
from tests.readers.files import CASE, HEADERS, cells, decided, layout, plain, told, workbook

DAY = dt.date(2024, 3, 15)


def _xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hoja1")
    for at, (header, value) in enumerate(zip(HEADERS, CASE, strict=True)):
        sheet.write(0, at, header)
        sheet.write(1, at, value)
    sheet.write(2, 0, 42)
    sheet.write(2, 1, DAY, xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    sheet.write(2, 3, True)
    book.save(str(path))
    return path


def _ods(path: Path) -> Path:
    book = opendocument.OpenDocumentSpreadsheet()
    table = OdfTable(name="Hoja1")
    typed: list[dict[str, object]] = [
        {"valuetype": "float", "value": 42},
        {"valuetype": "date", "datevalue": DAY.isoformat()},
        {},
        {"valuetype": "boolean", "booleanvalue": "true"},
    ]
    for values in (HEADERS, CASE):
        row = TableRow()
        for value in values:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            row.addElement(cell)
        table.addElement(row)
    row = TableRow()
    for attributes in typed:
        row.addElement(TableCell(**attributes))
    table.addElement(row)
    # a sheet of LibreOffice always ends in a million repeated blank rows
    blank = TableRow(numberrowsrepeated=1048000)
    blank.addElement(TableCell(numbercolumnsrepeated=1024))
    table.addElement(blank)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def _xlsx(path: Path) -> Path:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, CASE)
        sheet.write(2, 0, 42)
        sheet.write_datetime(2, 1, DAY, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write(2, 3, True)

    return workbook(path, fill)


def _xlsb(path: Path) -> Path:
    return xlsb.write(path, [HEADERS, CASE, (42, DAY, None, True)])


@pytest.mark.parametrize("make", [_xls, _ods, _xlsb, _xlsx])
def test_kinds_told_by_their_bytes(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    reading = open_table(make(tmp_path / "cualquiera.dat"), layout())
    assert told(reading) == ([("zeros_unseen", None)] if make is _xlsb else [])
    [table] = reading.tables
    assert cells(table) == [CASE, ("42", "2024-03-15", None, "true")]
    assert [(header.text, header.letter) for header in table.headers] == list(
        zip(HEADERS, "ABCD", strict=True)
    )
    assert decided(reading, "format") == [make.__name__.removeprefix("_")]
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
    assert told(reading) == []
    [table] = reading.tables
    assert [header.text for header in table.headers] == [column["header"] for column in columns]
    assert [row.number for row in table.rows] == [6, 8]
    assert decided(reading, "header_row") == ["4"]


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
    told(reading)
    assert told(open_table(tmp_path / "f.xlsx", layout(sheets="Casos"))) == [("sheet_missing", None)]


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


# --- the same in the other kinds: row 2 holds #N/A, row 3 a number shown as 0042, rows 4 to 6 stand hidden ----------


def _odd_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("Hoja1")
    for at, header in enumerate(HEADERS):
        sheet.write(0, at, header)
    sheet.write(1, 0, "C-1")
    sheet.row(1).set_cell_error(3, 0x2A)
    sheet.write(2, 0, 42, xlwt.easyxf(num_format_str="0000"))
    sheet.write(2, 1, DAY, xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    for row in (3, 4, 5):
        sheet.write(row, 0, "C-2")
        sheet.row(row).hidden = True
    book.save(str(path))
    return path


def _odd_ods(path: Path) -> Path:
    """As LibreOffice writes it: the style of a whole column stands at the column, equal rows once."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
        for name, urn in {
            "office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle"
        }.items()
    )  # fmt: skip
    calcext = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    headers = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{header}</text:p></table:table-cell>'
        for header in HEADERS
    )
    text = (
        '<table:table-cell table:style-name="plain" office:value-type="string"><text:p>{}</text:p>'
        "</table:table-cell>"
    )
    content = f"""<?xml version="1.0" encoding="UTF-8"?>
    <office:document-content {names} xmlns:calcext="{calcext}" office:version="1.3"><office:automatic-styles>
    <number:number-style style:name="N4"><number:number number:decimal-places="0"
     number:min-integer-digits="4"/></number:number-style>
    <number:number-style style:name="N2"><number:number number:decimal-places="2"
     number:min-integer-digits="2"/></number:number-style>
    <style:style style:name="padded" style:family="table-cell" style:data-style-name="N4"/>
    <style:style style:name="decimal" style:family="table-cell" style:data-style-name="N2"/>
    <style:style style:name="plain" style:family="table-cell"/>
    </office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Hoja1">
    <table:table-column table:default-cell-style-name="padded"/>
    <table:table-column table:number-columns-repeated="3" table:default-cell-style-name="decimal"/>
    <table:table-row>{headers}</table:table-row>
    <table:table-row>{text.format("C-1")}<table:table-cell table:number-columns-repeated="2"/><table:table-cell
     table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p
     >#N/A</text:p></table:table-cell></table:table-row>
    <table:table-row><table:table-cell office:value-type="float" office:value="42"><text:p>0042</text:p
    ></table:table-cell><table:table-cell office:value-type="date" office:date-value="2024-03-15"><text:p
    >15/03/2024</text:p></table:table-cell></table:table-row>
    <table:table-row table:number-rows-repeated="3" table:visibility="filter">{text.format("C-2")}</table:table-row>
    <table:table-row table:number-rows-repeated="1048570" table:visibility="filter"><table:table-cell
     table:number-columns-repeated="16384"/></table:table-row>
    </table:table></office:spreadsheet></office:body></office:document-content>"""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


@pytest.mark.parametrize("make", [_odd_xls, _odd_ods])
def test_errors_zeros_and_hidden_rows_of_older_kinds(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    reading = open_table(make(tmp_path / "f"), layout())
    [table] = reading.tables
    assert cells(table)[:2] == [("C-1", None, None, None), ("0042", "2024-03-15", None, None)]
    assert [set(row.errors) for row in table.rows] == [{3}, set(), set(), set(), set()]
    assert told(reading) == [("rows_hidden", None)]
    assert "3 filas ocultas" in reading.findings[0].message.es
    assert decided(reading, "date_system") == (["1904"] if make is _odd_xls else [])


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
        sheet.write_datetime("B2", DAY, book.add_format({"num_format": "dd/mm/yyyy"}))

    path = workbook(tmp_path / "f.xlsx", fill, date_1904=True)
    with zipfile.ZipFile(path) as archive:
        assert re.search(rb"date1904", archive.read("xl/workbook.xml"))
    reading = open_table(path, layout())
    assert reading.tables[0].rows[0].cells[1] == "2024-03-15"
    assert decided(reading, "date_system") == ["1904"]


def _merged_xlsx(path: Path) -> Path:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", HEADERS)
        sheet.merge_range("A2:A3", "C-1")
        sheet.write_row("B2", CASE[1:])
        sheet.write_row("B3", CASE[1:])

    return workbook(path, fill)


def _merged_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hoja1")
    for row, values in enumerate((HEADERS, CASE, CASE)):
        for at, value in enumerate(values):
            if at or not row:
                sheet.write(row, at, value)
    sheet.write_merge(1, 2, 0, 0, "C-1")
    book.save(str(path))
    return path


def _merged_ods(path: Path) -> Path:
    book = opendocument.OpenDocumentSpreadsheet()
    table = OdfTable(name="Hoja1")
    for number, values in enumerate((HEADERS, CASE, CASE)):
        row = TableRow()
        for at, value in enumerate(values):
            cell = CoveredTableCell() if (number, at) == (2, 0) else TableCell(valuetype="string")
            if (number, at) == (1, 0):
                cell = TableCell(valuetype="string", numberrowsspanned=2, numbercolumnsspanned=1)
            if (number, at) != (2, 0):
                cell.addElement(P(text=value))
            row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


@pytest.mark.parametrize("make", [_merged_xls, _merged_ods, _merged_xlsx])
@pytest.mark.parametrize("filled", [True, False])
def test_merged_cells(tmp_path: Path, make: Callable[[Path], Path], filled: bool) -> None:
    [table] = open_table(make(tmp_path / "f"), layout(fill_merged=filled)).tables
    assert [row.cells[0] for row in table.rows] == ["C-1", "C-1" if filled else None]


def test_filtered_rows_are_read_and_told(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        for at, values in enumerate((HEADERS, CASE, CASE)):
            sheet.write_row(at, 0, values)
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
    assert told(reading) == [("totals_row", "Hoja1!3")]
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
    assert told(open_table(path, layout())) == [("file_unreadable", None)]


def test_the_plain_book(tmp_path: Path) -> None:
    assert cells(open_table(plain(tmp_path / "f.xlsx"), layout()).tables[0]) == [CASE]
