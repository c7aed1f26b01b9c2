"""What every reader gives: tables of text with the address of each cell, and what it decided on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mesoregistry.findings import Finding


@dataclass(frozen=True, slots=True)
class Header:
    """One column of a table: its text (a two-row header joined with `` / ``) and its Excel letters."""

    text: str
    letter: str


class Row(NamedTuple):
    """One row: its number as Excel counts, its cells as text, ``None`` where a cell is empty.

    Cells run parallel to ``Table.headers``. Dates of date cells are ISO 8601 (``2024-03-15``), numbers
    plain (``42``, ``1.5``), booleans ``true``/``false``. ``errors`` holds the positions of cells in
    which Excel itself shows an error, or a formula without a value.
    """

    number: int
    cells: tuple[str | None, ...]
    errors: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet (or the one table of a text file) under its header.

    ``group`` is the repeat group of a KoboToolbox export, ``None`` for the main table. In a group each
    row has the number of its row in the parent table in ``parents``, parallel to ``rows``.
    """

    sheet: str | None
    header_row: int
    headers: tuple[Header, ...]
    rows: Sequence[Row]
    group: str | None = None
    parents: Sequence[int] = ()

    def with_columns(self, positions: Sequence[int]) -> Table:
        """The table with the columns at these positions alone."""
        new = {old: position for position, old in enumerate(positions)}
        rows = [
            Row(
                row.number,
                tuple(row.cells[i] for i in positions),
                frozenset(new[i] for i in row.errors if i in new) if row.errors else row.errors,
            )
            for row in self.rows
        ]
        return replace(self, headers=tuple(self.headers[i] for i in positions), rows=rows)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reader decided, shown to the team: ``name`` is layout, sheets, header_row, encoding, ..."""

    name: str
    value: str
    sheet: str | None = None


@dataclass(slots=True)
class Reading:
    """Everything a reader read. A finding of severity ``stop`` means that ``tables`` must not be used.

    ``guess``: the table that seems to be there where no header was found, to suggest headers from.
    """

    tables: list[Table] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    guess: Table | None = None
