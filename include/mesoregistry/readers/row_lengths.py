"""How many fields the rows of a text file have, and which of them must not be read for it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Self

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.grid import Grid, letter


@dataclass(frozen=True, slots=True)
class RowLengths:
    """``allowed``: fields that a row may have. ``cut``: rows that a line break made of one.

    A row that only lacks its last fields is sound: old versions of Excel, and Uwazi, leave empty ones away.
    """

    grid: Grid
    width: int
    allowed: int
    cut: frozenset[int]

    @classmethod
    def of(cls, grid: Grid, first: int, width: int, header_fields: int) -> Self:
        """``width``: columns that have a name. ``header_fields``: fields of the header's own line."""
        lengths = grid.lengths
        if lengths is None:
            return cls(grid, width, width, frozenset())
        seen = {lengths[i] for i in range(first, len(lengths)) if any(grid.rows[i])}
        extra = any(any(row[width:]) for row in grid.rows[first:])
        # a separator too many that every row has moves no cell
        allowed = max(width, header_fields, seen.pop() if len(seen) == 1 and not extra else 0)
        return cls(grid, width, allowed, _cut(grid, first, max(width, header_fields)))

    def fault(self, number: int) -> Finding | None:
        """The finding about a row of a text file whose cells have moved."""
        if self.grid.lengths is None:
            return None
        length = self.grid.lengths[number]
        if length > self.allowed or any(self.grid.rows[number][self.width :]):
            address = Address(None, number + 1, letter(self.width))
            return message("too_many_fields").finding(address, found=length, wanted=self.width)
        if number in self.cut:
            address = Address(None, number + 1, letter(length))
            return message("too_few_fields").finding(address, found=length, wanted=self.width)
        return None


def _cut(grid: Grid, first: int, width: int) -> frozenset[int]:
    """Neighbours that have together the fields of one row: one value stands in both where the line was broken.

    A row that begins as the others do is one of its own; one of a single field is the rest of a row before it.
    """
    lengths = grid.lengths or []
    begins = _beginnings(grid, first, width)
    cut = {i for i in range(first, len(lengths)) if lengths[i] == 1 and width > 2}
    for start in range(first, len(lengths)):
        end, total = start, 1
        while end < len(lengths) and 0 < lengths[end] < width and total < width:
            if end > start and _shape(grid.rows[end][0]) in begins:
                break
            total += lengths[end] - 1
            end += 1
        if end - start > 1 and total == width:
            cut.update(range(start, end))
    return frozenset(cut)


def _beginnings(grid: Grid, first: int, width: int) -> set[str]:
    """The shapes of the first cells of whole rows, and any that several rows have."""
    lengths = grid.lengths or []
    numbers = [i for i in range(first, len(lengths)) if lengths[i] > 1]
    counts = Counter(_shape(grid.rows[i][0]) for i in numbers)
    whole = {_shape(grid.rows[i][0]) for i in numbers if lengths[i] >= width}
    return whole | {shape for shape, count in counts.items() if count > 1}


def _shape(text: str | None) -> str:
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", (text or "").strip()))
