"""One small sheet as each kind of workbook holds it: plain, with what calamine does not tell, with merged cells."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xlwt
from odf import opendocument
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from tests.readers.files import CASE, HEADERS, workbook
from tests.readers.xlsb import write as write_xlsb

DAY = dt.date(2024, 3, 15)


def xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hoja1")
    for column, (header, value) in enumerate(zip(HEADERS, CASE, strict=True)):
        sheet.write(0, column, header)
        sheet.write(1, column, value)
    sheet.write(2, 0, 42)
    sheet.write(2, 1, DAY, xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    sheet.write(2, 3, True)
    book.save(str(path))
    return path


def ods(path: Path) -> Path:
    typed: list[dict[str, object]] = [
        {"valuetype": "float", "value": 42},
        {"valuetype": "date", "datevalue": DAY.isoformat()},
        {},
        {"valuetype": "boolean", "booleanvalue": "true"},
    ]
    rows = [[*map(_text, HEADERS)], [*map(_text, CASE)], [TableCell(**attributes) for attributes in typed]]
    # a sheet of LibreOffice always ends in a million repeated blank rows
    blank = TableRow(numberrowsrepeated=1048000)
    blank.addElement(TableCell(numbercolumnsrepeated=1024))
    return _save_ods(path, [*map(_row, rows), blank])


def _text(value: str, **how: object) -> TableCell:
    cell = TableCell(valuetype="string", **how)
    cell.addElement(P(text=value))
    return cell


def _row(cells: Iterable[TableCell]) -> TableRow:
    row = TableRow()
    for cell in cells:
        row.addElement(cell)
    return row


def _save_ods(path: Path, rows: Iterable[TableRow]) -> Path:
    book = opendocument.OpenDocumentSpreadsheet()
    table = Table(name="Hoja1")
    for row in rows:
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def xlsx(path: Path) -> Path:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, CASE)
        sheet.write(2, 0, 42)
        sheet.write_datetime(2, 1, DAY, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write(2, 3, True)

    return workbook(path, fill)


def xlsb(path: Path) -> Path:
    return write_xlsb(path, [HEADERS, CASE, (42, DAY, None, True)])


# --- the same in the other kinds: row 2 holds #N/A, row 3 a number shown as 0042, rows 4 to 6 stand hidden ----------


def odd_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("Hoja1")
    for column, header in enumerate(HEADERS):
        sheet.write(0, column, header)
    sheet.write(1, 0, "C-1")
    sheet.row(1).set_cell_error(3, 0x2A)
    sheet.write(2, 0, 42, xlwt.easyxf(num_format_str="0000"))
    sheet.write(2, 1, DAY, xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    for row in (3, 4, 5):
        sheet.write(row, 0, "C-2")
        sheet.row(row).hidden = True
    book.save(str(path))
    return path


def odd_ods(path: Path) -> Path:
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


def merged_xlsx(path: Path) -> Path:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", HEADERS)
        sheet.merge_range("A2:A3", "C-1")
        sheet.write_row("B2", CASE[1:])
        sheet.write_row("B3", CASE[1:])

    return workbook(path, fill)


def merged_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hoja1")
    for row, values in enumerate((HEADERS, CASE, CASE)):
        for column, value in enumerate(values):
            if column or not row:
                sheet.write(row, column, value)
    sheet.write_merge(1, 2, 0, 0, "C-1")
    book.save(str(path))
    return path


def merged_ods(path: Path) -> Path:
    key = _text(CASE[0], numberrowsspanned=2, numbercolumnsspanned=1)
    rows = [[*map(_text, HEADERS)]] + [[first, *map(_text, CASE[1:])] for first in (key, CoveredTableCell())]
    return _save_ods(path, map(_row, rows))
