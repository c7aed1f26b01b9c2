"""The attacks of extracts as known on a day, read from the cases alone: nothing of the platform."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mesoregistry.synthetic.cases import Case, Extract, Person, first_day

WOMEN = frozenset({"cis_woman", "trans_woman", "woman"})


@dataclass(frozen=True, slots=True)
class Attack:
    """One form against one target; ``person``: the one attacked, of an individual attack."""

    case: Case
    person: Person | None
    source: str
    form: str
    channel: str
    day: dt.date
    eligible: bool


Known = Mapping[str, list[Attack]]


def known_on(extracts: Iterable[Extract], on: dt.date, made: dict[int, tuple[Case, list[Attack]]]) -> Known:
    """The active attacks of the last file of each month, or of a source that adds the last word on each case.

    By country, in the order of their days. ``made``: the attacks of the cases met before, kept from one day to
    the next.
    """
    standing: dict[tuple[str, object], dict[str, Case]] = {}
    for extract in sorted(extracts, key=lambda e: e.filed_on):
        if extract.filed_on > on:
            continue
        subject: object = extract.period if extract.source.mode == "replaces" else None
        cases = {case.key: case for case in extract.cases}
        if subject:
            standing[extract.source.id, subject] = cases
        else:
            standing.setdefault((extract.source.id, None), {}).update(cases)
    known: defaultdict[str, list[Attack]] = defaultdict(list)
    for (source, _), cases in standing.items():
        for case in cases.values():
            if case.status == "active" and case.verification != "discarded":
                known[case.country] += _attacks_once(case, source, made)
    for attacks in known.values():
        attacks.sort(key=day_of)
    return known


def day_of(attack: Attack) -> dt.date:
    return attack.day


def _attacks_once(case: Case, source: str, made: dict[int, tuple[Case, list[Attack]]]) -> list[Attack]:
    if id(case) not in made:
        made[id(case)] = (
            case,
            list(_attacks(case, source)),
        )  # with the case, so that no other gets its number
    return made[id(case)][1]


def _attacks(case: Case, source: str) -> Iterator[Attack]:
    """A form against each woman, or against a collective or an organisation once. One source registers men too."""
    of_all, day = source == "gt_udefegua", first_day(case.day)
    organisation = case.organisation if case.profile == "organisation" else None
    mixed = of_all and organisation is not None and organisation.kind not in {"womens", "feminist"}
    unnamed = of_all and case.profile == "collective" and not case.people
    people = case.people if case.profile == "individual" and case.people else (None,)
    for form, channel in zip(case.forms, case.channels, strict=True):
        for person in people:
            man = of_all and person is not None and person.gender not in WOMEN
            yield Attack(case, person, source, form, channel, day, not (man or mixed or unnamed))
