"""The mistakes of a registry that no part of its file can see alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mesoregistry.catalog.fields import fields
from mesoregistry.catalog.model import Layout, Registry, Source


def mistakes_between(path: Path, registry: Registry) -> list[str]:
    """The mistakes that no part of a file can see alone."""
    mistakes = []
    if path.stem != registry.country:
        mistakes.append(f"{path.name}: country: is {registry.country!r}, the file says {path.stem!r}")
    for s, source in enumerate(registry.sources):
        mistakes += [f"{path.name}: sources.{s}{mistake}" for mistake in _parts_of_months(source)]
        for n, layout in enumerate(source.layouts):
            key = f"{path.name}: sources.{s}.layouts.{n}"
            mistakes += [f"{key}{m}" for m in (*_parts_of_months(layout), *_of_layout(source, layout))]
            for other in source.layouts[:n]:
                if layout.overlaps(other):
                    mistakes.append(f"{key}: {layout.id} and {other.id} are for the same periods")
    return mistakes


def _of_layout(source: Source, layout: Layout) -> Iterator[str]:
    filled = {c.field for c in layout.columns if c.field} | set(layout.given) | _counted_with(layout)
    if source.mode == "adds" and "case_key" not in filled:
        yield ": a source that adds needs a column for case_key"
    for need in ("event_date", "form"):
        if need not in filled:
            yield f": no column for {need}"
    for c, column in enumerate(layout.columns):
        field = fields()[column.field] if column.field else None
        if column.group and field and field.per == "record" and not field.many:
            yield f".columns.{c}: {column.field} holds one value of a case; {column.group} has several rows of it"
        if column.precision_of and column.precision_of not in filled:
            yield f".columns.{c}.precision_of: no column for {column.precision_of}"


def _counted_with(layout: Layout) -> set[str]:
    """The fields that each column of counts gives to its events: no other column needs to fill them."""
    given = [set(column.gives) for column in layout.columns if column.counts]
    return set.intersection(*given) if given else set()


def _parts_of_months(part: Source | Layout) -> Iterator[str]:
    """A file is of a month, so that no source and no layout can begin or end within one, or end before it begins."""
    first, last = part.valid_from, part.valid_to
    if first and last and last < first:
        yield f".valid_to: {last} is before valid_from, {first}"
    if first and first.day != 1:
        yield f".valid_from: {first} is within a month; it begins with the first day of one"
    if last and last.day != 1 and (last + dt.timedelta(days=1)).day != 1:
        yield f".valid_to: {last} is within a month; it ends with the first or the last day of one"


def _described(fault: ErrorDetails) -> str:
    key = ".".join(str(part) for part in fault["loc"]) or "file"
    return f"{key}: {fault['msg'].removeprefix('Value error, ')}"


def faults_of(error: ValidationError) -> Iterator[str]:
    """Each fault of a file with its key."""
    return map(_described, _causes(error))


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """The faults, less those that only follow from a deeper one: a list is empty since its one item is wrong."""
    faults = error.errors()
    return [f for f in faults if not any(_within(other["loc"], f["loc"]) for other in faults)]


def _within(inner: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer
