"""An extract with planted faults: in which cells they are, which findings are of them, and how they are mended."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from mesoregistry.findings import Finding

Cell = tuple[str, int, str]  # sheet (none in a text file), row and column, as a person sees them
ADDRESS = re.compile(r"(?:(?P<sheet>.+)!)?(?P<column>[A-Z]*)(?P<row>\d+)")
IN_TEXT = re.compile(r"\b([A-Z]{1,3})(\d+)\b")


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault: its name and its cells. ``of_row``: it is the row, and the question may be at any of its cells."""

    name: str
    cells: frozenset[Cell]
    of_row: bool

    def is_named_by(self, finding: Finding) -> bool:
        """Whether the finding has its cell; one about the whole file has it in its text."""
        sheet, row = finding.sheet or "", finding.row
        if row is None and finding.column:  # the column, whose header it is
            return (sheet, finding.column) in {(name, column) for name, _, column in self.cells}
        if row is None:
            return not {(column, str(number)) for _, number, column in self.cells}.isdisjoint(
                IN_TEXT.findall(finding.message.es)
            )
        if self.of_row:
            return (sheet, row) in {cell[:2] for cell in self.cells}
        return (sheet, row, finding.column) in self.cells

    def explains(self, finding: Finding) -> bool:
        """Whether the finding is of this fault: it has its cell, or the row whose cells do not fit together now."""
        is_of_row = finding.column is None and finding.row is not None
        return self.is_named_by(finding) or (
            is_of_row and (finding.sheet or "", finding.row) in {cell[:2] for cell in self.cells}
        )


@dataclass(frozen=True, slots=True)
class Broken:
    """An extract with its faults; ``right``: what each of their cells held before, ``None`` where nothing was."""

    country: str
    period: dt.date
    path: Path
    faults: tuple[Planted, ...]
    right: dict[Cell, Any]

    def correct(self, marked: bytes) -> bytes:
        """What stood there before, typed into the marked copy at the cells that its first sheet names and no other."""
        book = openpyxl.load_workbook(io.BytesIO(marked))
        named = _named_cells(book)
        for fault in self.faults:
            for cell in sorted(fault.cells):
                sheet, row, column = cell
                names = {cell, ("", row, column), (sheet, row, "")}
                if names & named or (fault.of_row and (sheet, row) in {place[:2] for place in named}):
                    _sheet(book, sheet)[f"{column}{row}"] = self.right[cell]
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _named_cells(book: openpyxl.Workbook) -> set[Cell]:
    """Cells, and rows without a column, that the sheet of what to correct names: by their address, or in its words."""
    cells: set[Cell] = set()
    for address, text in book.worksheets[0].iter_rows(min_row=2, max_col=2, values_only=True):
        if match := ADDRESS.fullmatch(str(address or "")):
            cells.add((match["sheet"] or "", int(match["row"]), match["column"]))
        elif not address:
            cells |= {("", int(row), column) for column, row in IN_TEXT.findall(str(text))}
    return cells


def _sheet(book: openpyxl.Workbook, name: str) -> Worksheet:
    return book[name] if name else book.worksheets[1]
