"""A version that another one replaces on the same day: that day shows the last, and the first leaves its trace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.database import transaction
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.intake.samples import case, salvadoran
from tests.warehouse.filing import rows
from tests.warehouse.months import counted, file_month, take_in

pytestmark = pytest.mark.slow(1)
DAY = dt.date(2024, 4, 2)


def file_version(folder: Path, number: int) -> int:
    """The first or second version of a month with one case, which the second tells otherwise."""
    form = "robo" if number == 1 else "amenaza de muerte"
    return file_month(folder, "sv", salvadoran([case(1, Tipos_de_agresión=form)]), DAY)


def known_on(day: dt.date) -> list[tuple[object, ...]]:
    return rows(
        "select submission_id, form_code, verification_code from marts.fct_attack_version"
        f" where known_from <= '{day}' and coalesce(known_to, 'infinity') > '{day}'"
    )


@pytest.mark.parametrize("build_between", [True, False])
def test_the_day_shows_the_last_and_the_first_leaves_its_trace(
    databases: Settings, tmp_path: Path, *, build_between: bool
) -> None:
    first = file_version(tmp_path, 1)
    take_in("sv")
    if build_between:
        assert build().failures == ()
        assert [row[0] for row in known_on(DAY)] == [first]
    second = file_version(tmp_path, 2)
    take_in("sv")
    assert len(counted("sv")) == 1
    assert known_on(DAY) == known_on(dt.date(2024, 5, 1)) == [(second, "death_threat", "verified")]
    assert rows("select submission_id, version, filed_on from marts.dim_submission order by 1") == [
        (first, 1, DAY), (second, 2, DAY),
    ]  # fmt: skip
    with transaction() as connection:
        accepted = connection.execute(
            "select submission_id from intake.event where action = 'accepted' order by event_no"
        )
        assert accepted.fetchall() == [(first,), (second,)]
