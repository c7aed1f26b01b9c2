"""The ten years, damaged: the published figures notice, and each is named. Takes a quarter of an hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from mesoregistry.figures import compute
from mesoregistry.figures.damages import Damage
from mesoregistry.figures.mutations import mutations, tried
from mesoregistry.figures.selfcheck import drawn, outcomes
from mesoregistry.intake.accept import accept
from mesoregistry.intake.load import load
from mesoregistry.intake.tasks import judge
from mesoregistry.settings import Settings, settings
from mesoregistry.synthetic import extracts as demo
from mesoregistry.synthetic.decade.registry import generate_decade
from mesoregistry.synthetic.demo import file_all
from mesoregistry.warehouse.build import build
from tests.conftest import fresh_databases

pytestmark = [pytest.mark.slow(15), pytest.mark.long]
NAMED = [
    (Damage("delete", (), dt.date(2025, 1, 1), dt.date(2025, 12, 31)), "reg5_2010_2025_05_attacks__2025-07"),
    (Damage("delete", ("gt",), dt.date(2012, 1, 1), dt.date(2014, 12, 31)), "gt_2012_2014_attacks__2015-10"),
    (
        Damage("delete", ("ni",), dt.date(2013, 1, 1), dt.date(2013, 12, 31)),
        "reg5_2012_2023_attacks__2024-06",
    ),
]


COUNTED_FOR_OTHER_ROWS = {
    "persons lose their token", "persons become the same", "organisations lose their token", "members are lost",
}  # fmt: skip


@pytest.fixture(scope="module")
def decade(server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with fresh_databases(server):
        made = generate_decade(settings().seeds, 7)
        take_in(demo.write(tmp_path_factory.mktemp("decade"), made.extracts, made.quiet))
        yield


def take_in(plan: demo.Plan) -> None:
    list(file_all(plan))
    for country in sorted({filing.country for filing in plan.filings}):
        numbers = load(country)
        assert judge(country, numbers).success
        accept(country, numbers)
    assert build().failures == ()


def test_each_of_the_figures_has_one_of_four_verdicts(decade: None) -> None:
    results = compute()
    by_status = {
        status: [r.figure.id for r in results if r.status == status] for status in {r.status for r in results}
    }
    assert by_status.keys() == {
        "equal",
        "equal_not_covered",
        "contradiction",
        "not_covered",
        "not_computable",
    }
    assert by_status["not_covered"] == ["reg5_march_2020_2025_share__2026-02"]
    assert (len(by_status["contradiction"]), len(by_status["not_computable"])) == (11, 37)
    assert len(by_status["equal"]) + len(by_status["equal_not_covered"]) == 424 - 11 - 37 - 1


@pytest.mark.parametrize(("damage", "figure_id"), NAMED)
def test_what_is_deleted_is_noticed_and_named(decade: None, damage: Damage, figure_id: str) -> None:
    (outcome,) = outcomes([damage], in_full=True)
    assert outcome.rows and outcome.is_noticed
    assert figure_id in outcome.moved and figure_id in outcome.different


def test_forty_changed_definitions(decade: None) -> None:
    results = list(tried(mutations()))
    assert len(results) == 40
    unnoticed = {r.mutation.name for r in results if not r.is_noticed}
    assert len(unnoticed) <= 4, unnoticed


def test_two_hundred_damages(decade: None) -> None:
    every = list(drawn(7, 200))
    assert len(every) == 200 and all(o.rows for o in every)
    assert [o for o in every if o.is_missed] == []
    assert sum(bool(o.moved) for o in every) > 150
    # no kind of damage is one that the published figures cannot see at all
    assert {o.damage.kind for o in every} - {o.damage.kind for o in every if o.moved} == set()
    # what moves no number changes no row that a figure counts; or the women and organisations are in other rows
    assert {o.damage.kind for o in every if o.hidden} <= COUNTED_FOR_OTHER_ROWS
    assert all(o.is_unseen for o in every if not o.moved and o.damage.kind not in COUNTED_FOR_OTHER_ROWS)
