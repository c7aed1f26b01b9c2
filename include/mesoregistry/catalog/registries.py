"""The catalogue: ``include/registries/<cc>.yml``, read once; every mistake named with file and key."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mesoregistry.catalog.model import Registry, fields
from mesoregistry.settings import settings


class _Loader(yaml.CSafeLoader):
    """YAML in which only ``true`` and ``false`` are booleans (``yes:`` is a word) and the model reads the dates."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in found if not tag.endswith((":bool", ":timestamp"))]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


class CatalogFault(ValueError):
    """Mistakes in the catalogue, one a line, as ``hn.yml: sources.0.layouts.0.columns.3: what is wrong``."""

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
    """The registries of a folder. Raises ``CatalogFault`` with every mistake of every file."""
    mistakes: list[str] = []
    found: dict[str, Registry] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            body = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # a safe loader
            one = Registry.model_validate(body)
        except yaml.YAMLError as error:
            mistakes.append(f"{path.name}: not readable as YAML: {error}")
        except ValidationError as error:
            for fault in _causes(error):
                where = ".".join(str(part) for part in fault["loc"]) or "file"
                mistakes.append(f"{path.name}: {where}: {fault['msg'].removeprefix('Value error, ')}")
        else:
            mistakes += _unsound(path, one)
            found[one.country] = one
    if not found and not mistakes:
        mistakes.append(f"{folder}: no registry")
    if mistakes:
        raise CatalogFault(mistakes)
    return found


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """The faults, less those that only follow from a deeper one: a list is empty since its one item is wrong."""
    found = error.errors()
    return [fault for fault in found if not any(_within(other["loc"], fault["loc"]) for other in found)]


def _within(inner: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _unsound(path: Path, registry: Registry) -> list[str]:
    """What one part of a file cannot know of another."""
    mistakes = []
    if path.stem != registry.country:
        mistakes.append(f"{path.name}: country: is {registry.country!r}, the file says {path.stem!r}")
    for s, source in enumerate(registry.sources):
        for n, layout in enumerate(source.layouts):
            where = f"{path.name}: sources.{s}.layouts.{n}"
            filled = {c.field for c in layout.columns if c.field} | set(layout.given)
            if source.mode == "adds" and "case_key" not in filled:
                mistakes.append(f"{where}: a source that adds needs a column for case_key")
            for need in ("event_date", "form"):
                if need not in filled:
                    mistakes.append(f"{where}: no column for {need}")
            for c, column in enumerate(layout.columns):
                per = fields()[column.field].per if column.field else None
                if column.group and per == "record":
                    mistakes.append(
                        f"{where}.columns.{c}: {column.field} is per record, not per {column.group}"
                    )
    return mistakes
