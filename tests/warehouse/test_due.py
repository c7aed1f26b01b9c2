"""When the warehouse is called to build: what counts unseen, nobody at it, and after pauses when it breaks."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import Any

import psycopg
import pytest

from mesoregistry.alerts import pause_after
from mesoregistry.catalog.decision_files import COLUMNS, PLACES, TERMS
from mesoregistry.intake import recorded_decisions
from mesoregistry.intake.answers import Reason, withdraw
from mesoregistry.intake.task_faults import NothingToDo
from mesoregistry.settings import Settings
from mesoregistry.warehouse import build, tasks
from mesoregistry.warehouse.build import LOCK, Built
from mesoregistry.warehouse.fingerprint import fingerprint
from tests.warehouse.filing import file, prepare

MARCH = dt.date(2024, 3, 1)
UNBUILT = {"unbuilt": 1}


@pytest.fixture
def accepted(databases: Settings) -> int:
    prepare()
    number = file("sv", MARCH, dt.date(2024, 4, 2), [])
    earlier(databases)
    return number


def run(config: Settings, query: str, *values: Any) -> None:
    with psycopg.connect(config.dsn("warehouse")) as owner:
        owner.execute(query.encode(), values)


def earlier(config: Settings) -> None:
    run(config, "update intake.event set recorded_at = recorded_at - interval '1 minute'")


def built(config: Settings, *, success: bool, minutes_ago: float = 0, seconds: float = 2) -> None:
    with psycopg.connect(config.dsn("warehouse")) as owner:
        owner.execute(
            "insert into ops.dbt_run (layer, success, seconds, ledger_event_no, fingerprint, recorded_at)"
            " values ('all', %s, %s, (select max(event_no) from intake.event), %s, now() - %s * interval '1 minute')",
            [success, seconds, fingerprint(owner, config), minutes_ago],
        )


def test_what_is_accepted_and_not_built_is_due_when_nobody_comes(databases: Settings, accepted: int) -> None:
    assert tasks.unbuilt() == UNBUILT
    built(databases, success=True)
    assert tasks.unbuilt() == {}
    withdraw(accepted, Reason.WRONG_FILE)
    assert tasks.unbuilt() == {}, "whoever accepted a moment ago calls for a build"
    earlier(databases)
    assert tasks.unbuilt() == UNBUILT


def test_what_the_coordination_decided_is_due_until_it_is_built(databases: Settings, accepted: int) -> None:
    tasks.unbuilt()
    built(databases, success=True)
    term = {"list": "form", "country": "sv", "term": "zumbamiento", "code": "harassment"}
    place = {"place_id": "SV-SO", "name": "Provincia Inventada"}
    try:
        for name, row in ((TERMS, dict.fromkeys(COLUMNS[TERMS], "") | term), (PLACES, place)):
            recorded_decisions.record(name, [row])
            assert tasks.unbuilt() == UNBUILT, name
            built(databases, success=False, minutes_ago=4)
            assert tasks.unbuilt() == {}, "five minutes after the first that broke"
            built(databases, success=True)
            assert tasks.unbuilt() == {}
        recorded_decisions.take_back(PLACES, [place])
        assert tasks.unbuilt() == UNBUILT, "taken back"
    finally:
        shutil.rmtree(databases.home / "decisions")


def test_nothing_is_due_while_a_build_runs(databases: Settings, accepted: int) -> None:
    with psycopg.connect(databases.dsn("warehouse", "transformer"), autocommit=True) as other:
        other.execute("select pg_advisory_lock(%s)", [LOCK])
        assert tasks.unbuilt() == {}
    assert tasks.unbuilt() == UNBUILT


def test_a_build_that_breaks_is_called_after_pauses_that_grow(databases: Settings, accepted: int) -> None:
    built(databases, success=False, minutes_ago=6)
    assert tasks.unbuilt() == UNBUILT
    built(databases, success=False, minutes_ago=6)
    assert tasks.unbuilt() == {}, "ten minutes after the second"
    run(databases, "update ops.dbt_run set fingerprint = 'of the models before'")
    assert tasks.unbuilt() == UNBUILT, "another model is worth a try at once"


def test_a_build_that_died_is_called_at_once(databases: Settings, accepted: int) -> None:
    built(databases, success=False, seconds=0)
    assert tasks.unbuilt() == UNBUILT


def test_the_pause_doubles_up_to_six_hours() -> None:
    assert [pause_after(n).total_seconds() / 60 for n in (1, 2, 3, 4, 7, 8, 100)] == [
        5,
        10,
        20,
        40,
        320,
        360,
        360,
    ]


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        ("fct_event: Database Error column no_such_column does not exist", "Stopped"),
        ("fct_event: Database Error server closed the connection unexpectedly", "BuildFailed"),
        ("stg_records: terminating connection due to administrator command", "BuildFailed"),
        ("not_null_fct_event_event_id: Got 3 results, configured to fail if != 0", "Stopped"),
    ],
)
def test_only_a_server_that_went_away_is_tried_again(
    databases: Settings, accepted: int, monkeypatch: pytest.MonkeyPatch, failure: str, kind: str
) -> None:
    broken = Built(True, True, 1.0, {}, (failure,))
    monkeypatch.setattr(build, "build", lambda: broken)
    with pytest.raises(Exception, match=r"fct_event|stg_records") as raised:
        tasks.build()
    assert type(raised.value).__name__ == kind


def test_a_run_that_finds_all_built_is_not_green_while_the_marts_fail(
    databases: Settings, accepted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(databases, success=True, minutes_ago=2)
    monkeypatch.setattr(build, "build", lambda: Built(False, False, 0.0, {"m": 1}))
    assert tasks.build() == {"m": 1}, "the gate did not see it yet"
    judged = "insert into ops.gate_run (suite, success, seconds) values ('marts', %s, 1)"
    run(databases, judged, False)
    assert tasks.build() == {"m": 1}, "red: it is judged again"
    run(databases, judged, True)
    with pytest.raises(NothingToDo):
        tasks.build()
