"""Values that a registry states itself (``default``, ``given``, ``gives``): each must be one that a cell may hold.

A value that is none would be told in every file, at cells that the team left empty and cannot correct.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from mesoregistry.catalog.code_lists import term_key, vocabulary
from mesoregistry.catalog.fields import fields
from mesoregistry.catalog.model import Layout, Registry

Stated = tuple[str, str, str]  # its key in the layout, the field, the value


def mistakes_of_values(registry: Registry, seeds: Path) -> Iterator[str]:
    """Each value that is no term of its list, no date, number or yes or no, as ``pa.yml: sources.0...: why``."""
    for s, source in enumerate(registry.sources):
        terms = vocabulary(seeds, registry.country, source.id)
        for n, layout in enumerate(source.layouts):
            for key, field, value in _stated(layout):
                if why := _mistake(layout, field, value, terms):
                    yield f"{registry.country}.yml: sources.{s}.layouts.{n}.{key}: {value!r} {why}"


def _stated(layout: Layout) -> Iterator[Stated]:
    yield from ((f"given.{name}", name, value) for name, value in layout.given.items())
    for c, column in enumerate(layout.columns):
        yield from ((f"columns.{c}.gives.{name}", name, value) for name, value in column.gives.items())
        if column.field and column.default is not None and not column.part and not column.split:
            yield f"columns.{c}.default", column.field, column.default


def _mistake(layout: Layout, field: str, value: str, terms: dict[str, frozenset[str]]) -> str | None:
    """What is wrong with a value; nothing where its list is not known."""
    definition = fields()[field]
    known = terms.get(definition.list or "")
    if definition.kind == "code" and known and term_key(value) not in known:
        return f"is no term of the list {definition.list}"
    words = layout.booleans
    if definition.kind == "boolean" and value.casefold() not in (*words.yes, *words.no, *words.unknown):
        return "is neither yes nor no"
    if definition.kind == "number" and not value.isdecimal():
        return "is no whole number"
    if definition.kind == "date" and not _is_date(value.replace("{year}", "2024"), layout.dates):
        return "is no date in the formats of the layout"
    return None


def _is_date(text: str, formats: tuple[str, ...]) -> bool:
    for form in (*formats, "%Y-%m-%d", "%Y-%m", "%Y"):
        try:
            dt.datetime.strptime(text, form)
        except ValueError:
            continue
        return True
    return False
