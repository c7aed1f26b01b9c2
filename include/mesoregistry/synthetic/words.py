"""The words of the invented registry: ``words.yml``, and how a country writes a code."""

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

from mesoregistry.catalog.model import Strict
from mesoregistry.settings import settings


class Term(Strict):
    """How often a code is drawn, and its spellings; Mexico writes some of them with commas."""

    weight: int
    all: tuple[str, ...]
    mx: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The file as it is: names, sentences and places."""
    body: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))
    return body


@lru_cache(maxsize=64)
def terms(name: str) -> dict[str, Term]:
    """The terms of a list by code."""
    return {code: Term.model_validate(body) for code, body in words().get(name, {}).items()}


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
    if country == "hn":
        return choice_name(term.all[0])
    spelled = term.mx if country == "mx" and term.mx else term.all
    return spelled[zlib.crc32(f"{salt} {code}".encode()) % len(spelled)]


def choice_name(label: str) -> str:
    """The name of a choice in a form, as ``amenaza_de_muerte``."""
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def places(country: str) -> dict[str, list[str]]:
    """Departments with their ISO code and some municipalities; of a new country, those of the seeds."""
    own: dict[str, list[str]] | None = words()["places"].get(country)
    return own or _places_of_seeds(settings().seeds, country)


@lru_cache(maxsize=8)
def _places_of_seeds(seeds: Path, country: str) -> dict[str, list[str]]:
    with (seeds / "place.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["country"] == country]
    found = {r["name"]: [r["place_id"]] for r in rows if r["level"] == "admin1"}
    by_id = {ids[0]: ids for ids in found.values()}
    for row in rows:
        if row["level"] == "admin2" and len(by_id[row["parent_id"]]) < 4:
            by_id[row["parent_id"]].append(row["name"])
    return {name: ids for name, ids in found.items() if len(ids) > 1}
