"""Every case as it was first filed, and its corrections: another day, a withdrawal, a person who is another."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pandas as pd

from mesoregistry.synthetic.cases import Case
from mesoregistry.synthetic.decade.membership import FOR_EVER, PERSON
from mesoregistry.synthetic.decade.row_cases import Population, row_case
from mesoregistry.synthetic.word_lists import draw

SAME = (
    "country", "source", "kind", "first", "known_from", "known_to", "verified", "right", "perpetrator",
    "place", "channel", "gender_component", "collective_action", "place_type", "scope", "right_violated", "close",
    "organisation", "event", "day",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseVersion:
    """A case of a month as known from a day on; a later version of the same key corrects it."""

    case: Case
    month: dt.date
    known_on: dt.date


def case_versions(
    rows: pd.DataFrame,
    population: Population,
    renamed: Mapping[int, tuple[int, dt.date]],
    rng: random.Random,
    numbers: dict[tuple[str, int], int],
    moved: Mapping[int, tuple[int, int]],
) -> Iterator[CaseVersion]:
    """Every version of every case.

    Args:
        rows: one an attack, with ``targets`` (numbers of persons) and ``organisation`` (a number or -1).
        renamed: persons who turned out to be another, and on which day that became known.
        numbers: the last number of a case by country and year; counted on here.
        moved: rows first filed with a wrong day: that day, and the day on which it was corrected.
    """
    for events in _events(rows):
        row = events[0]
        day = dt.date.fromordinal(int(row.day))
        numbers[row.country, day.year] = numbers.get((row.country, day.year), 0) + 1
        case = row_case(events, population, numbers[row.country, day.year], rng)
        month = day.replace(day=1)
        for version, known_on in _versions(case, events, population, renamed, rng, moved):
            yield CaseVersion(version, month, known_on)


def _versions(
    case: Case,
    events: Sequence[Any],
    population: Population,
    renamed: Mapping[int, tuple[int, dt.date]],
    rng: random.Random,
    moved: Mapping[int, tuple[int, int]],
) -> Iterator[tuple[Case, dt.date]]:
    """A case and its corrections, each with the day on which it became known."""
    row = events[0]
    known_from, known_to = (dt.date.fromordinal(int(day)) for day in (row.known_from, row.known_to))
    if days := next((moved[event.Index] for event in events if event.Index in moved), None):
        wrong, corrected = map(dt.date.fromordinal, days)
        recorded = max(case.recorded_on, wrong.isoformat())
        yield replace(case, day=wrong.isoformat(), recorded_on=recorded), known_from
        yield case, corrected
    else:
        yield case, known_from
    if known_to != FOR_EVER:
        reason = draw(rng, "status_reason")[0]
        yield replace(case, status="withdrawn", status_reason=reason), known_to
    targets = {p for event in events for p in event.targets}
    if merged := {population.persons[p].name: renamed[p] for p in targets if p in renamed}:
        people = tuple(
            population.in_row(merged[person.name][0], row) if person.name in merged else person
            for person in case.people
        )
        yield replace(case, people=people), max(day for _, day in merged.values())


def _events(rows: pd.DataFrame) -> Iterator[list[Any]]:
    """Rows of one case together: all the same but for their forms, and each person attacked in each of the forms."""
    events: dict[tuple[Any, ...], dict[tuple[Any, ...], dict[str, Any]]] = {}
    for row in rows.itertuples():
        persons = tuple(row.targets)
        same = (*(getattr(row, name) for name in SAME), () if row.kind in PERSON else persons)
        by_person = events.setdefault(same, {})
        times = next(n for n in count() if row.form not in by_person.get((persons, n), ()))
        by_person.setdefault((persons, times), {})[row.form] = row
    for by_person in events.values():
        cases: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for (_, times), forms in by_person.items():
            cases[times, *sorted(forms)] += forms.values()
        yield from cases.values()
