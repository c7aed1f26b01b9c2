"""The result of reading a workbook a second time, and what it changes in the cells."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from mesoregistry.readers.grid import Grid, Range

Position = tuple[int, int]  # row and column, counted from 0
ZEROS = re.compile(r"0{2,}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# quoted texts, colours and locales, and what a backslash escapes, are no part of a date's shape
NO_SHAPE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def shown_length(code: str) -> int | None:
    """How much of an ISO date a number format shows, where it shows no day: 7 of ``mmm-yy``, 4 of ``yyyy``."""
    shape = NO_SHAPE.sub("", code.split(";", maxsplit=1)[0]).lower()
    if any(sign in shape for sign in "dhs"):
        return None
    month = "m" in shape and ("y" in shape or "mmm" in shape)
    return len("2024-05") if month else len("2024") if "yy" in shape else None


@dataclass(slots=True)
class Sheet:
    """``filled``: cells that hold something, and are in error when calamine gives nothing for them.

    ``widths``: the digits that the number format of a cell shows. ``merged``: ranges that calamine does not give.
    ``struck``: cells whose text, or a part of it, is struck out. ``shown``: how many characters of a date, written as
    ISO 8601, a cell shows that does not show its day.
    """

    hidden_rows: int = 0
    errors: set[Position] = field(default_factory=set)
    filled: set[Position] = field(default_factory=set)
    widths: dict[Position, int] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    struck: set[Position] = field(default_factory=set)
    shown: dict[Position, int] = field(default_factory=dict)


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
        for row, column in sheet.struck:
            grid.struck.setdefault(row, set()).add(column)
        for position, length in sheet.shown.items():
            if (value := _cell(grid, position)) and DAY.fullmatch(value):
                grid.write(*position, value[:length])
        for position, width in sheet.widths.items():
            value = _cell(grid, position)
            if value is not None and value.isdigit():
                grid.write(*position, value.zfill(width))


def _cell(grid: Grid, position: Position) -> str | None:
    row, column = position
    return grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else None
