"""A version that another one replaces on the same day: that day shows the last, and the first leaves its trace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.database import transaction
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.intake.samples import case, honduran, salvadoran
from tests.warehouse.filing import rows
from tests.warehouse.months import MARCH, counted, file_month, take_in

pytestmark = pytest.mark.slow(1)
DAY = dt.date(2024, 4, 2)


def file_version(folder: Path, country: str, number: int) -> int:
    """The first or second version of a month with one case, which the second tells otherwise."""
    if country == "hn":
        verification = "recibida" if number == 1 else "verificada"
        return file_month(
            folder,
            country,
            honduran({"A": verification}, MARCH, f"2024-04-0{number}T10:00:00"),
            DAY,
            suffix=".xlsx",
        )
    form = "robo" if number == 1 else "amenaza de muerte"
    return file_month(folder, country, salvadoran([case(1, Tipos_de_agresión=form)]), DAY)


def known_on(day: dt.date) -> list[tuple[object, ...]]:
    return rows(
        "select submission_id, form_code, verification_code from marts.fct_attack_version"
        f" where known_from <= '{day}' and coalesce(known_to, 'infinity') > '{day}'"
    )


@pytest.mark.parametrize("country", ["sv", "hn"])
@pytest.mark.parametrize("build_between", [True, False])
def test_the_day_shows_the_last_and_the_first_leaves_its_trace(
    databases: Settings, tmp_path: Path, country: str, *, build_between: bool
) -> None:
    first = file_version(tmp_path, country, 1)
    take_in(country)
    if build_between:
        assert build().failures == ()
        assert [row[0] for row in known_on(DAY)] == [first]
    second = file_version(tmp_path, country, 2)
    take_in(country)
    assert len(counted(country)) == 1
    content = ("death_threat", "verified") if country == "sv" else ("harassment", "verified")
    assert known_on(DAY) == known_on(dt.date(2024, 5, 1)) == [(second, *content)]
    assert rows("select submission_id, version, filed_on from marts.dim_submission order by 1") == [
        (first, 1, DAY), (second, 2, DAY),
    ]  # fmt: skip
    with transaction() as connection:
        accepted = connection.execute(
            "select submission_id from intake.event where action = 'accepted' order by event_no"
        )
        assert accepted.fetchall() == [(first,), (second,)]
