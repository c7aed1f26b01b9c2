"""What happens in a month: invented cases, as varied as those of life."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from dataclasses import replace

from mesoregistry.synthetic.case import Case, Person, last_day
from mesoregistry.synthetic.people import Town
from mesoregistry.synthetic.words import draw, places, words

# a killing or an attempt always has one defender as its victim
DEADLY = frozenset({"attempted_killing", "attempted_femicide", "femicide"})
KEYS = {
    "sv": "SV-{y}-{n:04d}",
    "gt": "{n:04d}/{y}",
    "hn": "HN{y}{n:04d}",
    "mx": "RND-{n:04d}-{y}",
    "ni": "ni{y}-{n:04d}",
}


def case(
    rng: random.Random, country: str, town: Town, month: dt.date, number: int, unnamed_groups: bool
) -> Case:
    """One case of a month. ``unnamed_groups``: the layout has no room for the members of a collective."""
    [profile] = draw(rng, "profile")
    forms = _forms(rng, profile)
    day = _day(rng, month)
    people = _people(rng, town, profile, len(forms))
    if profile == "collective" and unnamed_groups:
        people = (replace(people[0] if people else rng.choice(town.people), name=None, phone=None, age=None),)
    place, (iso, *municipalities) = rng.choice(list(places(country).items()))
    exile = country == "ni" and rng.random() < 0.2
    rights = draw(rng, "right", rng.choice((1, 1, 2)))
    organisation = (
        rng.choice(town.organisations) if profile == "organisation" or rng.random() < 0.25 else None
    )
    return Case(
        country=country,
        key=KEYS.get(country, country.upper() + "-{y}-{n:04d}").format(y=month.year, n=number),
        profile=profile,
        day=day,
        recorded_on=(last_day(f"{month:%Y-%m}") + dt.timedelta(rng.randint(1, 3))).isoformat(),
        admin1="" if exile else iso,
        admin2="" if exile else rng.choice(municipalities),
        people=people,
        organisation=organisation if profile != "collective" else None,
        forms=forms,
        channels=tuple(draw(rng, "channel")[0] for _ in forms),
        right=rights[0],
        rights_other=rights[1:],
        perpetrators=draw(rng, "perpetrator", rng.choice((1, 1, 1, 2, 3))),
        gender_elements=draw(rng, "gender_element", rng.choice((0, 0, 1, 2))),
        context=draw(rng, "context", rng.choice((0, 0, 1, 1))),
        place_type=draw(rng, "place_type")[0],
        scope=draw(rng, "scope")[0],
        collective=rng.randint(5, 60) if profile == "collective" else None,
        verification=draw(rng, "verification")[0],
        complaint=rng.random() < 0.3,
        exile=exile,
        protection=draw(rng, "protection_measure")[0],
        narrative=narrative_of(rng, people, f"{place}, {number}"),
    )


def _forms(rng: random.Random, profile: str) -> tuple[str, ...]:
    while True:
        forms = draw(rng, "form", rng.choice((1, 1, 2, 2, 3)))
        deadly = DEADLY & set(forms)
        if not deadly or (profile == "individual" and len(forms) == 1):
            return forms


def _day(rng: random.Random, month: dt.date) -> str:
    exact = month.replace(day=rng.randint(1, calendar.monthrange(month.year, month.month)[1])).isoformat()
    return rng.choices((exact, exact[:7], exact[:4]), (88, 10, 2))[0]


def _people(rng: random.Random, town: Town, profile: str, forms: int) -> tuple[Person, ...]:
    if profile == "organisation":
        return ()
    if profile == "collective":
        return tuple(rng.sample(town.people, rng.choice((0, 0, 2, 3))))
    chosen = rng.sample(town.people, rng.choice((1, 1, 1, 1, 2, 3)) if forms < 3 else 1)
    hide = len(chosen) == 1 and rng.random() < 0.1
    return tuple(
        replace(p, name=None if hide else p.name, age=p.age if rng.random() < 0.85 else None) for p in chosen
    )


def narrative_of(rng: random.Random, people: tuple[Person, ...], where: str) -> str:
    """A text like no other: it names the place and the case."""
    sentence: str = rng.choice(words()["narrative"])
    return sentence.format(
        name=next((p.name for p in people if p.name), "la compañera"),
        hour=f"{rng.randint(5, 22):02d}:{rng.randrange(60):02d}",
        place=f"{rng.choice(words()['neighbourhood'])} ({where})",
        scrap=rng.choice(words()["scrap"]),
    )
