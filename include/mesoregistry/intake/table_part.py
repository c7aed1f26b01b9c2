"""A table and which of its rows belong to which record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from mesoregistry.intake.matching import MatchedTable
from mesoregistry.intake.values import Values

FieldColumns = dict[str, list[Values]]  # field -> its values in each record


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table and which of its rows belong to which record.

    ``members``: the positions in ``table.rows`` of the rows of each record. ``numbers``: the record of each row,
    ``None`` for a row of none.
    """

    matched: MatchedTable
    members: Sequence[Sequence[int]]
    numbers: Sequence[int | None]

    @classmethod
    def main(cls, matched: MatchedTable, numbers: range) -> TablePart:
        """The main table: one row a record."""
        return cls(matched, [(position,) for position in range(len(numbers))], numbers)

    @classmethod
    def group(cls, matched: MatchedTable, main: MatchedTable, numbers: range) -> TablePart:
        """A repeat group: its rows name their row of the main table."""
        by_parent: dict[int, list[int]] = {}
        for position, parent in enumerate(matched.table.parents):
            by_parent.setdefault(parent, []).append(position)
        members = [by_parent.get(row.number, []) for row in main.table.rows]
        owners: list[int | None] = [None] * len(matched.table.rows)
        for number, positions in zip(numbers, members, strict=True):
            for position in positions:
                owners[position] = number
        return cls(matched, members, owners)

    def by_record(self, cells: Sequence[Values]) -> list[Values]:
        """The values of a column's cells, those of one record together."""
        if self.matched.table.group is None:
            return list(cells)
        return [tuple(chain.from_iterable(cells[i] for i in positions)) for positions in self.members]
