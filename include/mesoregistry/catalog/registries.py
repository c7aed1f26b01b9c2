"""The catalogue: the files ``include/registries/<cc>.yml``, read anew when one is written.

Every mistake is named with its file and key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mesoregistry.catalog.file_stamps import Stamp, stamp
from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.registry_mistakes import mistakes_between
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


@dataclass(frozen=True, slots=True)
class Catalogue:
    """``sound``: the registries by country, sorted. ``mistakes``: of each other file, by its name without .yml."""

    sound: dict[str, Registry]
    mistakes: dict[str, tuple[str, ...]]


def catalogue() -> Catalogue:
    """Every file of the catalogue. A mistake in one takes nothing from the others."""
    return read_each(settings().registries)


def registries() -> dict[str, Registry]:
    """Every sound registry by country, sorted. Raises ``CatalogFault`` when none is."""
    return catalogue().sound or read(settings().registries)


def registry(country: str) -> Registry:
    """The registry of a country.

    Raises:
        CatalogFault: its file has mistakes.
        KeyError: there is none.
    """
    known = catalogue()
    if country in known.mistakes:
        raise CatalogFault(list(known.mistakes[country]))
    return known.sound[country]


def countries() -> list[str]:
    """Every country that has a file, a sound one or not: what was accepted of it goes on counting."""
    known = catalogue()
    return sorted({*known.sound, *known.mistakes})


def read(folder: Path) -> dict[str, Registry]:
    """The registries of a folder, by country.

    Raises:
        CatalogFault: with every mistake of every file.
    """
    known = read_each(folder)
    mistakes = [mistake for of_file in known.mistakes.values() for mistake in of_file]
    if mistakes or not known.sound:
        raise CatalogFault(mistakes or [f"{folder}: no registry"])
    return known.sound


def read_each(folder: Path) -> Catalogue:
    """The registries of a folder as they stand, and the mistakes of each file that is not sound."""
    paths = sorted(folder.glob("*.yml"))
    return _read_files(tuple(paths), tuple(map(stamp, paths)))


@lru_cache(maxsize=8)
def _read_files(paths: tuple[Path, ...], _stamps: tuple[Stamp, ...]) -> Catalogue:
    """Read anew when a file was written, added or taken away."""
    known = Catalogue({}, {})
    for path in paths:
        parsed = _read_file(path)
        if isinstance(parsed, Registry):
            known.sound[parsed.country] = parsed
        else:
            known.mistakes[path.stem] = parsed
    return known


def _read_file(path: Path) -> Registry | tuple[str, ...]:
    try:
        body = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # a safe loader
        parsed = Registry.model_validate(body)
    except yaml.YAMLError as error:
        return (f"{path.name}: not readable as YAML: {error}",)
    except UnicodeDecodeError:
        return (f"{path.name}: not readable as UTF-8",)
    except ValidationError as error:
        return tuple(f"{path.name}: {_described(fault)}" for fault in _causes(error))
    return tuple(mistakes_between(path, parsed)) or parsed


def _described(fault: ErrorDetails) -> str:
    key = ".".join(str(part) for part in fault["loc"]) or "file"
    return f"{key}: {fault['msg'].removeprefix('Value error, ')}"


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """The faults, less those that only follow from a deeper one: a list is empty since its one item is wrong."""
    faults = error.errors()
    return [f for f in faults if not any(_within(other["loc"], f["loc"]) for other in faults)]


def _within(inner: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer
