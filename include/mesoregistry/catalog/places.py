"""Places of a country as lists of terms: ``place_admin1 sv`` the departments, ``place_admin2 SV-SS`` one's places."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from mesoregistry.catalog.code_lists import read_sound, stamps, term_key
from mesoregistry.catalog.file_stamps import Stamp
from mesoregistry.catalog.seed_mistakes import rows
from mesoregistry.findings import Text

ADMIN1, ADMIN2 = "place_admin1", "place_admin2"
DEPARTMENT = Text("departamento o estado", "department or state")
WITHIN = Text("municipio de {department}", "municipality of {department}")


def is_of_places(list_name: str) -> bool:
    return list_name.startswith((f"{ADMIN1} ", f"{ADMIN2} "))


def departments(seeds: Path, country: str) -> dict[str, str]:
    """Every way to write a department of a country (``term_key``), with its id."""
    return _departments(seeds, country, stamps(seeds))


@lru_cache(maxsize=64)
def _departments(seeds: Path, country: str, _stamps: tuple[Stamp, ...]) -> dict[str, str]:
    terms = read_sound(seeds).terms
    return {term_key(term): code for name, of, _, term, code, *_ in terms if (name, of) == (ADMIN1, country)}


def place_names(seeds: Path, list_name: str) -> list[tuple[str, str]]:
    """Id and name of the places of a list, by name: departments, or municipalities and districts.

    Places that have ended are left out: another name of the one that each became holds for both.
    """
    return list(_place_names(seeds, stamps(seeds)).get(list_name, ()))


@lru_cache(maxsize=4)
def _place_names(seeds: Path, _stamps: tuple[Stamp, ...]) -> dict[str, list[tuple[str, str]]]:
    lists: dict[str, list[tuple[str, str]]] = {}
    for row in sorted(rows(seeds, "place.csv"), key=lambda row: term_key(row["name"])):
        is_department = row["level"] == "admin1"
        name = f"{ADMIN1} {row['country']}" if is_department else f"{ADMIN2} {row['iso_3166_2']}"
        if not row["valid_to"]:
            lists.setdefault(name, []).append((row["place_id"], row["name"]))
    return lists


def level_of(seeds: Path, list_name: str) -> Text:
    """What the places of a list are: ``municipio de San Salvador``."""
    name, _, scope = list_name.partition(" ")
    if name == ADMIN1:
        return DEPARTMENT
    country = scope.partition("-")[0].lower()
    return WITHIN.format(department=dict(place_names(seeds, f"{ADMIN1} {country}")).get(scope, scope))
