"""The ten years look like life: several forms and women an event, places that fit, repeats that decay."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

import pytest

from mesoregistry.figures.published import published_figures
from mesoregistry.settings import settings
from mesoregistry.synthetic.cases import Case, first_day
from mesoregistry.synthetic.decade.assumptions import assumptions
from mesoregistry.synthetic.decade.registry import Decade, generate_decade
from mesoregistry.synthetic.decade.row_groups import KILLING

pytestmark = pytest.mark.slow(2)
COUNTRIES = {"sv", "gt", "hn", "mx", "ni"}


@pytest.fixture(scope="module")
def decade() -> Decade:
    return generate_decade(settings().seeds, 7)


@pytest.fixture(scope="module")
def cases(decade: Decade) -> list[Case]:
    """The active cases as they stand in the end."""
    last = {(c.country, c.key): c for e in decade.extracts for c in e.cases}
    return [case for case in last.values() if case.status == "active"]


def test_an_event_has_several_forms_and_several_women(cases: list[Case]) -> None:
    assert sum(len(c.forms) > 1 for c in cases) > len(cases) / 4
    single = [c for c in cases if c.profile == "individual"]
    assert sum(len(c.people) > 1 for c in single) > len(single) / 10
    assert all(len(set(c.forms)) == len(c.forms) for c in cases)
    attacks = sum(len(c.forms) * (len(c.people) if c.profile == "individual" else 1) for c in cases)
    assert 45_000 < attacks < 60_000 and attacks > len(cases) * 1.4


def test_what_happens_online_has_a_place_there(cases: list[Case]) -> None:
    online = set(assumptions()["online_places"])
    places = Counter((channel, c.place_type in online) for c in cases for channel in c.channels)
    assert places["digital", False] == places["offline", True] == 0
    assert (
        min(places["digital", True], places["both", True], places["both", False], places["offline", False])
        > 500
    )
    known_from_screens = [c for c in cases if "unknown_virtual" in c.perpetrators]
    assert known_from_screens and all(set(c.channels) <= {"digital", "both"} for c in known_from_screens)


def test_repeats_decay_and_nobody_has_hundreds(cases: list[Case]) -> None:
    events = Counter((c.country, p.name) for c in cases for p in c.people if p.name)
    times = Counter(events.values())
    assert times[1] > times[2] > times[3] > times[4] > times[5] > times[6]
    assert max(events.values()) < 100
    assert sum(n for n in times.values()) / 2 < times[1] + times[2]
    assert sum(many for n, many in times.items() if n > 10) > 100


def test_nobody_is_attacked_after_death(cases: list[Case]) -> None:
    died = {
        (c.country, p.name): first_day(c.day)
        for c in cases
        if KILLING & set(c.forms)
        for p in c.people
        if p.name
    }
    assert len(died) > 200
    later = [
        (c.key, p.name)
        for c in cases
        for p in c.people
        if p.name and first_day(c.day) > died.get((c.country, p.name), dt.date.max)
    ]
    assert later == []


def test_every_country_records_late_some_of_the_time(cases: list[Case]) -> None:
    days: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        recorded = dt.date.fromisoformat(case.recorded_on)
        days[case.country].append((recorded - first_day(case.day)).days)
    assert set(days) == COUNTRIES
    for of_country in days.values():
        assert min(of_country) >= 0
        assert sum(n <= 14 for n in of_country) > len(of_country) / 2
        assert sum(n > 20 for n in of_country) > len(of_country) / 50


def test_what_is_told_beside_the_sums(cases: list[Case]) -> None:
    contexts = Counter(code for c in cases for code in c.context)
    assert len(contexts) >= 7 and min(contexts.values()) > 20
    assert sum(bool(c.rights_other) for c in cases if c.country in {"hn", "ni"}) > 1000
    assert all(c.right not in c.rights_other for c in cases)
    assert sum(len(c.day) == 7 for c in cases) > 200
    lasting = [c for c in cases if c.ends]
    assert sum(c.ends[:7] > c.day[:7] for c in lasting if c.ends) > 50  # into the next month
    assert sum(c.profile == "individual" and c.organisation is not None for c in cases) > 1000


def test_members_have_several_forms_and_rights(cases: list[Case]) -> None:
    forms: dict[object, set[str]] = defaultdict(set)
    rights: dict[object, set[str]] = defaultdict(set)
    for case in cases:
        for person in case.people if case.profile == "collective" else ():
            if person.name:
                forms[case.country, person.name] |= set(case.forms)
                rights[case.country, person.name].add(case.right)
    assert sum(len(each) > 1 for each in forms.values()) > len(forms) / 4
    assert sum(len(each) > 1 for each in rights.values()) > len(rights) / 20


def test_trans_women_and_men(cases: list[Case]) -> None:
    genders = Counter((p.gender, bool(KILLING & set(c.forms))) for c in cases for p in c.people)
    assert (
        genders["trans_man", True] >= 1
        and genders["trans_man", False] > 10
        and genders["trans_woman", True] >= 3
    )
    attempted = [p.gender for c in cases if "attempted_transfemicide" in c.forms for p in c.people]
    assert attempted and set(attempted) == {"trans_woman"}
    assert all(p.lgbtttiq for c in cases for p in c.people if p.gender.startswith("trans"))


def test_some_files_come_on_the_very_day_of_a_figure(decade: Decade) -> None:
    days = {figure.as_known_on for figure in published_figures(settings().seeds)}
    assert sum(e.filed_on in days for e in decade.extracts) > 5


def test_some_women_are_not_verified(cases: list[Case]) -> None:
    assert sum(c.verification == "discarded" for c in cases) > 20
