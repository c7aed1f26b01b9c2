"""The correction workbook: the team's own file, cells coloured and commented, and a first sheet with what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mesoregistry.findings import Address, Finding, Language, Severity
from mesoregistry.intake.check_file import Report
from mesoregistry.intake.reopened_workbook import AUTHOR, UNWRITABLE, reopen
from mesoregistry.readers.header import DEPTH
from mesoregistry.readers.own_sheets import HEADERS, OWN, TEMPLATE, TITLES

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

COLOURS = {
    Severity.STOP: "F4B6AE",
    Severity.ERROR: "F9CFC8",
    Severity.WARNING: "FCE9B5",
    Severity.NOTE: "DCE9F5",
}
WIDTHS = (18, 60, 60, 30)


def save(source: Path, report: Report, target: Path, language: Language) -> None:
    """Write the workbook of ``source``, marked, to ``target`` (xlsx). Opens the file in this process."""
    book = reopen(source, report)
    for finding in report.findings:
        _mark(book, finding, language)
    _summary(book, report.findings, language)
    book.properties.keywords = TEMPLATE
    book.save(target)


def _of_cases(book: Workbook) -> Worksheet:
    """The sheet of a file that has a single one, which its findings do not name."""
    return next((sheet for sheet in book.worksheets if sheet.title not in OWN), book.worksheets[0])


def _sheet(book: Workbook, finding: Finding) -> Worksheet:
    return book[finding.sheet] if finding.sheet else _of_cases(book)


def _address(book: Workbook, finding: Finding) -> Address | None:
    """Where a finding is marked: one about a column at its header. ``None``: it is about the whole file or sheet."""
    row = finding.row
    if row is None and finding.column and (not finding.sheet or finding.sheet in book.sheetnames):
        row = _header_row(_sheet(book, finding), finding)
    return Address(finding.sheet, row, finding.column) if row else None


def _header_row(sheet: Worksheet, finding: Finding) -> int:
    """The row of the header that the message names, or its last part where it has two; else of the first text."""
    cells = [sheet[f"{finding.column}{row}"] for row in range(1, DEPTH + 1)]
    texts = {cell.row: text for cell in cells if (text := str(cell.value or "").strip())}
    matches = [row for row, text in texts.items() if f"{text}”" in finding.message.en]
    return min(matches or texts or [1])


def _mark(book: Workbook, finding: Finding, language: Language) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    address = _address(book, finding)
    if address is None or (finding.sheet and finding.sheet not in book.sheetnames):
        return
    cell = _sheet(book, finding)[f"{address.column or 'A'}{address.row}"]
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
    for number, finding in enumerate(findings, start=2):
        address = _address(book, finding)
        texts = (finding.message.in_(language), finding.remedy.in_(language), finding.value or "")
        sheet.append([str(address or ""), *(UNWRITABLE.sub("", text) for text in texts)])
        colour = COLOURS[finding.severity]
        # a sheet asked for its last row looks at every cell: of thousands of findings that took minutes
        row = [sheet.cell(number, column) for column in range(1, len(WIDTHS) + 1)]
        row[0].fill = PatternFill("solid", start_color=colour, end_color=colour)
        for cell in row:
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if address:
            title = address.sheet or _of_cases(book).title
            row[0].hyperlink = f"#'{title}'!{address.column or 'A'}{address.row}"
            row[0].font = Font(underline="single")
    _shape(sheet)
    book.active = 0


def _shape(sheet: Worksheet) -> None:
    from openpyxl.styles import Font

    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
