"""Names, ages and what each invented person says of herself; nobody here exists."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import count
from typing import Any

import pandas as pd

from mesoregistry.synthetic.case import Organisation, Person
from mesoregistry.synthetic.people import phone
from mesoregistry.synthetic.words import draw, words

PEOPLES = {
    "MX": ("maya",),
    "GT": ("maya",),
    "HN": ("garifuna", "lenca", "miskitu"),
    "NI": ("miskitu",),
    "SV": (),
}
ETHNICITY = {"maya": "indigenous", "lenca": "indigenous", "miskitu": "indigenous", "garifuna": "garifuna"}
OF_PEOPLE = 0.25
# what a row says because a figure asks for it; anything else follows from the person
TOLD_OCCUPATIONS = frozenset({"journalist"})
TOLD_ROLES = frozenset({"movement", "victim_companion", "searcher"})
OCCUPATIONS = ("lawyer", "teacher", "student", "farmer", "trader", "organisation_worker")
ROLES = ("land_defender", "feminist_activist", "community_leader", "communicator", "trade_unionist")


def people(table: pd.DataFrame, rng: random.Random) -> list[Person]:
    """A person for each row of ``table``: country, what she is (``occupation|role``), lgbtttiq, trans, man."""
    taken: set[tuple[str, str]] = set()
    return [_person(row, rng, taken) for row in table.itertuples()]


def _person(row: Any, rng: random.Random, taken: set[tuple[str, str]]) -> Person:
    country = str(row.country)
    man, trans = bool(row.man), bool(row.trans)
    nation = rng.choice(PEOPLES[country]) if PEOPLES[country] and rng.random() < OF_PEOPLE else None
    while (name := _name(rng, nation, man, trans), country) in taken:
        pass
    taken.add((name, country))
    occupation, _, role = str(row.trait).partition("|")
    gender = "man" if man else "trans_woman" if trans else draw(rng, "gender")[0]
    return Person(
        name=name,
        phone=phone(rng, country.lower()) if rng.random() < 0.4 else None,
        gender="woman" if gender == "trans_woman" and not trans else gender,
        age=rng.randint(18, 78) if rng.random() < 0.8 else None,
        ethnicity=ETHNICITY[nation] if nation else "mestiza",
        lgbtttiq=bool(row.lgbtttiq),
        occupation=occupation if occupation in TOLD_OCCUPATIONS else rng.choice(OCCUPATIONS),
        role=role if role in TOLD_ROLES else rng.choice(ROLES),
    )


def _name(rng: random.Random, nation: str | None, man: bool, trans: bool) -> str:
    if trans and rng.random() < 0.5:
        return f"{rng.choice(words()['chosen'])} {rng.choice(words()['family'])}"
    given = rng.sample(words()["given_men" if man else "given"], 2)
    family = words()[f"family_{nation}"] if nation else words()["family"]
    second = rng.choice(family if rng.random() < 0.7 else words()["family"])
    return " ".join([*given[: rng.choice((1, 2, 2))], rng.choice(family), second])


def organisations(countries: list[str], womens: list[bool], rng: random.Random) -> list[Organisation]:
    """An organisation for each country told; ``womens``: of women or feminist."""
    taken: set[tuple[str, str]] = set()
    numbers = count(1)
    found = []
    for country, of_women in zip(countries, womens, strict=True):
        name = f"{rng.choice(words()['organisation'])} {rng.choice(words()['organisation_of'])}"
        towns = list(words()["places"][country.lower()])
        name = f"{name} de {rng.choice(towns)}"
        while (name, country) in taken:
            name = f"{name.split(' núm. ')[0]} núm. {next(numbers)}"
        taken.add((name, country))
        kind = draw(rng, "organisation_type")[0] if of_women else rng.choice(("community", "human_rights"))
        found.append(Organisation(name, kind))
    return found


def told_as(person: Person, occupation: str, role: str) -> Person:
    """The person as a row tells her, where the row says what she is."""
    return replace(
        person,
        occupation=occupation if occupation in TOLD_OCCUPATIONS else person.occupation,
        role=role if role in TOLD_ROLES else person.role,
    )
