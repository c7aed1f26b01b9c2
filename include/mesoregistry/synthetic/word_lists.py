"""``word_lists.yml``: names, terms, places and each country's habits; and how a country spells a code."""

from __future__ import annotations

import csv
import random
import re
import unicodedata
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field

from mesoregistry.catalog.model import Strict
from mesoregistry.settings import settings


class Term(Strict):
    """How often a code is drawn, its spellings, and the spellings of countries that have their own."""

    weight: int
    all: tuple[str, ...]
    own: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Cycle(Strict):
    """The months ``position``, ``position + every``, ``position + 2 * every`` ... of a registry, counted from 0."""

    every: int
    position: int

    def includes(self, number: int) -> bool:
        return number % self.every == self.position


class Habits(Strict):
    """How a country keeps its registry; the defaults are those of a country without an entry.

    ``unknown_column``: months (counted from 0) with a column more than the layout has, and whether the team
    confirms it. ``row_too_long`` and ``partial_file``: when such a file is filed.
    """

    case_key: str | None = None
    dialling: str = "+507 6"
    cases_a_month: int = 6
    iso_dates: bool = False
    choice_names: bool = False
    exile_share: float = 0.0
    peoples: tuple[str, ...] = ()
    unknown_column: dict[int, bool] = Field(default_factory=dict)
    row_too_long: Cycle | None = None
    partial_file: Cycle | None = None


@lru_cache(maxsize=1)
def word_lists() -> dict[str, Any]:
    """The file as it is: names, sentences and places."""
    body: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("word_lists.yml").read_text(encoding="utf-8")
    )
    return body


@lru_cache(maxsize=64)
def terms(name: str) -> dict[str, Term]:
    """The terms of a list by code."""
    return {code: Term.model_validate(body) for code, body in word_lists().get(name, {}).items()}


@lru_cache(maxsize=16)
def habits(country: str) -> Habits:
    """The habits of a country (``sv``)."""
    return Habits.model_validate(word_lists()["habits"].get(country, {}))


def case_key(country: str, year: int, number: int) -> str:
    """The key of the ``number``-th case of a year, as the country writes it."""
    pattern = habits(country).case_key or country.upper() + "-{y}-{n:04d}"
    return pattern.format(y=year, n=number)


@lru_cache(maxsize=4)
def labels(seeds: Path) -> dict[tuple[str, str], Term]:
    """The Spanish label of every code as the only spelling of its term."""
    with (seeds / "code_list.csv").open(encoding="utf-8", newline="") as file:
        return {(r["list"], r["code"]): Term(weight=0, all=(r["es"],)) for r in csv.DictReader(file)}


def draw(rng: random.Random, name: str, count: int = 1) -> tuple[str, ...]:
    """Different codes of a list, by weight."""
    weights = {code: term.weight for code, term in terms(name).items() if term.weight}
    drawn: list[str] = []
    while len(drawn) < count:
        [code] = rng.choices(list(weights), list(weights.values()))
        del weights[code]
        drawn.append(code)
    return tuple(drawn)


def spelling(name: str, code: str, country: str, salt: str) -> str:
    """The term for a code, its Spanish label where no other is known; the same ``salt`` gives the same spelling."""
    term = terms(name).get(code) or terms(f"{name}_of_all").get(code) or labels(settings().seeds)[name, code]
    if habits(country).choice_names:
        return choice_name(term.all[0])
    spelled = term.own.get(country, term.all)
    return spelled[zlib.crc32(f"{salt} {code}".encode()) % len(spelled)]


def choice_name(label: str) -> str:
    """The name of a choice in a form, as ``amenaza_de_muerte``."""
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def places(country: str) -> dict[str, list[str]]:
    """Departments with their ISO code and some municipalities; of a new country, those of the seeds."""
    own: dict[str, list[str]] | None = word_lists()["places"].get(country)
    return own or _places_of_seeds(settings().seeds, country)


@lru_cache(maxsize=8)
def _places_of_seeds(seeds: Path, country: str) -> dict[str, list[str]]:
    with (seeds / "place.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["country"] == country]
    departments = {r["name"]: [r["place_id"]] for r in rows if r["level"] == "admin1"}
    by_id = {ids[0]: ids for ids in departments.values()}
    for row in rows:
        if row["level"] == "admin2" and len(by_id[row["parent_id"]]) < 4:
            by_id[row["parent_id"]].append(row["name"])
    return {name: ids for name, ids in departments.items() if len(ids) > 1}
