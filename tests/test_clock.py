"""Days are those of the country: an evening filing is of that evening, on a server in UTC too."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from pydantic import ValidationError

from mesoregistry import clock, database, ledger
from mesoregistry.authoring.new_country import NewCountry, _registry
from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.registries import registries, registry
from mesoregistry.intake.check_file import check_file
from mesoregistry.intake.periods import Refused
from mesoregistry.intake.quiet_month import file_quiet_month
from mesoregistry.intake.receive import receive
from mesoregistry.settings import PROJECT, Settings, settings
from mesoregistry.warehouse.board import board
from tests.intake.samples import case, salvadoran

MAY, JUNE = dt.date(2024, 5, 1), dt.date(2024, 6, 1)
EVENING, MIDNIGHT = dt.time(18, 0), dt.time(23, 59)
READS_THE_CLOCK = re.compile(
    r"\b(?:date\.today|datetime\.(?:now|utcnow|today)|time\.(?:localtime|gmtime|strftime))\(|\bcurrent_date\b"
    r"|(?<!interval )\b(?:recorded_at|accepted_at|now\(\))::date\b"
)


@pytest.fixture(autouse=True)
def server_in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def set_clock(monkeypatch: pytest.MonkeyPatch, day: dt.date, time_of_day: dt.time, zone: str) -> None:
    """It is ``time_of_day`` of ``day`` in ``zone``."""
    moment = dt.datetime.combine(day, time_of_day, ZoneInfo(zone)).astimezone(dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.mark.parametrize("time_of_day", [EVENING, MIDNIGHT])
@pytest.mark.parametrize("country", ["gt", "hn", "mx", "ni", "sv"])
def test_the_evening_is_of_its_day(
    country: str, time_of_day: dt.time, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_of_june = dt.date(2024, 6, 30)
    set_clock(monkeypatch, last_of_june, time_of_day, registry(country).time_zone)
    assert clock.now().date() == dt.date(2024, 7, 1)  # the day of the server
    assert registry(country).today() == clock.today() == last_of_june


@pytest.mark.parametrize("time_of_day", [EVENING, MIDNIGHT])
def test_a_file_is_filed_on_the_day_of_its_country(
    time_of_day: dt.time, databases: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_of_june = dt.date(2024, 6, 30)
    set_clock(monkeypatch, last_of_june, time_of_day, registry("sv").time_zone)
    path = tmp_path / "mayo.csv"
    path.write_bytes(salvadoran([case(1)]))
    receipt = receive(path, "sv", MAY)
    quiet = file_quiet_month("ni", MAY)
    with database.transaction() as connection:
        for number in (receipt.submission_id, quiet.submission_id):
            assert ledger.submission(connection, number).filed_on == last_of_june
    with pytest.raises(Refused):  # July has not begun there, though it has on the server
        receive(path, "sv", dt.date(2024, 7, 1))
    with pytest.raises(Refused):
        receive(path, "sv", MAY, dt.date(2024, 7, 1))
    with pytest.raises(Refused):  # nor is June over
        file_quiet_month("ni", JUNE)
    with pytest.raises(Refused):
        check_file(path, "sv", dt.date(2024, 7, 1))
    assert "2024-06" not in {c["period"] for c in board() if c["country"] == "sv"}  # due in July
    set_clock(monkeypatch, dt.date(2024, 7, 1), dt.time(0, 0), registry("ni").time_zone)
    assert file_quiet_month("ni", JUNE).state == "accepted"


def test_a_month_is_late_after_its_day_in_the_country(
    databases: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mayo.csv"
    path.write_bytes(salvadoran([case(1)]))
    receive(path, "sv", dt.date(2024, 4, 1), dt.date(2024, 5, 2))
    set_clock(monkeypatch, dt.date(2024, 6, 15), MIDNIGHT, registry("sv").time_zone)
    assert [c["late"] for c in board() if c["period"] == "2024-05"] == [False]
    set_clock(monkeypatch, dt.date(2024, 6, 16), dt.time(0, 0), registry("sv").time_zone)
    assert [c["late"] for c in board() if c["period"] == "2024-05"] == [True]


@pytest.mark.parametrize("name", ["America/Guatamala", "CST", "", "UTC-6", "+06:00"])
def test_a_time_zone_is_of_iana(name: str) -> None:
    body = registry("gt").model_dump() | {"time_zone": name}
    with pytest.raises(ValidationError, match="time_zone"):
        Registry.model_validate(body)


def test_every_country_is_in_a_zone_of_its_own_name() -> None:
    names = {
        "gt": "Guatemala",
        "hn": "Tegucigalpa",
        "mx": "Mexico_City",
        "ni": "Managua",
        "sv": "El_Salvador",
    }
    assert {country: r.time_zone for country, r in registries().items()} == {
        country: f"America/{name}" for country, name in names.items()
    }


@pytest.mark.parametrize(("code", "zone"), [("pa", "America/Panama"), ("cl", "America/Santiago")])
def test_a_new_country_is_drafted_with_its_zone(code: str, zone: str, tmp_path: Path) -> None:
    config = settings().model_copy(update={"registries": tmp_path})
    text = _registry(NewCountry(code, "X", "X"), config, None).read_text(encoding="utf-8")
    assert f"time_zone: {zone}\n" in text


def test_the_analyst_is_in_the_region(databases: Settings) -> None:
    with psycopg.connect(databases.dsn("warehouse", "analyst")) as connection:
        assert connection.execute("show timezone").fetchone() == (clock.REGION,)
        now = connection.execute("select now()").fetchone()
        today = connection.execute("select current_date").fetchone()
    assert now and today == (now[0].astimezone(ZoneInfo(clock.REGION)).date(),)


def test_one_place_reads_the_clock() -> None:
    folders = ("include/mesoregistry", "dags", "plugins", "dbt/models", "dbt/macros")
    files = [p for folder in folders for p in (PROJECT / folder).rglob("*") if p.suffix in (".py", ".sql")]
    assert len(files) > 200
    readers = {
        str(path.relative_to(PROJECT))
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if READS_THE_CLOCK.search(line.partition("#")[0].partition("--")[0])
    }
    assert readers == {"include/mesoregistry/clock.py"}
