"""Months in which nothing happened: written with a registry, filed with it, and no gap of the figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.database import reading
from mesoregistry.figures.coverage import coverage
from mesoregistry.figures.scope import Scope
from mesoregistry.intake.quiet_month import file_quiet_month
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings
from mesoregistry.synthetic import extracts
from mesoregistry.synthetic.cases import QuietMonth
from mesoregistry.synthetic.decade.assumptions import assumptions
from mesoregistry.synthetic.decade.month_files import quiet_months
from mesoregistry.synthetic.demo import file_all
from mesoregistry.synthetic.demo_home import must_hold_invented_only
from mesoregistry.warehouse.build import build
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import filed

FEBRUARY = dt.date(2013, 2, 1)
QUIET = QuietMonth("ni", FEBRUARY, dt.date(2013, 3, 6))


def plan_of(folder: Path) -> extracts.Plan:
    extracts.write(folder, [], [QUIET])
    return extracts.read(folder)


def test_the_plan_keeps_them(tmp_path: Path) -> None:
    assert plan_of(tmp_path).quiet == (QUIET,)


def test_a_month_without_a_file_is_quiet_where_somebody_registered() -> None:
    """Without any file: every month of every country but Guatemala's from 2023 on."""
    months = quiet_months([], assumptions())
    assert QUIET in months and len(months) == 5 * 161 - 29
    assert max(m.period for m in months if m.country == "gt") == dt.date(2022, 12, 1)
    assert all(m.filed_on > m.period for m in months)


def test_filed_twice_they_are_the_demos_own_and_no_other_is(databases: Settings, tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    for _ in range(2):
        list(file_all(plan))
        must_hold_invented_only(plan)
    file_quiet_month("ni", dt.date(2013, 6, 1))
    with pytest.raises(LocalFault):
        must_hold_invented_only(plan)


def test_a_quiet_month_is_no_gap_of_a_figure(databases: Settings, tmp_path: Path) -> None:
    filed(tmp_path, salvadoran([case(1)]))  # so that there is something to build
    list(file_all(plan_of(tmp_path)))
    assert build().failures == ()
    scope = Scope(("NI",), dt.date(2013, 1, 1), dt.date(2013, 3, 31), {})
    with reading("analyst") as connection:
        covered = coverage(connection)
    before, after = (covered.missing(scope, QUIET.filed_on - dt.timedelta(days)) for days in (1, 0))
    assert [m.month for m in before["NI"]] == [1, 2, 3]
    assert [m.month for m in after["NI"]] == [1, 3]
