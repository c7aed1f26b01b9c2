"""What calamine cannot see in an xlsx: error cells, formulas without a value, zeros held by a number format,
hidden rows, the 1904 date system. A look at the bytes says whether a second reading is worth its time.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from mesoregistry.readers.grid import Grid

ZEROS = re.compile(r"0{2,}")


@dataclass(slots=True)
class Oddities:
    """By sheet: cells (row, column from 0) in error, formulas, widths of zero-padded numbers."""

    system_1904: bool = False
    hidden_rows: dict[str, int] = field(default_factory=dict)
    errors: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    formulas: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    widths: dict[str, dict[tuple[int, int], int]] = field(default_factory=dict)

    def apply(self, grid: Grid) -> None:
        """Mark errors and put the zeros back that Excel shows."""
        name = grid.name or ""
        grid.errors |= self.errors.get(name, set())
        for row, column in self.formulas.get(name, ()):
            if _cell(grid, row, column) is None:
                grid.errors.add((row, column))
        for (row, column), width in self.widths.get(name, {}).items():
            value = _cell(grid, row, column)
            if value is not None and value.isdigit():
                grid.rows[row][column] = value.zfill(width)


def _cell(grid: Grid, row: int, column: int) -> str | None:
    return grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else None


def look(path: Path) -> Oddities:
    """Read again with openpyxl what the bytes say is there."""
    odd = Oddities()
    worth = False
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name == "xl/workbook.xml":
                odd.system_1904 = bool(re.search(rb'date1904="(1|true)"', archive.read(name)))
            elif name == "xl/styles.xml":
                worth |= bool(re.search(rb'formatCode="0{2,}"', archive.read(name)))
            elif re.match(r"xl/worksheets/[^/]+\.xml", name):
                worth |= bool(re.search(rb't="e"|<f[ >/]|<row[^>]* hidden="(1|true)"', archive.read(name)))
    if worth:
        _read_again(path, odd)
    return odd


def _read_again(path: Path, odd: Oddities) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=False, keep_links=False)
    for sheet in book.worksheets:
        name = sheet.title
        odd.hidden_rows[name] = sum(d.hidden or False for d in sheet.row_dimensions.values())
        for row in sheet.iter_rows():
            for cell in row:
                where = ((cell.row or 1) - 1, (cell.column or 1) - 1)
                if cell.data_type == "e":
                    odd.errors.setdefault(name, set()).add(where)
                elif cell.data_type == "f":
                    odd.formulas.setdefault(name, set()).add(where)
                elif cell.data_type == "n" and ZEROS.fullmatch(cell.number_format or ""):
                    odd.widths.setdefault(name, {})[where] = len(cell.number_format)
