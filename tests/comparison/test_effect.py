"""What the figures of a month would become: said before a file is filed, and then counted in the marts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.comparison.compare import compare
from mesoregistry.comparison.differences import Count, MonthFigures, Waiting
from mesoregistry.comparison.effect import _now
from mesoregistry.database import reading
from mesoregistry.intake.check_file import check_file
from mesoregistry.intake.receive import receive
from mesoregistry.settings import Settings
from mesoregistry.synthetic import extracts as demo
from mesoregistry.synthetic.extracts import Filing
from mesoregistry.warehouse.build import build
from tests.intake.samples import case, salvadoran
from tests.warehouse.months import MARCH, file_month, take_in

COUNTRIES = ("sv", "gt", "hn", "mx", "ni")
MONTHS = 6


def expected(path: Path, country: str, period: dt.date) -> tuple[MonthFigures, ...]:
    waiting = Waiting.of(check_file(path, country, period).findings)
    differences = compare(path, country, period, waiting)
    assert differences
    return differences.figures


def in_the_marts(figures: MonthFigures, country: str) -> Count:
    with reading("loader") as connection:
        return _now(connection, [figures.month]).get((country, figures.month), Count(0, 0))


def file_and_build(filings: list[Filing]) -> None:
    for filing in filings:
        receive(filing.path, filing.country, filing.period, filing.filed_on)
    for country in COUNTRIES:
        take_in(country)
    assert build().failures == ()


@pytest.mark.slow(1)
def test_five_countries_count_what_was_said_before(module_databases: Settings, tmp_path: Path) -> None:
    """The last files of each country, new months and versions of older ones; each the only one of its country."""
    filings = sorted(demo.write(tmp_path, demo.history(MONTHS)).filings, key=lambda filing: filing.filed_on)
    rounds = [[f for f in filings if f.country == country] for country in COUNTRIES]
    file_and_build([filing for of_country in rounds for filing in of_country[:-3]])
    changed = 0
    for position in (-3, -2, -1):
        now = [of_country[position] for of_country in rounds]
        predicted = [expected(filing.path, filing.country, filing.period) for filing in now]
        file_and_build(now)
        for filing, figures in zip(now, predicted, strict=True):
            assert figures[0].month == f"{filing.period:%Y-%m}"
            for month in figures:
                assert month.country_after == in_the_marts(month, filing.country), (filing.path.name, month)
                difference = [
                    after - before for after, before in zip(month.region_after, month.region, strict=True)
                ]
                assert difference == [a - b for a, b in zip(month.country_after, month.country, strict=True)]
                changed += month.country != month.country_after
    assert changed >= len(COUNTRIES) * 2  # figures that changed


def test_a_row_that_waits_leaves_what_stands(databases: Settings, tmp_path: Path) -> None:
    file_month(tmp_path, "sv", salvadoran([case(n) for n in (1, 2, 3)]), dt.date(2024, 4, 2))
    take_in("sv")
    assert build().failures == ()
    mistyped = case(2, Tipos_de_agresión="Hostigamento")
    twice = case(1, Tipos_de_agresión="amenaza de muerte; hostigamiento")
    before = Count(3, 3)
    for day, rows, after in (
        (9, [case(1), mistyped, case(4)], Count(3, 3)),  # 2 waits and goes on as it was; 3 is gone; 4 is new
        # 5 waits and may be 4, which goes on
        (10, [case(1), mistyped, case(5, Fecha_del_hecho="")], Count(3, 3)),
        (11, [twice, twice, case(2)], Count(3, 2)),  # 1 is told by its first row; 4 is gone
    ):
        path = tmp_path / "otra.csv"
        path.write_bytes(salvadoran(rows))
        [figures, *_] = expected(path, "sv", MARCH)
        assert (figures.country, figures.country_after) == (before, after)
        receive(path, "sv", MARCH, dt.date(2024, 4, day))
        take_in("sv")
        assert build().failures == ()
        assert in_the_marts(figures, "sv") == figures.country_after


def test_without_tables_nothing_is_said_of_figures(databases: Settings, tmp_path: Path) -> None:
    path = tmp_path / "marzo.csv"
    path.write_bytes(salvadoran([case(1)]))
    assert expected(path, "sv", MARCH) == ()
