"""The rows as extracts: one a country and month, and again whenever something of that month became known."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mesoregistry.catalog.model import Source
from mesoregistry.catalog.registries import registries
from mesoregistry.months import add_months
from mesoregistry.synthetic.case import Case, Organisation, Person
from mesoregistry.synthetic.decade.identities import told_as
from mesoregistry.synthetic.decade.membership import FOR_EVER
from mesoregistry.synthetic.happen import KEYS, narrative_of
from mesoregistry.synthetic.history import Extract
from mesoregistry.synthetic.words import draw, places

OF_ALL = "gt_udefegua"
# the source of all defenders says of a group that there are women in it, and names nobody
SOMEBODY = Person(None, None, "woman", None, "mestiza")
PROFILES = {"man": "individual", "mixed_organisation": "organisation"}
SAME = (
    "country", "source", "kind", "first", "known_from", "known_to", "verified", "right", "perpetrator",
    "place", "channel", "gender_component", "collective_action", "place_type", "scope", "right_violated", "close",
    "occupation", "role", "organisation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A case as it was told from one day on; a later ``Told`` of the same key corrects it."""

    case: Case
    month: dt.date
    on: dt.date


def told(
    rows: pd.DataFrame,
    persons: Sequence[Person],
    organisations: Sequence[Organisation],
    renamed: Mapping[int, tuple[int, dt.date]],
    rng: random.Random,
    numbers: dict[tuple[str, int], int],
    moved: Mapping[int, tuple[int, int]],
) -> Iterator[Told]:
    """Every case as it was first told, its withdrawal and its corrections.

    Args:
        rows: one an attack, with ``targets`` (numbers of persons) and ``organisation`` (a number or -1).
        renamed: persons who turned out to be another, and on which day that was told.
        numbers: the last number of a case by country and year, counted on.
        moved: rows whose day was told wrong at first: the day told, and the day on which it was corrected.
    """
    for events in _events(rows):
        first = events[0]
        day = dt.date.fromordinal(int(first.day))
        numbers[first.country, day.year] = numbers.get((first.country, day.year), 0) + 1
        case = _case(events, persons, organisations, numbers[first.country, day.year], rng)
        month, on = day.replace(day=1), dt.date.fromordinal(int(first.known_from))
        if first.Index in moved:
            wrong, when = map(dt.date.fromordinal, moved[first.Index])
            yield Told(replace(case, day=wrong.isoformat()), month, on)
            yield Told(case, month, when)
        else:
            yield Told(case, month, on)
        ends = dt.date.fromordinal(int(first.known_to))
        if ends != FOR_EVER:
            gone = replace(case, status="withdrawn", status_reason=draw(rng, "status_reason")[0])
            yield Told(gone, month, ends)
        found = {persons[p].name: renamed[p] for p in first.targets if p in renamed}
        if found:
            people = tuple(
                told_as(persons[found[p.name][0]], first.occupation, first.role) if p.name in found else p
                for p in case.people
            )
            yield Told(replace(case, people=people), month, max(when for _, when in found.values()))


def _events(rows: pd.DataFrame) -> Iterator[list[Any]]:
    """Rows of one event together: all the same but for the form and the day of its days."""
    events: dict[tuple[Any, ...], list[Any]] = {}
    times: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in rows.itertuples():
        same = (*(getattr(row, name) for name in SAME), tuple(row.targets))
        events.setdefault((*same, times[*same, row.form]), []).append(row)
        times[*same, row.form] += 1
    yield from events.values()


def _case(
    events: list[Any],
    persons: Sequence[Person],
    organisations: Sequence[Organisation],
    number: int,
    rng: random.Random,
) -> Case:
    one = events[0]
    country = one.country.lower()
    day = dt.date.fromordinal(int(one.day))
    named = places(country)
    municipalities = next(ms for iso, *ms in named.values() if iso == one.place)
    collective = one.kind == "collective"
    people = tuple(told_as(persons[p], one.occupation, one.role) for p in one.targets)
    if collective and one.source == OF_ALL:
        people = (SOMEBODY,)
    yes = one.gender_component == "yes"
    return Case(
        country=country,
        key=KEYS[country].format(y=day.year, n=number),
        profile=PROFILES.get(one.kind, one.kind),
        day=day.isoformat(),
        recorded_on=min(
            add_months(day, 1) + dt.timedelta(2), dt.date.fromordinal(int(one.known_from))
        ).isoformat(),
        admin1=one.place,
        admin2=rng.choice(municipalities),
        people=people,
        organisation=organisations[one.organisation] if one.organisation >= 0 else None,
        forms=tuple(event.form for event in events),
        channels=tuple(one.channel for _ in events),
        right=one.right,
        rights_other=(),
        perpetrators=tuple(one.perpetrator.split("+")),
        gender_elements=draw(rng, "gender_element") if yes else (),
        context=(),
        place_type=one.place_type,
        scope=one.scope,
        collective=max(len(people), rng.randint(3, 60)) if collective else None,
        verification="verified" if one.verified else "discarded",
        complaint=rng.random() < 0.3,
        exile=False,
        protection=draw(rng, "protection_measure")[0],
        narrative=narrative_of(rng, people, f"{one.place} {day:%d-%m-%Y}, {number}"),
        right_violated=one.right_violated,
        collective_action=one.collective_action == "yes",
        close_relations=tuple(part for part in one.close.split("+") if part),
        gender=yes,
    )


def extracts(cases: Sequence[Told]) -> list[Extract]:
    """The files in the order of filing; what became known on one day is one file a month."""
    filed: list[Extract] = []
    for country, registry in registries().items():
        mine = [t for t in cases if t.case.country == country]
        for source in registry.sources:
            covered = [t for t in mine if source.covers(t.month)]
            filed += (
                _added(country, source, covered)
                if source.mode == "adds"
                else _replaced(country, source, covered)
            )
    return sorted(filed, key=lambda e: (e.filed_on, e.country, e.period))


def _replaced(country: str, source: Source, cases: Sequence[Told]) -> Iterator[Extract]:
    """The whole month again each time."""
    months: dict[dt.date, list[Told]] = defaultdict(list)
    for one in cases:
        months[one.month].append(one)
    for month, told_in in months.items():
        for version, on in enumerate(sorted({t.on for t in told_in}), start=1):
            standing: dict[str, Case] = {}
            for one in sorted((t for t in told_in if t.on <= on), key=lambda t: t.on):
                standing[one.case.key] = one.case
            yield Extract(country, source, month, version, on, tuple(standing.values()))


def _added(country: str, source: Source, cases: Sequence[Told]) -> Iterator[Extract]:
    """What is new or told again, in the file of the month that had just ended."""
    days: dict[dt.date, dict[str, Case]] = defaultdict(dict)
    for one in sorted(cases, key=lambda t: t.on):
        days[one.on][one.case.key] = one.case
    for on, standing in sorted(days.items()):
        yield Extract(country, source, add_months(on.replace(day=1), -1), 1, on, tuple(standing.values()))
