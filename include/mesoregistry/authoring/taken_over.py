"""What the coordination accepted, moved from the installation's state into the project's files: all, or nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from mesoregistry.authoring.all_or_nothing import SEEDS, unchanged_if_raised
from mesoregistry.authoring.new_aliases import Alias, add_aliases
from mesoregistry.authoring.new_spellings import add_spellings
from mesoregistry.catalog import code_lists
from mesoregistry.catalog.decided_headers import spelling_of
from mesoregistry.catalog.decision_files import COLUMNS, HEADERS, PLACES, TERMS, Row, lines
from mesoregistry.catalog.registries import CatalogFault
from mesoregistry.intake.recorded_decisions import held, in_project, judged, remove
from mesoregistry.settings import settings


def take_over_terms() -> tuple[list[Row], list[Row]]:
    """Terms into ``code_map.csv``, places into ``place_aliases.yml`` and the seeds that are made of it.

    Returns:
        The rows of terms and of places that were moved.

    Raises:
        CatalogFault: the files of the project would have a mistake; every file is as it was.
    """
    config = settings()
    paths = [*(config.seeds / name for name in SEEDS), config.place_aliases]
    with held() as folder:
        terms, places = _rows(folder, TERMS), _rows(folder, PLACES)
        with unchanged_if_raised([*paths, folder / TERMS, folder / PLACES]):
            _append(config.seeds / "code_map.csv", _new(TERMS, terms))
            if new := _new(PLACES, places):
                add_aliases([Alias(row["place_id"], row["name"]) for row in new])
            if mistakes := code_lists.read_sound(config.seeds).mistakes:
                raise CatalogFault([text for texts in mistakes.values() for text in texts])
            remove(folder, TERMS, terms)
            remove(folder, PLACES, places)
    return terms, places


def take_over_headers() -> list[Row]:
    """Headers into the layouts of ``include/registries``, as ``also`` of their columns.

    Raises:
        CatalogFault: a registry would have a mistake; every file is as it was.
    """
    registries = settings().registries
    with held() as folder:
        rows = sorted(_rows(folder, HEADERS), key=_layout)
        paths = [registries / f"{country}.yml" for country in sorted({row["country"] for row in rows})]
        with unchanged_if_raised([*paths, folder / HEADERS]):
            for (country, source, layout), of_layout in groupby(rows, _layout):
                spellings = [spelling_of(row) for row in of_layout]
                add_spellings(registries, country, (source, layout), spellings)
            remove(folder, HEADERS, rows)
    return rows


def _layout(row: Row) -> tuple[str, str, str]:
    return row["country"], row["source_id"], row["layout"]


def _rows(folder: Path, name: str) -> list[Row]:
    """Those that hold; a line with a mistake stays where it is."""
    return [line.row for line in judged(name, lines(folder, name)).sound]


def _new(name: str, rows: Sequence[Row]) -> list[Row]:
    is_known = in_project(name)
    return [row for row in rows if not is_known(row)]


def _append(path: Path, rows: Iterable[Row]) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, COLUMNS[TERMS], lineterminator="\n").writerows(rows)
