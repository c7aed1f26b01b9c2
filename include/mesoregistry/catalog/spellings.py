"""Other headers of the columns of a layout, as a file has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mesoregistry.catalog.columns import Column
from mesoregistry.catalog.layouts import Layout
from mesoregistry.catalog.model import Registry

LayoutId = tuple[str, str]
"""Of a registry: the id of a source, and that of one of its layouts."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """``own``: the header of a file under which the column ``header`` stands; ``group``: its repeat group, or empty."""

    group: str
    header: str
    own: str

    def is_of(self, column: Column) -> bool:
        return (column.group or "", column.header) == (self.group, self.header)

    def is_known_in(self, columns: Sequence[Column]) -> bool:
        """Whether its column stands there under this header already."""
        return any(self.is_of(column) and self.own in (column.header, *column.also) for column in columns)


def with_spellings(layout: Layout, spellings: Sequence[Spelling]) -> Layout:
    """The layout with these headers beside those that it knows."""
    columns = tuple(
        column.model_copy(update={"also": (*column.also, *(s.own for s in spellings if s.is_of(column)))})
        for column in layout.columns
    )
    return layout.model_copy(update={"columns": columns}) if spellings else layout


def columns_of(registry: Registry, layout: LayoutId) -> tuple[Column, ...]:
    """The columns of a layout; none where there is no such layout."""
    return next(
        (
            each.columns
            for source in registry.sources
            for each in source.layouts
            if (source.id, each.id) == layout
        ),
        (),
    )


def registry_with_spellings(registry: Registry, layout: LayoutId, spellings: Sequence[Spelling]) -> Registry:
    """The registry with these headers beside those that the columns of one of its layouts have."""
    sources = tuple(
        source.model_copy(
            update={
                "layouts": tuple(
                    with_spellings(each, spellings) if (source.id, each.id) == layout else each
                    for each in source.layouts
                )
            }
        )
        for source in registry.sources
    )
    return registry.model_copy(update={"sources": sources})
