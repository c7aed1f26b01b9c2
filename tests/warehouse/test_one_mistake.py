"""What was accepted of a country counts while its registry has a mistake, and nothing is built anew for it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.broken_catalogue import mexico_broken
from tests.warehouse.filing import file, person, prepare, rows

pytestmark = pytest.mark.slow(1)
MARCH, FILED = dt.date(2024, 3, 1), dt.date(2024, 4, 2)
COUNTED = "select lower(country_code), count(*) from marts.fct_attack group by 1 order by 1"


def test_it_goes_on_counting(databases: Settings, tmp_path: Path) -> None:
    prepare()
    record = {"case_key": "M1", "event_date": "2024-03-05", "form": ["amenazas"], **person("Ana")}
    file("mx", MARCH, FILED, [record])
    assert build().success
    with mexico_broken(tmp_path):
        assert not build().ran, "the mistake is nothing new"
        file("sv", MARCH, FILED, [record | person("Eva")])
        built = build()
        assert (built.success, built.full) == (True, False)
        assert rows(COUNTED) == [("mx", 1), ("sv", 1)]
        built = build(full_refresh=True)
        assert built.success
        assert rows(COUNTED) == [("mx", 1), ("sv", 1)]
