"""The catalogue: the files ``include/registries/<cc>.yml``, read once; every mistake is named with its file and key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mesoregistry.catalog.fields import fields
from mesoregistry.catalog.model import Layout, Registry, Source
from mesoregistry.faults import Fault
from mesoregistry.settings import settings


class _Loader(yaml.CSafeLoader):
    """YAML in which only ``true`` and ``false`` are booleans (``yes:`` is a word) and the model reads the dates."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


class CatalogFault(Fault, ValueError):
    """Mistakes in the catalogue, one a line, as ``hn.yml: sources.0.layouts.0.columns.3: what is wrong``."""

    status = 2

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))


def registries() -> dict[str, Registry]:
    """Every registry by country, sorted. Raises ``CatalogFault``."""
    return read(settings().registries)


def registry(country: str) -> Registry:
    """The registry of a country. Raises ``KeyError`` for a country without one."""
    return registries()[country]


@lru_cache(maxsize=8)
def read(folder: Path) -> dict[str, Registry]:
    """The registries of a folder, by country.

    Raises:
        CatalogFault: with every mistake of every file.
    """
    mistakes: list[str] = []
    known: dict[str, Registry] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            body = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # a safe loader
            parsed = Registry.model_validate(body)
        except yaml.YAMLError as error:
            mistakes.append(f"{path.name}: not readable as YAML: {error}")
        except ValidationError as error:
            mistakes += [f"{path.name}: {_described(fault)}" for fault in _causes(error)]
        else:
            mistakes += _unsound(path, parsed)
            known[parsed.country] = parsed
    if not known and not mistakes:
        mistakes.append(f"{folder}: no registry")
    if mistakes:
        raise CatalogFault(mistakes)
    return known


def _described(fault: ErrorDetails) -> str:
    key = ".".join(str(part) for part in fault["loc"]) or "file"
    return f"{key}: {fault['msg'].removeprefix('Value error, ')}"


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """The faults, less those that only follow from a deeper one: a list is empty since its one item is wrong."""
    faults = error.errors()
    return [f for f in faults if not any(_within(other["loc"], f["loc"]) for other in faults)]


def _within(inner: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _unsound(path: Path, registry: Registry) -> list[str]:
    """The mistakes that no part of a file can see alone."""
    mistakes = []
    if path.stem != registry.country:
        mistakes.append(f"{path.name}: country: is {registry.country!r}, the file says {path.stem!r}")
    for s, source in enumerate(registry.sources):
        for n, layout in enumerate(source.layouts):
            key = f"{path.name}: sources.{s}.layouts.{n}"
            mistakes += [f"{key}{mistake}" for mistake in _unsound_layout(source, layout)]
            for other in source.layouts[:n]:
                if layout.overlaps(other):
                    mistakes.append(f"{key}: {layout.id} and {other.id} are for the same periods")
    return mistakes


def _unsound_layout(source: Source, layout: Layout) -> Iterator[str]:
    filled = {c.field for c in layout.columns if c.field} | set(layout.given)
    if source.mode == "adds" and "case_key" not in filled:
        yield ": a source that adds needs a column for case_key"
    for need in ("event_date", "form"):
        if need not in filled:
            yield f": no column for {need}"
    for c, column in enumerate(layout.columns):
        field = fields()[column.field] if column.field else None
        if column.group and field and field.per == "record" and not field.many:
            yield f".columns.{c}: {column.field} holds one value of a case; {column.group} has several rows of it"
