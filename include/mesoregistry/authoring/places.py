"""Writes the seeds ``place.csv`` and ``place_alias.csv``: ``python -m mesoregistry.authoring.places``."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

import yaml

from mesoregistry.authoring.gazetteer import Place, all_places
from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.decided_places import PREFIX
from mesoregistry.catalog.registries import read
from mesoregistry.settings import settings

SHORT = {"santa": "Sta", "santo": "Sto", "ciudad": "Cd", "puerto": "Pto", "general": "Gral", "doctor": "Dr"}


def keys_of(place: Place, more: dict[str, list[str]]) -> Iterable[str]:
    """Every way a team may write the place: its names, with and without 'Municipio de', and its codes."""
    names = [place.name, *place.aliases, *more.get(place.place_id, []), *more.get(place.successor_id, [])]
    names += [PREFIX.sub("", name) for name in names]
    names += [short for name in names for short in _abbreviated(name)]
    if place.level == "admin1":
        names.append(place.place_id)
    if place.level == "admin1" and place.country == "gt":
        number = place.place_id.partition("-")[2]
        names += [number, number.lstrip("0")]
    if place.official_code:
        names += [place.official_code, place.official_code.lstrip("0")]
    return sorted({term_key(name) for name in names})


def _abbreviated(name: str) -> Iterable[str]:
    """``Sta. Ana`` and ``Sta Ana`` of ``Santa Ana``: a name that begins with a long word, as it is cut."""
    first, _, rest = name.partition(" ")
    if (short := SHORT.get(first.casefold())) and rest:
        yield f"{short}. {rest}"
        yield f"{short} {rest}"


def aliases(places: list[Place]) -> list[tuple[str, str]]:
    """(place_id, key), less the keys that two places of one parent, level and time would share."""
    more = yaml.safe_load(settings().place_aliases.read_text(encoding="utf-8"))
    owners: dict[tuple[str, str, str, str], set[str]] = {}
    for place in places:
        for key in keys_of(place, more):
            scope = place.country if place.level == "admin1" else place.iso_3166_2
            owners.setdefault((scope, place.level, place.valid_to, key), set()).add(place.place_id)
    by_name = {(p.place_id, p.key) for p in places}
    pairs = set()
    for (_, _, _, key), ids in owners.items():
        own = {i for i in ids if (i, key) in by_name}
        pairs |= {(i, key) for i in (own if len(own) == 1 else ids if len(ids) == 1 else ())}
    return sorted(pairs)


def write(folder: Path, countries: Iterable[str]) -> None:
    """Write both seeds for these countries."""
    places = all_places(countries)
    columns = [f.name for f in fields(Place) if f.name != "aliases"]
    with (folder / "place.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(asdict(p) for p in places)
    with (folder / "place_alias.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("place_id", "key"), *aliases(places)])


if __name__ == "__main__":
    write(settings().seeds, read(settings().registries))
