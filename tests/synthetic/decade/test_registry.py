"""The ten years whole: what its extracts say on the day of each published figure is what was published."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from tests.synthetic.decade.told import known_on, value

from mesoregistry.published import PublishedFigure
from mesoregistry.settings import settings
from mesoregistry.synthetic.decade import attacks
from mesoregistry.synthetic.decade.registry import Decade, assumed, constraints, history

pytestmark = pytest.mark.slow
SEED = 7
MEXICO = {"mx_2013_attacks__2017-03", "mx_2014_attacks__2017-03"}
NOT_HERE = frozenset({"violation", "target", "identity"})


@pytest.fixture(scope="module")
def decade() -> Decade:
    return history(settings().seeds, SEED)


def test_only_the_known_conflict_is_left(decade: Decade) -> None:
    """Mexico's parts of 2017 against its sum of 2015: both cannot hold (16 rows would have to vanish)."""
    wrong = {figure: by for figure, by in decade.missed.items() if abs(by) >= 1}
    assert set(wrong) == MEXICO
    assert sum(wrong.values()) == 16


def test_the_figures_come_out_of_the_extracts(decade: Decade) -> None:
    by_day: dict[dt.date, list[PublishedFigure]] = defaultdict(list)
    for figure in constraints(settings().seeds):
        if not NOT_HERE & set(figure.scope.codes):
            by_day[figure.as_known_on].append(figure)
    seen, wrong = 0, {}
    for day, figures in by_day.items():
        known = known_on(decade.extracts, day)
        for figure in figures:
            computed = value(figure, known)
            if computed is not None:
                seen += 1
                if not figure.is_equal(Decimal(str(computed))):
                    wrong[figure.id] = (float(figure.value), computed)
    assert seen > 300
    assert set(wrong) == MEXICO, wrong


def test_the_program_has_one_answer() -> None:
    """Nothing in it is drawn: the seed decides who and which row, never how many."""
    figures = constraints(settings().seeds)
    frame = attacks.cells(figures, assumed())
    one, two = (attacks.decide(frame, figures, assumed())[0] for _ in range(2))
    assert one.equals(two)


def test_it_has_the_shape_of_life(decade: Decade) -> None:
    assert {e.country for e in decade.extracts} == {"sv", "gt", "hn", "mx", "ni"}
    assert len({(e.country, e.period) for e in decade.extracts}) > 700
    assert Counter(e.version > 1 for e in decade.extracts)[True] > 20
    last = {case.key: case for e in decade.extracts for case in e.cases}
    assert sum(case.status == "withdrawn" for case in last.values()) > 20
    attacked = Counter(p.name for case in last.values() for p in case.people if p.name)
    assert attacked.most_common(1)[0][1] > 10  # a few often
    assert sum(n == 1 for n in attacked.values()) > len(attacked) / 3  # many once
    assert any(len(case.forms) > 1 for case in last.values())
