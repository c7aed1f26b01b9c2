"""Columns of a registry that a draft left to a person."""

from __future__ import annotations

from mesoregistry.catalog.layouts import TODO
from mesoregistry.catalog.model import Registry


def undecided(registry: Registry) -> list[str]:
    """A line for each column whose reason is still a «TODO»: the catalogue takes it, and no file is."""
    return [
        f"{layout.id}: the column «{header}» is still a {TODO}"
        for source in registry.sources
        for layout in source.layouts
        for header in layout.undecided
    ]
