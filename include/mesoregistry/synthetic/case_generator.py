"""Draws the invented cases of a month, as varied as those of a real registry."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from dataclasses import replace

from mesoregistry.synthetic.cases import Case, Organisation, Person, last_day
from mesoregistry.synthetic.people import Population
from mesoregistry.synthetic.word_lists import case_key, draw, habits, places, word_lists

# a killing or an attempt always has one defender as its victim
DEADLY = frozenset({"attempted_killing", "attempted_femicide", "femicide"})


def draw_case(
    rng: random.Random,
    country: str,
    population: Population,
    month: dt.date,
    number: int,
    unnamed_groups: bool,
) -> Case:
    """One case of a month. ``unnamed_groups``: the layout has no columns for the members of a collective."""
    [profile] = draw(rng, "profile")
    forms = _forms(rng, profile)
    day = _day(rng, month)
    people = _people(rng, population, profile, len(forms), unnamed_groups)
    place, (iso, *municipalities) = rng.choice(list(places(country).items()))
    exile = _is_exile(rng, country)
    right, *rights_other = draw(rng, "right", rng.choice((1, 1, 2)))
    return Case(
        country=country, key=case_key(country, month.year, number), profile=profile, day=day,
        organisation=_organisation(rng, population, profile),
        recorded_on=(last_day(f"{month:%Y-%m}") + dt.timedelta(rng.randint(1, 3))).isoformat(),
        admin1="" if exile else iso, admin2="" if exile else rng.choice(municipalities), people=people,
        forms=forms, channels=tuple(draw(rng, "channel")[0] for _ in forms), right=right,
        rights_other=tuple(rights_other), perpetrators=draw(rng, "perpetrator", rng.choice((1, 1, 1, 2, 3))),
        gender_elements=draw(rng, "gender_element", rng.choice((0, 0, 1, 2))),
        context=draw(rng, "context", rng.choice((0, 0, 1, 1))), place_type=draw(rng, "place_type")[0],
        scope=draw(rng, "scope")[0], collective=rng.randint(5, 60) if profile == "collective" else None,
        verification=draw(rng, "verification")[0], complaint=rng.random() < 0.3, exile=exile,
        protection=draw(rng, "protection_measure")[0],
        narrative=draw_narrative(rng, people, f"{place}, {number}"),
    )  # fmt: skip


def _is_exile(rng: random.Random, country: str) -> bool:
    share = habits(country).exile_share
    return share > 0 and rng.random() < share


def _organisation(rng: random.Random, population: Population, profile: str) -> Organisation | None:
    """The organisation of a case: its target, or the one to which its targets belong; none of a collective."""
    drawn = rng.choice(population.organisations) if profile == "organisation" or rng.random() < 0.25 else None
    return None if profile == "collective" else drawn


def _forms(rng: random.Random, profile: str) -> tuple[str, ...]:
    while True:
        forms = draw(rng, "form", rng.choice((1, 1, 2, 2, 3)))
        deadly = DEADLY & set(forms)
        if not deadly or (profile == "individual" and len(forms) == 1):
            return forms


def _day(rng: random.Random, month: dt.date) -> str:
    exact = month.replace(day=rng.randint(1, calendar.monthrange(month.year, month.month)[1])).isoformat()
    return rng.choices((exact, exact[:7], exact[:4]), (88, 10, 2))[0]


def _people(
    rng: random.Random, population: Population, profile: str, forms: int, unnamed_groups: bool
) -> tuple[Person, ...]:
    if profile == "organisation":
        return ()
    if profile == "collective":
        members = tuple(rng.sample(population.people, rng.choice((0, 0, 2, 3))))
        if not unnamed_groups:
            return members
        return (
            replace(
                members[0] if members else rng.choice(population.people), name=None, phone=None, age=None
            ),
        )
    chosen = rng.sample(population.people, rng.choice((1, 1, 1, 1, 2, 3)) if forms < 3 else 1)
    hide = len(chosen) == 1 and rng.random() < 0.1
    return tuple(
        replace(p, name=None if hide else p.name, age=p.age if rng.random() < 0.85 else None) for p in chosen
    )


def draw_narrative(rng: random.Random, people: tuple[Person, ...], where: str) -> str:
    """A text that no other case has: ``where`` names the place and the case."""
    sentence: str = rng.choice(word_lists()["narrative"])
    return sentence.format(
        name=next((p.name for p in people if p.name), "la compañera"),
        hour=f"{rng.randint(5, 22):02d}:{rng.randrange(60):02d}",
        place=f"{rng.choice(word_lists()['neighbourhood'])} ({where})",
        scrap=rng.choice(word_lists()["scrap"]),
    )
