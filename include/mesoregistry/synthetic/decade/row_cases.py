"""Rows of one event as a case."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mesoregistry.catalog.registries import registries
from mesoregistry.synthetic.case_generator import draw_narrative
from mesoregistry.synthetic.cases import Case, Organisation, Person
from mesoregistry.synthetic.decade.case_details import (
    contexts,
    has_no_day,
    last_day,
    other_rights,
    recorded_on,
)
from mesoregistry.synthetic.decade.identities import in_row
from mesoregistry.synthetic.decade.membership import PERSON
from mesoregistry.synthetic.word_lists import case_key, draw, habits, places

# a source of all defenders says of a collective only that there are women in it
SOMEBODY = Person(None, None, "woman", None, "mestiza")
PROFILES = {"man": "individual", "mixed_organisation": "organisation"}


@dataclass(frozen=True, slots=True)
class Population:
    """The persons and organisations by their number, and the assumptions that say which traits a row states.

    ``affiliations``: for some persons, the organisation that they are of.
    """

    persons: Sequence[Person]
    organisations: Sequence[Organisation]
    affiliations: Mapping[int, Organisation]
    assumed: Mapping[str, Any]

    def in_row(self, number: int, row: Any) -> Person:
        """A person with the traits that a row states of her."""
        return in_row(self.persons[number], row.occupation, row.role, self.assumed)


def row_case(events: Sequence[Any], population: Population, number: int, rng: random.Random) -> Case:
    """The case of rows that differ in form and person only; ``number``: of the case in its country and year."""
    row, assumed = events[0], population.assumed["details"] | {"right": population.assumed["right"]}
    country, day = row.country.lower(), dt.date.fromordinal(int(row.day))
    municipalities = next(names for iso, *names in places(country).values() if iso == row.place)
    people = _people(events, population)
    forms = tuple(dict.fromkeys(event.form for event in events))
    ends, vague = last_day(row, day, assumed, rng), has_no_day(row, assumed, rng)
    filed_on = dt.date.fromordinal(int(row.known_from))
    gender, exile = row.gender_component == "yes", rng.random() < habits(country).exile_share
    return Case(
        country=country, key=case_key(country, day.year, number), profile=PROFILES.get(row.kind, row.kind),
        day=f"{day:%Y-%m}" if vague else day.isoformat(), ends=None if vague or not ends else ends.isoformat(),
        recorded_on=recorded_on(day, filed_on, assumed, rng).isoformat(),
        admin1="" if exile else row.place, admin2="" if exile else rng.choice(municipalities),
        people=people, organisation=_organisation(row, population),
        forms=forms, channels=tuple(row.channel for _ in forms),
        right=row.right, rights_other=other_rights(row, assumed, rng),
        perpetrators=tuple(row.perpetrator.split("+")),
        gender_elements=draw(rng, "gender_element") if gender else (), context=contexts(row, day, assumed, rng),
        place_type=row.place_type, scope=row.scope,
        collective=max(len(people), rng.randint(3, 60)) if row.kind == "collective" else None,
        verification="verified" if row.verified else "discarded", complaint=rng.random() < 0.3,
        exile=exile, protection=draw(rng, "protection_measure")[0],
        narrative=draw_narrative(rng, people, f"{row.place} {day:%d-%m-%Y}, {number}"),
        right_violated=row.right_violated, collective_action=row.collective_action == "yes",
        close_relations=tuple(part for part in row.close.split("+") if part), gender=gender,
    )  # fmt: skip


def _people(events: Sequence[Any], population: Population) -> tuple[Person, ...]:
    if events[0].kind == "collective" and _of_all_defenders(events[0]):
        return (SOMEBODY,)
    rows = {number: event for event in reversed(events) for number in event.targets}
    numbers = dict.fromkeys(number for event in events for number in event.targets)
    return tuple(population.in_row(number, rows[number]) for number in numbers)


def _organisation(row: Any, population: Population) -> Organisation | None:
    """The organisation attacked, or the one that she is of."""
    if row.organisation >= 0:
        attacked: Organisation = population.organisations[row.organisation]
        return attacked
    if row.kind not in PERSON or not row.targets:
        return None
    person: int = row.targets[0]
    return population.affiliations.get(person)


def _of_all_defenders(row: Any) -> bool:
    sources = registries()[row.country.lower()].sources
    return any(source.id == row.source and source.scope == "all_defenders" for source in sources)
