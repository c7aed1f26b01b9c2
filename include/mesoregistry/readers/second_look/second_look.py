"""The result of reading a workbook a second time, and what it changes in the cells."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from mesoregistry.readers.grid import Grid, Range

Position = tuple[int, int]  # row and column, counted from 0
ZEROS = re.compile(r"0{2,}")


@dataclass(slots=True)
class Sheet:
    """``filled``: cells that hold something, and are in error when calamine gives nothing for them.

    ``widths``: the digits that the number format of a cell shows. ``merged``: ranges that calamine does not give.
    """

    hidden_rows: int = 0
    errors: set[Position] = field(default_factory=set)
    filled: set[Position] = field(default_factory=set)
    widths: dict[Position, int] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)


@dataclass(slots=True)
class SecondLook:
    """What the second library found. ``formats``: whether it reads number formats; ``sheets`` are by name."""

    system_1904: bool = False
    formats: bool = True
    sheets: defaultdict[str, Sheet] = field(default_factory=lambda: defaultdict(Sheet))

    def apply(self, grid: Grid) -> None:
        """Mark errors and put the zeros back that Excel shows."""
        sheet = self.sheets[grid.name or ""]
        grid.merged += sheet.merged
        grid.errors |= sheet.errors | {position for position in sheet.filled if _cell(grid, position) is None}
        for position, width in sheet.widths.items():
            value = _cell(grid, position)
            if value is not None and value.isdigit():
                grid.rows[position[0]][position[1]] = value.zfill(width)


def _cell(grid: Grid, position: Position) -> str | None:
    row, column = position
    return grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else None
