"""The trigger on a real ledger: what waits at its start, what arrives, many at a time, a server that went away."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry import database, ledger
from mesoregistry.intake.receive import receive
from mesoregistry.ledger import Action, State
from mesoregistry.settings import Settings
from tests.airflow_child import run_in_airflow
from tests.intake.samples import case, salvadoran

pytestmark = pytest.mark.slow(1)
# The child listens as the triggerer does, and writes to the ledger itself once it does.
LISTEN = """
import asyncio, datetime, os, psycopg
from mesoregistry import database, ledger
import ledger_watcher
from ledger_watcher import LedgerTrigger
from mesoregistry.settings import settings
ledger_watcher.PAUSE, ledger_watcher.QUIET = 0.2, 0.5
country, *arrivals = sys.argv[1:]
filings = iter(range(100))
def file(country):
    number = next(filings)
    month = datetime.date(2012 + number // 12, number % 12 + 1, 1)
    with database.transaction() as connection:
        new = ledger.NewFile(country, "any", month, datetime.date(2024, 1, 1), os.urandom(32).hex(), 1, ".csv")
        ledger.file(connection, new)
async def listeners(connection):
    row = await (await connection.execute(
        "select count(*) from pg_stat_activity where query like 'listen%' or query like 'select 1 from intake%'"
    )).fetchone()
    return row[0]
async def main():
    heard = []
    async def listen():
        async for event in LedgerTrigger(country).run():
            heard.append(event.payload)
    task = asyncio.create_task(listen())
    own = settings().dsn("warehouse")
    async with await psycopg.AsyncConnection.connect(own, autocommit=True) as connection:
        while not await listeners(connection):
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.3)
        for arrival in arrivals:
            await asyncio.sleep(0.01)
            if arrival == "kill":
                await connection.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                                         " where query like 'listen%' or query like 'select 1 from intake%'")
                await asyncio.sleep(1)
            elif arrival == "pause":
                await asyncio.sleep(2)
            else:
                await asyncio.to_thread(file, arrival)
        await asyncio.sleep(2.5)
    task.cancel()
    return heard
answer({"heard": asyncio.run(main()), "saved": LedgerTrigger(country).serialize()})
"""
UNBUILT = """
import asyncio, psycopg
import ledger_watcher
from ledger_watcher import UnbuiltTrigger
ledger_watcher.LOOK, looks = 0.1, iter([False, psycopg.OperationalError(), True, True])
async def look():
    due = next(looks)
    if isinstance(due, Exception):
        raise due
    return due
assert asyncio.run(ledger_watcher.is_unbuilt()) is False
ledger_watcher.is_unbuilt = look
async def main():
    heard = []
    async def listen():
        async for event in UnbuiltTrigger().run():
            heard.append(event.payload)
    task = asyncio.create_task(listen())
    await asyncio.sleep(2)
    task.cancel()
    return len(heard)
answer({"heard": asyncio.run(main()), "saved": UnbuiltTrigger().serialize()})
"""
EVENT = {"country": "hn"}


def test_it_hears_its_own_country_and_no_other(databases: Settings) -> None:
    answer = run_in_airflow(databases, LISTEN, "hn", "sv", "hn", "gt")
    assert answer["heard"] == [EVENT]
    assert answer["saved"] == ["ledger_watcher.LedgerTrigger", EVENT]


def test_many_at_a_time_are_one_event(databases: Settings) -> None:
    assert run_in_airflow(databases, LISTEN, "hn", *["hn"] * 20)["heard"] == [EVENT]
    assert run_in_airflow(databases, LISTEN, "gt", "gt", "pause", "gt")["heard"] == [{"country": "gt"}] * 2


def test_what_nobody_waits_for_calls_nobody(databases: Settings) -> None:
    """A month that was withdrawn, or taken by the run that goes on."""
    silent = LISTEN.replace(
        "await asyncio.to_thread(file, arrival)",
        "await connection.execute(\"select pg_notify('intake_arrival', %s)\", [arrival])",
    )
    assert run_in_airflow(databases, silent, "hn", "hn")["heard"] == []


def test_a_missing_build_is_called_for_and_not_twice_while_it_begins(databases: Settings) -> None:
    answer = run_in_airflow(databases, UNBUILT)
    assert answer == {"heard": 1, "saved": ["ledger_watcher.UnbuiltTrigger", {}]}


def test_a_lost_connection_is_taken_up_again(databases: Settings) -> None:
    assert run_in_airflow(databases, LISTEN, "hn", "kill", "hn")["heard"] == [EVENT]


def test_what_came_while_nobody_listened_is_told_at_the_start(databases: Settings, tmp_path: Path) -> None:
    path = tmp_path / "extracto.csv"
    path.write_bytes(salvadoran([case(1)]))
    number = receive(path, "sv", dt.date(2024, 3, 1)).submission_id
    assert run_in_airflow(databases, LISTEN, "sv")["heard"] == [{"country": "sv"}]
    with database.transaction() as connection:
        ledger.move(connection, number, Action.LANDED)
        ledger.move(connection, number, Action.ACCEPTED, State.ACCEPTED)
    assert run_in_airflow(databases, LISTEN, "sv")["heard"] == []
