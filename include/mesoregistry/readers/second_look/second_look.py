"""What a second look at a workbook found, and what it changes in the cells."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from mesoregistry.readers.grid import Grid, Range

Where = tuple[int, int]  # row and column, counted from 0
ZEROS = re.compile(r"0{2,}")


@dataclass(slots=True)
class Sheet:
    """``filled``: cells that hold something, and are in error when calamine gives nothing for them.

    ``widths``: the digits that the number format of a cell shows. ``merged``: ranges that calamine does not give.
    """

    hidden_rows: int = 0
    errors: set[Where] = field(default_factory=set)
    filled: set[Where] = field(default_factory=set)
    widths: dict[Where, int] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)


@dataclass(slots=True)
class Unseen:
    """``formats``: whether the number formats could be seen."""

    system_1904: bool = False
    formats: bool = True
    sheets: defaultdict[str, Sheet] = field(default_factory=lambda: defaultdict(Sheet))

    def apply(self, grid: Grid) -> None:
        """Mark errors and put the zeros back that Excel shows."""
        sheet = self.sheets[grid.name or ""]
        grid.merged += sheet.merged
        grid.errors |= sheet.errors | {where for where in sheet.filled if _cell(grid, where) is None}
        for where, width in sheet.widths.items():
            value = _cell(grid, where)
            if value is not None and value.isdigit():
                grid.rows[where[0]][where[1]] = value.zfill(width)


def _cell(grid: Grid, where: Where) -> str | None:
    row, column = where
    return grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else None
