"""Other names of places written into ``place_aliases.yml``, and the seeds that are made of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from mesoregistry.authoring import places
from mesoregistry.authoring.all_or_nothing import unchanged_if_raised
from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.registries import CatalogFault, read
from mesoregistry.settings import settings


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that teams write for a place."""

    place_id: str
    name: str


def add_aliases(aliases: Sequence[Alias]) -> None:
    """Write other names of places, and the seeds ``place.csv`` and ``place_alias.csv`` anew.

    A name of a place that has ended is written for the one that it became, and holds for both.

    Raises:
        CatalogFault: there is no such place, or two places would share the name; all files are as they were.
    """
    config = settings()
    paths = [config.place_aliases, config.seeds / "place.csv", config.seeds / "place_alias.csv"]
    successors = {row["place_id"]: row["successor_id"] for row in _rows(config.seeds / "place.csv")}
    text = paths[0].read_bytes().decode("utf-8")
    for alias in aliases:
        text = _with_alias(text, successors.get(alias.place_id) or alias.place_id, alias.name)
    with unchanged_if_raised(paths):
        paths[0].write_text(text, encoding="utf-8")
        places.write(config.seeds, read(config.registries))
        written = {(row["place_id"], row["key"]) for row in _rows(paths[2])}
        if missing := [alias for alias in aliases if (alias.place_id, term_key(alias.name)) not in written]:
            raise CatalogFault([f"{paths[0].name}: {alias.place_id}: {alias.name!r}" for alias in missing])


def _with_alias(text: str, place_id: str, name: str) -> str:
    root = yaml.compose(text, yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    known = next((value for key, value in pairs if key.value == place_id), None)
    quoted = json.dumps(name, ensure_ascii=False)
    if known is None:
        return f"{text.rstrip()}\n{place_id}: [{quoted}]\n"
    if name in {item.value for item in known.value}:
        return text
    end = known.value[-1].end_mark.index
    return f"{text[:end]}, {quoted}{text[end:]}"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
