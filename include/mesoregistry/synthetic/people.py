"""Invented people and organisations of a country; each may be attacked more than once."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mesoregistry.synthetic.case import Organisation, Person
from mesoregistry.synthetic.words import draw, words

DIALLING = {"sv": "+503 7", "gt": "+502 5", "hn": "+504 9", "mx": "+52 55", "ni": "+505 8"}
PEOPLE, ORGANISATIONS = 80, 14


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody who can appear in the registry of a country."""

    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]


def town(rng: random.Random, country: str, everybody: bool) -> Town:
    """``everybody``: the source registers all defenders, men among them."""
    suffix = "_of_all" if everybody else ""
    named: dict[str, Person] = {}
    while len(named) < PEOPLE:
        [gender] = draw(rng, f"gender{suffix}")
        given = rng.sample(words()["given_men" if gender == "man" else "given"], 2)
        name = " ".join([*given, *rng.sample(words()["family"], 2)])
        ethnicity = draw(rng, "ethnicity")[0]
        named[name] = Person(name, phone(rng, country), gender, rng.randint(19, 71), ethnicity)
    called: dict[str, Organisation] = {}
    while len(called) < ORGANISATIONS:
        name = f"{rng.choice(words()['organisation'])} {rng.choice(words()['organisation_of'])}"
        called[name] = Organisation(name, draw(rng, f"organisation_type{suffix}")[0])
    return Town(tuple(named.values()), tuple(called.values()))


def phone(rng: random.Random, country: str) -> str:
    digits = f"{rng.randrange(10**7):07d}"
    return f"{DIALLING.get(country, '+507 6')}{digits[:3]}-{digits[3:]}"
