"""The same rows as each format holds them, read and interpreted: what holds for one must hold for all."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
import xlwt
from odf import opendocument
from odf.table import Table, TableCell, TableRow
from odf.text import P

from mesoregistry.catalog.model import Layout
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.values import Unit
from mesoregistry.readers import open_table
from tests.intake.samples import Declared

Rows = Sequence[Sequence[object]]
KINDS = {
    "csv": "delimited",
    "xlsx": "workbook",
    "xls": "workbook",
    "ods": "workbook",
    "kobo": "kobo",
    "uwazi": "uwazi",
}


def write(path: Path, kind: str, rows: Rows) -> Path:
    """Rows with their header as a file of a kind; texts stay texts, numbers numbers."""
    if kind in ("csv", "uwazi"):
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
    elif kind == "xls":
        old = xlwt.Workbook()
        sheet = old.add_sheet("Hoja1")
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                sheet.write(y, x, value)
        old.save(str(path))
    elif kind == "ods":
        _write_ods(path, rows)
    else:
        book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
        page = book.add_worksheet("Hoja1")
        for y, row in enumerate(rows):
            page.write_row(y, 0, row)
        book.close()
    return path


def _write_ods(path: Path, rows: Rows) -> None:
    book = opendocument.OpenDocumentSpreadsheet()
    table = Table(name="Hoja1")
    for row in rows:
        line = TableRow()
        for value in row:
            number = isinstance(value, int | float)
            cell = TableCell(valuetype="float", value=value) if number else TableCell(valuetype="string")
            if value != "":
                cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))


def layout_of(kind: str, columns: Sequence[Declared], **more: object) -> Layout:
    body: Mapping[str, object] = {"id": "prueba", "format": KINDS[kind], "columns": list(columns), **more}
    return Layout.model_validate(body)


def interpreted(
    path: Path,
    kind: str,
    rows: Rows,
    columns: Sequence[Declared],
    unit: Unit = "event",
    terms: Mapping[str, frozenset[str]] | None = None,
    **more: object,
) -> Interpretation:
    """The rows written as a file of a kind, read and interpreted."""
    layout = layout_of(kind, columns, **more)
    return interpret(open_table(write(path, kind, rows), layout), layout, terms or {}, unit)


def rules(out: Interpretation) -> list[tuple[str, int | None]]:
    """Rule and record of each finding; every text in both languages is filled."""
    for finding in out.findings:
        for text in (finding.message, finding.remedy):
            assert text.es and text.en and "{" not in text.es + text.en
    return [(finding.rule, finding.record) for finding in out.findings]
