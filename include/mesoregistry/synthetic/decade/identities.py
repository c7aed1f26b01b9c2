"""Names, ages, traits and affiliations of the invented persons and organisations; nobody here exists."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import pandas as pd

from mesoregistry.synthetic.cases import Organisation, Person
from mesoregistry.synthetic.people import phone
from mesoregistry.synthetic.word_lists import draw, habits, word_lists


def draw_people(table: pd.DataFrame, assumed: Mapping[str, Any], rng: random.Random) -> list[Person]:
    """A person for each row of ``table``: country, what she is (``occupation|role``), lgbtttiq, trans (a code), man."""
    taken: set[tuple[str, str]] = set()
    return [_person(row, assumed, rng, taken) for row in table.itertuples()]


def _person(row: Any, assumed: Mapping[str, Any], rng: random.Random, taken: set[tuple[str, str]]) -> Person:
    usual = assumed["identities"]
    country = str(row.country)
    man, trans = bool(row.man), str(row.trans)
    peoples = habits(country.lower()).peoples
    nation = rng.choice(peoples) if peoples and rng.random() < usual["of_people"] else None
    while (name := _name(rng, nation, man or trans == "trans_man", bool(trans)), country) in taken:
        pass
    taken.add((name, country))
    occupation, _, role = str(row.trait).partition("|")
    gender = "man" if man else trans or draw(rng, "gender")[0]
    return Person(
        name=name,
        phone=phone(rng, country.lower()) if rng.random() < usual["phone"] else None,
        gender="woman" if gender == "trans_woman" and not trans else gender,
        age=rng.randint(18, 78) if rng.random() < usual["age"] else None,
        ethnicity=usual["ethnicity"][nation] if nation else "mestiza",
        lgbtttiq=bool(row.lgbtttiq),
        occupation=_stated("occupation", occupation, assumed) or rng.choice(usual["occupations"]),
        role=_stated("role", role, assumed) or rng.choice(usual["roles"]),
    )


def _name(rng: random.Random, nation: str | None, man: bool, trans: bool) -> str:
    if trans and rng.random() < 0.5:
        return f"{rng.choice(word_lists()['chosen'])} {rng.choice(word_lists()['family'])}"
    given = rng.sample(word_lists()["given_men" if man else "given"], 2)
    family = word_lists()[f"family_{nation}"] if nation else word_lists()["family"]
    second = rng.choice(family if rng.random() < 0.7 else word_lists()["family"])
    return " ".join([*given[: rng.choice((1, 2, 2))], rng.choice(family), second])


def draw_affiliations(
    table: pd.DataFrame,
    countries: Sequence[str],
    organisations: Sequence[Organisation],
    share: float,
    rng: random.Random,
) -> dict[int, Organisation]:
    """For a ``share`` of the persons of ``table``, an organisation of their country (``countries``: of each one)."""
    own: dict[str, list[Organisation]] = {}
    for country, organisation in zip(countries, organisations, strict=True):
        own.setdefault(country, []).append(organisation)
    return {
        number: rng.choice(own[country])
        for number, country in enumerate(table["country"])
        if country in own and rng.random() < share
    }


def draw_organisations(
    countries: Sequence[str], womens: Sequence[bool], rng: random.Random
) -> list[Organisation]:
    """An organisation for each entry of ``countries``; ``womens``: whether it is one of women."""
    taken: set[tuple[str, str]] = set()
    numbers = count(1)
    organisations = []
    for country, of_women in zip(countries, womens, strict=True):
        name = f"{rng.choice(word_lists()['organisation'])} {rng.choice(word_lists()['organisation_of'])}"
        towns = list(word_lists()["places"][country.lower()])
        name = f"{name} de {rng.choice(towns)}"
        while (name, country) in taken:
            name = f"{name.split(' núm. ')[0]} núm. {next(numbers)}"
        taken.add((name, country))
        kind = draw(rng, "organisation_type")[0] if of_women else rng.choice(("community", "human_rights"))
        organisations.append(Organisation(name, kind))
    return organisations


def in_row(person: Person, occupation: str, role: str, assumed: Mapping[str, Any]) -> Person:
    """The person with the traits that a row states of her."""
    return replace(
        person,
        occupation=_stated("occupation", occupation, assumed) or person.occupation,
        role=_stated("role", role, assumed) or person.role,
    )


def _stated(name: str, code: str, assumed: Mapping[str, Any]) -> str | None:
    """``code`` where some figure counts it (so that the row must state it); anything else follows from the person."""
    return code if any(code in entry.get(name, ()) for entry in assumed["stated"]) else None
