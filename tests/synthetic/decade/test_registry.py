"""The ten years whole: what its extracts say on the day of each published figure is what was published."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from tests.conftest import fresh_databases
from tests.synthetic.decade.changed_month import added_moved_and_withdrawn, by_hand_of
from tests.synthetic.decade.hand_count import value
from tests.synthetic.decade.known_attacks import Attack, known_on

from mesoregistry.figures import compute
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.intake.accept import accept
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import judge
from mesoregistry.settings import Settings, settings
from mesoregistry.synthetic import extracts as demo
from mesoregistry.synthetic.cases import Case
from mesoregistry.synthetic.comparison import compare
from mesoregistry.synthetic.decade.constraints import constraints
from mesoregistry.synthetic.decade.registry import Decade, generate_decade
from mesoregistry.warehouse.build import build

pytestmark = pytest.mark.slow(6)
SEED = 7
MEXICO = {"mx_2013_attacks__2017-03", "mx_2014_attacks__2017-03"}
NOT_HERE = frozenset({"violation", "target", "identity"})


@pytest.fixture(scope="module")
def decade() -> Decade:
    return generate_decade(settings().seeds, SEED)


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
    made: dict[int, tuple[Case, list[Attack]]] = {}
    for day, figures in by_day.items():
        known = known_on(decade.extracts, day, made)
        for figure in figures:
            computed = value(figure, known)
            if computed is not None:
                seen += 1
                if not figure.is_equal(Decimal(str(computed))):
                    wrong[figure.id] = (float(figure.value), computed)
    assert seen > 300
    assert set(wrong) == MEXICO, wrong


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


# --- through the platform: extracts as files, and figures as the analyst sees them ----------------------------------


def test_a_changed_extract_moves_exactly_the_right_figures(
    decade: Decade, module_databases: Settings, tmp_path: Path
) -> None:
    years = range(2020, 2023)
    salvador = [e for e in decade.extracts if e.country == "sv" and e.period.year in years]
    written = demo.write(tmp_path / "first", salvador)
    take_in(written.filings)
    before = {f.figure.id: f.computed for f in compute() if f.computed is not None}

    changed = added_moved_and_withdrawn(next(e for e in salvador if e.period == dt.date(2021, 5, 1)))
    take_in(demo.write(tmp_path / "second", [changed]).filings)
    after = {f.figure.id: f.computed for f in compute() if f.computed is not None}

    first, then = by_hand_of(salvador, before), by_hand_of([*salvador, changed], before)
    by_hand = {id: (first[id], then[id]) for id in first if first[id] != then[id]}
    moved = {id for id in before if before[id] != after[id]}
    assert moved == set(by_hand)
    assert {"sv_2020_attacks__2023-12", "sv_2021_attacks__2023-12"} <= moved
    assert "sv_2022_attacks__2023-12" not in moved
    assert "sv_2021_03_attacks__2021-05" not in moved
    for id, counted in by_hand.items():
        assert (float(before[id]), float(after[id])) == pytest.approx(counted)


@pytest.fixture(scope="module")
def restated(decade: Decade, tmp_path_factory: pytest.TempPathFactory) -> demo.Plan:
    """Three months of a source that replaces and of one that adds: up to six files, late rows, withdrawals."""
    chosen = [
        e
        for e in decade.extracts
        if e.country in {"hn", "ni"} and e.period in {dt.date(2023, month, 1) for month in (3, 4, 7)}
    ]
    assert max(e.version for e in chosen) == 6
    assert "withdrawn" in {case.status for e in chosen for case in e.cases}
    return demo.write(tmp_path_factory.mktemp("restated"), chosen)


@pytest.mark.parametrize(
    "shuffle", [0, 1, *(pytest.param(number, marks=pytest.mark.long) for number in range(2, 5))]
)
def test_the_order_of_loading_changes_nothing(restated: demo.Plan, server: Settings, shuffle: int) -> None:
    filings = list(restated.filings)
    random.Random(shuffle).shuffle(filings)
    with fresh_databases(server):
        take_in(filings)
        assert compare(restated.truth) == []


def take_in(filings: Sequence[demo.Filing]) -> None:
    """What the DAGs do, one after the other."""
    for filing in filings:
        receive(filing.path, filing.country, filing.period, filing.filed_on)
    for country in sorted({filing.country for filing in filings}):
        numbers = load(country)
        assert judge(country, numbers).success
        accept(country, numbers)
    assert build().failures == ()
