"""The cells, comments, titles and properties of a workbook changed, and the workbook written without a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from mesoregistry.readers.sheet_texts import text
from mesoregistry.vault.person_names import PersonNames

if TYPE_CHECKING:
    from openpyxl import Workbook

Change = Callable[[str, int, str, str], str]
"""Title of the sheet, row, letters of the column and what stands there -> what stands there afterwards."""
PROPERTIES = ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category")
TITLE = 31  # letters of the title of a sheet


def redact(book: Workbook, change: Change, names: PersonNames, instead: str) -> int:
    """Change every cell; take the names out of comments, titles of sheets and the properties of the file.

    Returns:
        How many texts are others now.
    """
    count = 0
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            count += _redact_cell(cell, sheet.title, change)
            if cell.comment is not None:
                count += _redact_attributes(cell.comment, ("text", "author"), names, instead)
        title = names.without(sheet.title, instead)[:TITLE]
        if title != sheet.title:
            sheet.title = title
            count += 1
    return count + _redact_attributes(book.properties, PROPERTIES, names, instead)


def _redact_cell(cell: Any, title: str, change: Change) -> bool:
    before = text(cell.value)
    if before is None:
        return False
    after = change(title, cell.row, cell.column_letter, before)
    if after == before:
        return False
    cell.value, cell.hyperlink = after or None, None
    if after:
        cell.data_type = "s"  # a text that begins like a formula stays a text
    return True


def _redact_attributes(target: object, attributes: Sequence[str], names: PersonNames, instead: str) -> int:
    count = 0
    for name in attributes:
        before = getattr(target, name) or ""
        after = names.without(before, instead)
        if after != before:
            setattr(target, name, after)
            count += 1
    return count


def values_only(book: Workbook) -> Workbook:
    """The cells of a workbook in a new one, with the formats of dates and numbers, and nothing else."""
    from openpyxl import Workbook

    copy = Workbook()
    copy.epoch = book.epoch
    del copy[copy.sheetnames[0]]
    for sheet in book.worksheets:
        own = copy.create_sheet(sheet.title)
        own.sheet_state = sheet.sheet_state
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            new = own.cell(cell.row, cell.column, cell.value)
            new.data_type, new.number_format = cell.data_type, cell.number_format
        for area in sheet.merged_cells.ranges:
            own.merge_cells(area.coord)
    return copy


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook. openpyxl would write each sheet to a file of its own first, in the open."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class InMemory(ExcelWriter):
        def write_worksheet(self, sheet: Any) -> None:
            sheet._drawing = SpreadsheetDrawing()
            sheet._drawing.charts, sheet._drawing.images = sheet._charts, sheet._images
            content = io.BytesIO()
            writer: Any = WorksheetWriter(sheet, out=content)
            writer.write()
            sheet._rels = writer._rels
            archive.writestr(sheet.path[1:], content.getvalue())
            self.manifest.append(sheet)

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        InMemory(book, archive).save()
    return stream.getvalue()
