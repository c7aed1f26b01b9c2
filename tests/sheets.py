"""Rows of cells as a workbook, without any format; for tests that are about what a cell holds, not how it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
import xlwt
from odf import opendocument
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.readers.xlsb import write as write_xlsb

Rows = Sequence[Sequence[object]]
AS_TYPED = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
TITLE = 31  # characters that Excel allows


def save_sheets(path: Path, kind: str, sheets: Mapping[str, Rows]) -> Path:
    """The sheets by their titles, as ``xls``, ``ods``, ``xlsb`` (its first sheet only) or, by default, ``xlsx``.

    Texts stay texts and numbers numbers; an empty text is an empty cell.
    """
    if kind == "xls":
        _save_xls(path, sheets)
    elif kind == "ods":
        _save_ods(path, sheets)
    elif kind == "xlsb":
        [(title, rows), *_] = sheets.items()
        write_xlsb(path, rows, title)  # type: ignore[arg-type]  # its cells are fewer kinds
    else:
        with xlsxwriter.Workbook(str(path), AS_TYPED) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title[:TITLE])
                for y, row in enumerate(rows):
                    sheet.write_row(y, 0, row)
    return path


def _save_xls(path: Path, sheets: Mapping[str, Rows]) -> None:
    book = xlwt.Workbook()
    for title, rows in sheets.items():
        sheet = book.add_sheet(title[:TITLE])
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                sheet.write(y, x, value)
    book.save(str(path))


def _save_ods(path: Path, sheets: Mapping[str, Rows]) -> None:
    book = opendocument.OpenDocumentSpreadsheet()
    for title, rows in sheets.items():
        table = Table(name=title)
        for row in rows:
            line = TableRow()
            for value in row:
                line.addElement(_ods_cell(value))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))


def _ods_cell(value: object) -> TableCell:
    number = isinstance(value, int | float)
    cell = TableCell(valuetype="float", value=value) if number else TableCell(valuetype="string")
    if value != "":
        cell.addElement(P(text=str(value)))
    return cell
