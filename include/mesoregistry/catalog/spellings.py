"""Other headers of the columns of a layout, as a file has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mesoregistry.catalog.columns import Column
from mesoregistry.catalog.layouts import Layout


@dataclass(frozen=True, slots=True)
class Spelling:
    """``own``: the header of a file under which the column ``header`` stands; ``group``: its repeat group, or empty."""

    group: str
    header: str
    own: str

    def is_of(self, column: Column) -> bool:
        return (column.group or "", column.header) == (self.group, self.header)


def with_spellings(layout: Layout, spellings: Sequence[Spelling]) -> Layout:
    """The layout with these headers beside those that it knows."""
    columns = tuple(
        column.model_copy(update={"also": (*column.also, *(s.own for s in spellings if s.is_of(column)))})
        for column in layout.columns
    )
    return layout.model_copy(update={"columns": columns}) if spellings else layout
