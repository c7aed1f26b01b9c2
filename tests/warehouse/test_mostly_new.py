"""A build in which few rows stand beside those that are new writes its tables anew, and they hold the same."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest

from mesoregistry.figures.definitions import definitions
from mesoregistry.ledger import builds
from mesoregistry.settings import Settings, settings
from mesoregistry.warehouse.build import build
from tests.warehouse.filing import file, person, prepare, rows
from tests.warehouse.test_build import everything

pytestmark = pytest.mark.slow(1)
MARCH, APRIL, MAY, JUNE = (dt.date(2024, month, 1) for month in (3, 4, 5, 6))


def filed(month: dt.date, key: str, forms: list[str], count: int) -> int:
    """A file of Honduras of so many cases; the ledger says how many rows were read."""
    records = [
        {"case_key": f"{key}{n}", "event_date": f"{month:%Y-%m}-05", "form": forms, **person(f"{key}{n}")}
        for n in range(count)
    ]
    number = file("hn", month, month + dt.timedelta(days=33), records)
    with psycopg.connect(settings().dsn("warehouse")) as connection:
        connection.execute(
            "update intake.submission set rows_read = %s where submission_id = %s", [count, number]
        )
    return number


def indexes() -> list[tuple[str]]:
    return rows(
        "select tablename || regexp_replace(indexdef, '.* USING', '') from pg_indexes"
        " where schemaname = 'marts' order by 1"
    )


def shown() -> int:
    """Attacks in the view that analysts and metrics read; every view of a relation of the measures can be read."""
    with psycopg.connect(settings().dsn("warehouse", "analyst")) as connection:
        numbers = {
            name: connection.execute(f"select count(*) from semantic.rows_{name}".encode()).fetchone()
            for name in definitions().relations
        }
    row = numbers["attacks"]
    assert row
    number: int = row[0]
    return number


def test_many_beside_few(module_databases: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare()
    filed(MARCH, "A", ["amenazas"], 2)
    assert build().failures == ()
    filed(APRIL, "B", ["robo", "amenazas"], 5)
    assert not build().full  # few rows are brought in, whatever stands beside them
    assert shown() == 2 + 10
    monkeypatch.setattr(builds, "MANY", 10)
    filed(MAY, "C", ["robo"], 14)
    result = build()
    assert (result.full, result.failures) == (False, ())  # seven stand beside them: not few
    assert shown() == 12 + 14
    before, made = everything(), indexes()
    filed(JUNE, "D", ["hostigamiento"], 50)
    result = build()
    assert (result.full, result.failures) == (True, ())
    assert shown() == 26 + 50  # its tables were written anew, and the views with them
    anew = everything()
    assert len(anew["fct_attack"]) == len(before["fct_attack"]) + 50
    assert set(before["fct_attack"]) <= set(anew["fct_attack"])
    assert indexes() == made
    assert build(full_refresh=True).failures == ()
    assert everything() == anew
