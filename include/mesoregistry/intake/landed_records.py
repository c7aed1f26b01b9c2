"""The records of a file: what of each row goes to the warehouse. Kept as columns, read as records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from types import MappingProxyType
from typing import Self, overload

Column = Sequence[str | None]
NO_CHILDREN: Mapping[str, Sequence[int]] = MappingProxyType({})


class RecordValues(Mapping[str, str | None]):
    """Landed column -> text, ``None`` when empty: one row of the columns of ``Records``."""

    __slots__ = ("_columns", "_index")

    def __init__(self, columns: Mapping[str, Column], index: int) -> None:
        self._columns = columns
        self._index = index

    def __getitem__(self, name: str) -> str | None:
        return self._columns[name][self._index]

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(frozen=True, slots=True)
class Record:
    """One landed record.

    ``number`` counts from 1 in the file; ``sheet`` and ``row`` are those of its row in the main table. ``children``:
    repeat group -> the rows of the group that belong to it. ``values``: landed column -> text, ``None`` when empty.
    """

    number: int
    sheet: str | None
    row: int
    children: Mapping[str, Sequence[int]]
    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True, eq=False)
class Records(Sequence[Record]):
    """The records of a file, kept as columns: a file of thousands of rows has a few dozen of them.

    ``columns``: landed column -> its text in each record. The other fields hold what ``Record`` says, one a record;
    ``children`` is empty where the file has no repeat group.
    """

    numbers: Sequence[int] = ()
    sheets: Sequence[str | None] = ()
    rows: Sequence[int] = ()
    columns: Mapping[str, Column] = field(default_factory=dict)
    children: Sequence[Mapping[str, Sequence[int]]] = ()

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Records of several tables, one after the other; a column that a table lacks is empty in its records."""
        if len(parts) == 1:
            return parts[0]
        names = dict.fromkeys(name for part in parts for name in part.columns)
        empty = {len(part): (None,) * len(part) for part in parts}
        return cls(
            tuple(chain.from_iterable(part.numbers for part in parts)),
            tuple(chain.from_iterable(part.sheets for part in parts)),
            tuple(chain.from_iterable(part.rows for part in parts)),
            {
                name: [*chain.from_iterable(part.columns.get(name, empty[len(part)]) for part in parts)]
                for name in names
            },
            tuple(chain.from_iterable(part.children or (NO_CHILDREN,) * len(part) for part in parts))
            if any(part.children for part in parts)
            else (),
        )

    def column(self, name: str) -> Column:
        """A landed column; empty cells where the file has none of that name."""
        return self.columns.get(name) or (None,) * len(self)

    def landed(self) -> dict[str, Sequence[object]]:
        """The columns as ``raw.<cc>`` has them, without those that only a submission gives."""
        children = [json.dumps(dict(rows)) if rows else None for rows in self.children]
        keys = {"_record": self.numbers, "_sheet": self.sheets, "_row": self.rows}
        return {**keys, **({"_children": children} if children else {}), **self.columns}

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | Sequence[Record]:
        if isinstance(index, slice):
            return [self[i] for i in range(len(self))[index]]
        position = range(len(self))[index]
        children = self.children[position] if self.children else NO_CHILDREN
        values = RecordValues(self.columns, position)
        return Record(self.numbers[position], self.sheets[position], self.rows[position], children, values)

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Record]:
        children = self.children or repeat(NO_CHILDREN)
        rows = zip(self.numbers, self.sheets, self.rows, children, strict=False)
        return (Record(*row, RecordValues(self.columns, i)) for i, row in enumerate(rows))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]
