"""The team's own file as a workbook that can be marked, whatever its format."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mesoregistry.catalog.registries import registries
from mesoregistry.intake.check_file import Report
from mesoregistry.readers.broken_quotes import recovered, unwrapped
from mesoregistry.readers.delimited import long_texts
from mesoregistry.readers.encodings import decode
from mesoregistry.readers.own_sheets import HEADERS, TITLES
from mesoregistry.readers.text_parts import read_parts

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "Mesoregistry"  # of the comments
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what no cell of a workbook can hold


def reopen(source: Path, report: Report) -> Workbook:
    """The file as a workbook to write into: itself without earlier marks, or its cells in a new one."""
    from openpyxl import Workbook, load_workbook

    if report.decisions.get("format") == ["xlsx"]:
        with source.open("rb") as file:  # its name may have another ending
            book = load_workbook(file)
        if _is_marked(book.worksheets[0]):  # what was to correct then is no more
            _forget_marks(book)
        return book
    if report.decisions.get("format") not in (["text"], ["texts"]):
        return copied(source)
    book = Workbook()
    del book[book.sheetnames[0]]
    parts = {"Sheet": source.read_bytes()}
    if report.decisions["format"] == ["texts"]:
        parts = read_parts(source)
        parts = {name: parts[name] for name in report.decisions["sheets"][0].split(", ")}
    signs = zip(report.decisions.get("encoding", []), report.decisions.get("delimiter", []), strict=False)
    for (name, content), (encoding, delimiter) in zip(
        parts.items(), [*signs] or [("utf-8", ",")], strict=False
    ):
        # lines in another encoding are recognised beside the declared one
        own = report.decisions.get("declared_encoding", [encoding])[0]
        _add_text(book, name, decode(content, own).text, "\t" if delimiter == "tab" else delimiter)
    return book


def _add_text(book: Workbook, name: str, text: str, delimiter: str) -> None:
    sheet = book.create_sheet(name)
    for row in _rows(text, delimiter):
        sheet.append([UNWRITABLE.sub("", cell) for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # a cell that begins like a formula stays a text


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows as the reader cuts them; one that it could not read, as its marks would cut it."""
    text = unwrapped(text) or text
    lines = list(io.StringIO(text, newline=""))
    try:
        return list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        mended = recovered(text, delimiter, _narratives())
    if mended.broken * 2 > len(mended.records):
        return list(csv.reader(lines, delimiter=delimiter))
    spans = zip(mended.records, [0, *mended.ends], mended.ends, strict=False)
    return [row or next(csv.reader(lines[start:end], delimiter=delimiter), []) for row, start, end in spans]


def _narratives() -> set[str]:
    """Keys of the headers of narratives in the files of every country."""
    layouts = (y for of_country in registries().values() for s in of_country.sources for y in s.layouts)
    return {key for layout in layouts for key in long_texts(layout)}


def _is_marked(sheet: Worksheet) -> bool:
    header = tuple(cell.value for cell in next(sheet.iter_rows(max_row=1, max_col=4), ()))
    return sheet.title in TITLES.values() and header in set(map(tuple, HEADERS.values()))


def _forget_marks(book: Workbook) -> None:
    del book[book.sheetnames[0]]
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None


def copied(source: Path) -> Workbook:
    """The cells of an xls, xlsb or ods in a new workbook, each in its place."""
    from openpyxl import Workbook
    from python_calamine import CalamineError, CalamineWorkbook

    book = Workbook()
    try:
        with source.open("rb") as file, CalamineWorkbook.from_filelike(file) as read:
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
