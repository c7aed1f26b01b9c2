"""A book as a file: the text or the workbook that its format is."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from mesoregistry.synthetic.pile.book import Book, Row

QUOTE = "\x1a"  # in a cell of a text file: a quotation mark that nobody doubled


def write(book: Book, path: Path) -> None:
    """Write a book as its format is."""
    if book.suffix == ".csv":
        path.write_bytes(b"".join(_line(row, book) for row in book.sheets[""]))
        return
    workbook = openpyxl.Workbook()
    del workbook["Sheet"]
    for name, rows in book.sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row.cells)
        for number, row in enumerate(rows, start=1):
            for position, shown in row.formats.items():
                sheet.cell(number, position + 1).number_format = shown
            for position in row.struck:
                sheet.cell(number, position + 1).font = Font(strike=True)
        for cells in [*book.merged[name], *_merged_down(book, rows)]:
            sheet.merge_cells(cells)
    for change in book.workbook_changes:
        change(workbook)
    workbook.save(path)


def _merged_down(book: Book, rows: list[Row]) -> list[str]:
    numbers = {id(row): number for number, row in enumerate(rows, start=1)}
    return [
        f"{get_column_letter(position + 1)}{numbers[id(first)]}:{get_column_letter(position + 1)}{numbers[id(last)]}"
        for first, last, position in book.merged_down
        if id(first) in numbers
    ]


def _line(row: Row, book: Book) -> bytes:
    encoding = row.encoding or book.encoding
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=book.layout.delimiter or ",", lineterminator="")
    writer.writerow([_text(cell, encoding) for cell in row.cells])
    text = out.getvalue().replace(QUOTE, '"')
    for change in book.line_changes:
        text = change(text)
    return f"{text}\r\n".encode(encoding)


def _text(cell: object, encoding: str) -> str:
    """A cell of a text file; a letter that its encoding lacks as programs write it for a page."""
    text = "" if cell is None else str(cell)
    return text.encode(encoding, "xmlcharrefreplace").decode(encoding)
