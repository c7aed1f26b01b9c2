"""What the formats have in common before a header is found: a sheet of text cells under its row numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mesoregistry.findings import Finding
from mesoregistry.readers.table import Table

# first row, first column, last row, last column, counted from 0
Range = tuple[int, int, int, int]


class Unreadable(Exception):
    """The file cannot be taken; ``finding`` says why. ``guess``: its table, where only the headers are unknown."""

    def __init__(self, finding: Finding, guess: Table | None = None) -> None:
        super().__init__(finding.rule)
        self.finding = finding
        self.guess = guess


@dataclass(slots=True)
class Grid:
    """A sheet. ``rows`` holds every row from the first; ``lengths`` how many fields a text file gave each.

    ``struck``: row -> columns, from 0, of cells that are struck out. ``texts``: where they are known, the texts of all
    cells, and maybe some that stood in one before.
    """

    name: str | None
    rows: list[list[str | None]]
    merged: list[Range] = field(default_factory=list)
    errors: set[tuple[int, int]] = field(default_factory=set)
    lengths: list[int] | None = None
    struck: dict[int, set[int]] = field(default_factory=dict)
    texts: set[str] | None = None

    def write(self, row: int, column: int, text: str) -> None:
        """Put a text into a cell."""
        self.rows[row][column] = text
        if self.texts is not None:
            self.texts.add(text)

    def fill_merged(self, ranges: Iterable[Range]) -> None:
        """Give every cell of a merged range the value of its first."""
        for top, left, bottom, right in ranges:
            if top >= len(self.rows) or left >= len(self.rows[top]):
                continue
            value = self.rows[top][left]
            for row in self.rows[top : bottom + 1]:
                row.extend([None] * (right + 1 - len(row)))
                row[left : right + 1] = [value] * (right + 1 - left)


def letter(position: int) -> str:
    """Excel's letters of a column counted from 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
