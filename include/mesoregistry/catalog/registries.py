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

from mesoregistry.catalog import decision_files
from mesoregistry.catalog.decided_headers import judged_headers, with_headers
from mesoregistry.catalog.file_stamps import Stamp, stamp
from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.registry_mistakes import faults_of, mistakes_between
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
    """``sound``: by country, sorted. ``mistakes``: of each other file, by its name without .yml.

    ``decision_mistakes``: of headers that were accepted and do not hold. They stop nothing.
    """

    sound: dict[str, Registry]
    mistakes: dict[str, tuple[str, ...]]
    decision_mistakes: tuple[str, ...] = ()


def catalogue() -> Catalogue:
    """Every file, with the headers that the coordination accepted. A mistake in one takes nothing from the others."""
    decisions = decision_files.folder_of_decisions()
    paths = _paths(settings().registries)
    return _with_decisions(paths, _stamps(paths), decisions, decision_files.stamps(decisions))


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
    """The registries of a folder as they stand, without decisions, and the mistakes of each file that is not sound."""
    paths = _paths(folder)
    return _read_files(paths, _stamps(paths))


def _paths(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("*.yml")))


def _stamps(paths: tuple[Path, ...]) -> tuple[Stamp, ...]:
    return tuple(map(stamp, paths))


@lru_cache(maxsize=8)
def _with_decisions(
    paths: tuple[Path, ...], stamps: tuple[Stamp, ...], folder: Path, _decided: tuple[Stamp, ...]
) -> Catalogue:
    known = _read_files(paths, stamps)
    judged = judged_headers(decision_files.lines(folder, decision_files.HEADERS), known.sound)
    sound = {country: with_headers(own, judged.sound) for country, own in known.sound.items()}
    mistakes = tuple(text for _, text in judged.described(decision_files.HEADERS))
    return Catalogue(sound, known.mistakes, mistakes)


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
        return tuple(f"{path.name}: {fault}" for fault in faults_of(error))
    return tuple(mistakes_between(path, parsed)) or parsed
