"""Rows of one event as a case."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mesoregistry.catalog.registries import registries
from mesoregistry.months import add_months
from mesoregistry.synthetic.case_generator import draw_narrative
from mesoregistry.synthetic.cases import Case, Organisation, Person
from mesoregistry.synthetic.decade.identities import in_row
from mesoregistry.synthetic.word_lists import case_key, draw, places

# a source of all defenders says of a collective only that there are women in it
SOMEBODY = Person(None, None, "woman", None, "mestiza")
PROFILES = {"man": "individual", "mixed_organisation": "organisation"}


@dataclass(frozen=True, slots=True)
class Population:
    """The persons and organisations by their number, and the assumptions that say which traits a row states."""

    persons: Sequence[Person]
    organisations: Sequence[Organisation]
    assumed: Mapping[str, Any]

    def in_row(self, number: int, row: Any) -> Person:
        """A person with the traits that a row states of her."""
        return in_row(self.persons[number], row.occupation, row.role, self.assumed)


def row_case(events: Sequence[Any], population: Population, number: int, rng: random.Random) -> Case:
    """The case of rows that differ in their form only; ``number``: of the case in its country and year."""
    row = events[0]
    country, day = row.country.lower(), dt.date.fromordinal(int(row.day))
    municipalities = next(names for iso, *names in places(country).values() if iso == row.place)
    people = _people(row, population)
    gender = row.gender_component == "yes"
    return Case(
        country=country, key=case_key(country, day.year, number), profile=PROFILES.get(row.kind, row.kind),
        day=day.isoformat(), recorded_on=_recorded_on(day, row), admin1=row.place,
        admin2=rng.choice(municipalities), people=people,
        organisation=population.organisations[row.organisation] if row.organisation >= 0 else None,
        forms=tuple(event.form for event in events), channels=tuple(row.channel for _ in events),
        right=row.right, rights_other=(), perpetrators=tuple(row.perpetrator.split("+")),
        gender_elements=draw(rng, "gender_element") if gender else (), context=(),
        place_type=row.place_type, scope=row.scope,
        collective=max(len(people), rng.randint(3, 60)) if row.kind == "collective" else None,
        verification="verified" if row.verified else "discarded", complaint=rng.random() < 0.3, exile=False,
        protection=draw(rng, "protection_measure")[0],
        narrative=draw_narrative(rng, people, f"{row.place} {day:%d-%m-%Y}, {number}"),
        right_violated=row.right_violated, collective_action=row.collective_action == "yes",
        close_relations=tuple(part for part in row.close.split("+") if part), gender=gender,
    )  # fmt: skip


def _people(row: Any, population: Population) -> tuple[Person, ...]:
    if row.kind == "collective" and _of_all_defenders(row):
        return (SOMEBODY,)
    return tuple(population.in_row(number, row) for number in row.targets)


def _of_all_defenders(row: Any) -> bool:
    sources = registries()[row.country.lower()].sources
    return any(source.id == row.source and source.scope == "all_defenders" for source in sources)


def _recorded_on(day: dt.date, row: Any) -> str:
    return min(add_months(day, 1) + dt.timedelta(2), dt.date.fromordinal(int(row.known_from))).isoformat()
