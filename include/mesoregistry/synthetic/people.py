"""Invented people and organisations of a country; each may be attacked more than once."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mesoregistry.synthetic.cases import Organisation, Person
from mesoregistry.synthetic.word_lists import draw, habits, word_lists

PEOPLE, ORGANISATIONS = 80, 14


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody who can appear in the registry of a country."""

    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]


def population(rng: random.Random, country: str, everybody: bool) -> Population:
    """Draw the people and organisations of a country.

    Args:
        everybody: the source registers all defenders: men and mixed organisations too.
    """
    suffix = "_of_all" if everybody else ""
    people: dict[str, Person] = {}
    while len(people) < PEOPLE:
        [gender] = draw(rng, f"gender{suffix}")
        given = rng.sample(word_lists()["given_men" if gender == "man" else "given"], 2)
        name = " ".join([*given, *rng.sample(word_lists()["family"], 2)])
        ethnicity = draw(rng, "ethnicity")[0]
        people[name] = Person(name, phone(rng, country), gender, rng.randint(19, 71), ethnicity)
    organisations: dict[str, Organisation] = {}
    while len(organisations) < ORGANISATIONS:
        name = f"{rng.choice(word_lists()['organisation'])} {rng.choice(word_lists()['organisation_of'])}"
        organisations[name] = Organisation(name, draw(rng, f"organisation_type{suffix}")[0])
    return Population(tuple(people.values()), tuple(organisations.values()))


def phone(rng: random.Random, country: str) -> str:
    digits = f"{rng.randrange(10**7):07d}"
    return f"{habits(country).dialling}{digits[:3]}-{digits[3:]}"
