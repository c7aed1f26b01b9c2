"""What a value may have been meant as: the nearest term that the source may write, when one is near."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

from mesoregistry.catalog import code_lists
from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.file_stamps import Stamp, stamp
from mesoregistry.catalog.nearest import nearest
from mesoregistry.findings import Text
from mesoregistry.settings import settings

NOTHING = Text("", "")
SEVERAL = Text(
    " (parecen varios términos: sepárelos como en las demás filas, o deje uno)",
    " (several terms, it seems: part them as in the other rows, or leave one)",
)
BETWEEN = re.compile(r"[;,|/+&\n]|\s[ye]\s")
PLACES = {"admin1": "admin1", "admin2": "admin2", "district": "district"}


def suggestion(field: str, list_name: str | None, country: str, value: str) -> Text:
    """`` (¿quizá «vigilancia»?)`` for a value of a field; empty when nothing is near.

    Args:
        list_name: the code list of the field; a field of a place has none.
    """
    if not value:
        return NOTHING
    if field in PLACES:
        return _of_place(settings().seeds, field, country, value)
    if list_name is None:
        return NOTHING
    terms = _terms(settings().seeds, list_name, country)
    if _are_several(terms, value):
        return SEVERAL
    near = _nearest(terms, value)
    return NOTHING if near is None else Text(f" (¿quizá «{near.es}»?)", f" (“{near.en}” perhaps?)")


def _of_place(seeds: Path, field: str, country: str, value: str) -> Text:
    return _of_place_named(_places(seeds, country), field, value)


@lru_cache(maxsize=4096)
def _of_place_named(places: tuple[tuple[str, str, str], ...], field: str, value: str) -> Text:
    """A place of that name elsewhere says where it lies; otherwise the nearest name."""
    key = term_key(value)
    inside = {d: name for level, name, d in places if level != "admin1" and term_key(name) == key}
    if inside:
        name, departments = next(iter(inside.values())), " / ".join(sorted(inside))
        es, en = f"«{name}» está en {departments}", f"“{name}” lies in {departments}"
        if field == "admin1":
            es, en = (
                f"{es}, y va en la columna del municipio",
                f"{en}, and belongs in the column of municipalities",
            )
        return Text(f" ({es})", f" ({en})")
    levels = ("admin1",) if field == "admin1" else ("admin2", "district")
    names_of_level = tuple(dict.fromkeys(Text(name, name) for level, name, _ in places if level in levels))
    near = _nearest(names_of_level, value)
    return NOTHING if near is None else Text(f" (¿quizá «{near.es}»?)", f" (“{near.en}” perhaps?)")


def _are_several(terms: tuple[Text, ...], value: str) -> bool:
    """Whether a text is two terms or more between signs that part none in this column."""
    parts = [term_key(part) for part in BETWEEN.split(value) if part.strip()]
    return len(parts) > 1 and set(parts) <= set(_keys(terms))


@lru_cache(maxsize=4096)
def _nearest(terms: tuple[Text, ...], value: str) -> Text | None:
    position = nearest(term_key(value), _keys(terms))
    return None if position is None else terms[position]


@lru_cache(maxsize=256)
def _keys(terms: tuple[Text, ...]) -> tuple[str, ...]:
    return tuple(term_key(term.es) for term in terms)


def _terms(seeds: Path, list_name: str, country: str) -> tuple[Text, ...]:
    """The labels of a list, then the terms that the maps know beside them."""
    return _terms_of(seeds, list_name, country, code_lists.stamps(seeds))


@lru_cache(maxsize=256)
def _terms_of(seeds: Path, list_name: str, country: str, _stamps: tuple[Stamp, ...]) -> tuple[Text, ...]:
    reference = code_lists.read_sound(seeds)
    labels = [Text(es, en) for name, _, es, en in reference.codes if name == list_name]
    mapped = [
        Text(term, term)
        for name, of_country, _, term, _, _, _, own in reference.terms
        if name == list_name and of_country in ("", country) and not own
    ]
    return tuple(dict.fromkeys(labels + mapped))


def _places(seeds: Path, country: str) -> tuple[tuple[str, str, str], ...]:
    """Level, name and department of each place of a country."""
    path = seeds / "place.csv"
    return _places_of(path, country, stamp(path))


@lru_cache(maxsize=64)
def _places_of(path: Path, country: str, _stamp: Stamp) -> tuple[tuple[str, str, str], ...]:
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["place_id"]: row for row in csv.DictReader(file) if row["country"] == country}
    return tuple((row["level"], row["name"], _department(rows, place_id)) for place_id, row in rows.items())


def _department(rows: dict[str, dict[str, str]], place_id: str) -> str:
    while (parent := rows[place_id]["parent_id"]) in rows:
        place_id = parent
    return rows[place_id]["name"]
