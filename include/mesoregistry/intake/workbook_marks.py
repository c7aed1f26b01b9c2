"""The correction workbook: the team's own file, cells coloured and commented, and a first sheet with what to do."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mesoregistry.findings import Finding, Language, Severity
from mesoregistry.intake.check_file import Report
from mesoregistry.readers.encodings import decode
from mesoregistry.readers.marked_copy import HEADERS, TITLES, is_marked_copy
from mesoregistry.readers.text_parts import read_parts

if TYPE_CHECKING:
    from openpyxl import Workbook

COLOURS = {
    Severity.STOP: "F4B6AE",
    Severity.ERROR: "F9CFC8",
    Severity.WARNING: "FCE9B5",
    Severity.NOTE: "DCE9F5",
}
AUTHOR = "Mesoregistry"
WIDTHS = (18, 60, 60, 30)
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what no cell of a workbook can hold


def save(source: Path, report: Report, target: Path, language: Language) -> None:
    """Write the workbook of ``source``, marked, to ``target`` (xlsx). Opens the file in this process."""
    book = _open(source, report)
    for finding in report.findings:
        _mark(book, finding, language)
    _summary(book, report.findings, language)
    book.save(target)


def _open(source: Path, report: Report) -> Workbook:
    from openpyxl import Workbook, load_workbook

    if report.decisions.get("format") == ["xlsx"]:
        book = load_workbook(source)
        if is_marked_copy(source):  # marked before: what was to correct then is no more
            _forget_marks(book)
        return book
    if report.decisions.get("format") not in (["text"], ["texts"]):
        return _copied(source)
    book = Workbook()
    is_zip = report.decisions["format"] == ["texts"]
    parts = read_parts(source) if is_zip else {"Sheet": source.read_bytes()}
    known = [*report.decisions.get("sheets", [""])[0].split(", ")] if is_zip else list(parts)
    signs = zip(report.decisions.get("encoding", []), report.decisions.get("delimiter", []), strict=False)
    del book[book.sheetnames[0]]
    for name, (encoding, delimiter) in zip(known, [*signs] or [("utf-8", ",")], strict=False):
        _add_text(book, name, decode(parts[name], encoding).text, "\t" if delimiter == "tab" else delimiter)
    return book


def _add_text(book: Workbook, name: str, text: str, delimiter: str) -> None:
    sheet = book.create_sheet(name)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        sheet.append([UNWRITABLE.sub("", cell) for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # a cell that begins like a formula stays a text


def _forget_marks(book: Workbook) -> None:
    del book[book.sheetnames[0]]
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None


def _copied(source: Path) -> Workbook:
    """The cells of an xls, xlsb or ods in a new workbook, each in its place."""
    from openpyxl import Workbook
    from python_calamine import CalamineError, CalamineWorkbook

    book = Workbook()
    try:
        with CalamineWorkbook.from_path(source) as read:
            for name in read.sheet_names:
                sheet = book.create_sheet(name)
                rows = read.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for number, row in enumerate(rows, start=1):
                    sheet.append([_cell(value) for value in row])
                    for cell in sheet[number]:
                        if isinstance(cell.value, str):
                            cell.data_type = "s"  # a text that begins like a formula stays a text
    except CalamineError:
        return book
    del book[book.sheetnames[0]]
    return book


def _cell(value: object) -> object:
    return UNWRITABLE.sub("", value) or None if isinstance(value, str) else value


def _mark(book: Workbook, finding: Finding, language: Language) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if finding.row is None or (finding.sheet and finding.sheet not in book.sheetnames):
        return
    sheet = book[finding.sheet] if finding.sheet else book.worksheets[0]
    cell = sheet[f"{finding.column or 'A'}{finding.row}"]
    if type(cell).__name__ == "MergedCell":
        return
    colour = COLOURS[finding.severity]
    cell.fill = PatternFill("solid", start_color=colour, end_color=colour)
    text = UNWRITABLE.sub("", f"{finding.message.in_(language)}\n{finding.remedy.in_(language)}")
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    cell.comment = Comment(before + text, AUTHOR, width=320, height=120)


def _summary(book: Workbook, findings: Sequence[Finding], language: Language) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = book.create_sheet(TITLES[language], 0)
    sheet.append(HEADERS[language])
    for finding in findings:
        sheet.append(
            [
                finding.cell or "",
                UNWRITABLE.sub("", finding.message.in_(language)),
                UNWRITABLE.sub("", finding.remedy.in_(language)),
                UNWRITABLE.sub("", finding.value or ""),
            ]
        )
        colour = COLOURS[finding.severity]
        row = sheet[sheet.max_row]
        row[0].fill = PatternFill("solid", start_color=colour, end_color=colour)
        for cell in row:
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if finding.cell:
            where = f"'{finding.sheet or book.worksheets[1].title}'!{finding.column or 'A'}{finding.row}"
            row[0].hyperlink = f"#{where}"
            row[0].font = Font(underline="single")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    book.active = 0
