"""Deadlines: what each passes by, in days of the country, and when it is met."""

from __future__ import annotations

import datetime as dt

import pytest

from mesoregistry import alerts, clock, database, ledger
from mesoregistry.intake import deadlines
from mesoregistry.ledger import Action, State
from mesoregistry.settings import Settings
from tests.conftest import environment
from tests.warehouse.filing import file, prepare

JANUARY, MARCH = dt.date(2024, 1, 1), dt.date(2024, 3, 1)
KEY = "deadline.mx"


@pytest.fixture
def filed(databases: Settings) -> int:
    prepare()
    return file("mx", JANUARY, dt.date(2024, 2, 14), [])


def messages(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> list[str]:
    monkeypatch.setattr(clock, "now", lambda: moment)
    with database.transaction() as connection:
        deadlines.keep(connection)
        return [alert.message for alert in alerts.open_alerts(connection, "key = %s", [KEY])]


def noon(month: int, day: int) -> dt.datetime:
    return dt.datetime(2024, month, day, 18, tzinfo=dt.UTC)


def test_a_month_that_was_not_filed(filed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert messages(monkeypatch, noon(3, 15)) == []
    [message] = messages(monkeypatch, noon(3, 16))
    assert message.startswith("México: falta el mes 2024-02, que se debía el 2024-03-15.")
    assert "mesoregistry submit --country mx --period 2024-02 --nothing" in message
    with environment(MESO_DAYS_TO_FILE="5"):
        assert messages(monkeypatch, noon(3, 16)) == []
        assert len(messages(monkeypatch, noon(3, 21))) == 1
    file("mx", dt.date(2024, 2, 1), dt.date(2024, 3, 21), [])
    assert messages(monkeypatch, noon(3, 21)) == []


def test_the_day_is_that_of_the_country(filed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    five_in_the_morning_in_london = dt.datetime(2024, 3, 16, 5, tzinfo=dt.UTC)
    assert messages(monkeypatch, five_in_the_morning_in_london) == [], "in Mexico it is the 15th still"
    assert len(messages(monkeypatch, five_in_the_morning_in_london + dt.timedelta(hours=2))) == 1


def test_a_file_that_is_not_corrected(filed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.transaction() as connection:
        ledger.move(connection, filed, Action.REOPENED)
        ledger.move(connection, filed, Action.ACCEPTED, State.TO_CORRECT)
    assert messages(monkeypatch, noon(2, 28)) == []
    [message] = messages(monkeypatch, noon(2, 29))
    assert message.startswith("México, enero 2024, v1: 0 filas")
    assert message.endswith(f"desde el 2024-02-14. → mesoregistry findings {filed}")
    with database.transaction() as connection:
        ledger.move(connection, filed, Action.REOPENED)
        ledger.move(connection, filed, Action.ACCEPTED, State.ACCEPTED)
    assert messages(monkeypatch, noon(2, 29)) == []


def test_a_file_that_nobody_reviewed(filed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.transaction() as connection:
        ledger.move(connection, filed, Action.REOPENED)
    assert messages(monkeypatch, noon(2, 15)) == []
    [message] = messages(monkeypatch, noon(2, 16))
    assert "nadie la ha revisado" in message
    assert "stuck-file.md" in message


def test_a_deadline_that_passed_is_opened_once(filed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        assert len(messages(monkeypatch, noon(3, 16))) == 1
    with database.transaction() as connection:
        [alert] = alerts.open_alerts(connection, "key = %s", [KEY])
    assert alert.attempts == 1


def test_a_country_that_never_filed_owes_nothing(
    databases: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert messages(monkeypatch, noon(3, 16)) == []
