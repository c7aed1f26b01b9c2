"""What lives and does nothing is named; what is slow, new or paused is not."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from mesoregistry.local import migrate, motion
from mesoregistry.local.motion import BEAT, BUSY_QUEUE, FIRST_BEAT, QUEUE, UPKEEP_BEAT, Motion, Sign
from mesoregistry.local.sessions import Session, end
from mesoregistry.local.watch import Watch
from mesoregistry.settings import Settings
from tests.local.processes import until

NOW = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watched(clock: Clock, tmp_path: Path) -> Motion:
    return Motion(Settings(home=tmp_path), dict, clock=clock)


def stuck_after(
    watched: Motion, clock: Clock, seconds: float, before: list[Sign], after: list[Sign]
) -> set[str]:
    assert watched.judge(before) == {}
    clock.seconds += seconds
    return set(watched.judge(after))


def test_a_sign_that_stands_still_names_its_service(watched: Motion, clock: Clock) -> None:
    sign = Sign("triggerer", 1, 10.0, "still")
    assert stuck_after(watched, clock, 9.9, [sign], [sign]) == set()
    clock.seconds += 0.1
    assert watched.judge([sign]) == {"triggerer": "still"}
    # it was started anew: the time begins again
    assert stuck_after(watched, clock, 9.9, [sign], [sign]) == set()


@pytest.mark.parametrize("after", [[Sign("triggerer", 2, 10.0, "still")], []])
def test_a_sign_that_changed_or_is_gone_does_not(watched: Motion, clock: Clock, after: list[Sign]) -> None:
    sign = Sign("triggerer", 1, 10.0, "still")
    assert stuck_after(watched, clock, 11, [sign], after) == set()
    assert watched.judge([sign]) == {}


def row(
    queued: tuple[str, ...] = (), running: tuple[str, ...] = (), paused: bool = True
) -> tuple[list[str], list[str], list[bool], dt.datetime, None]:
    return [*queued], [*running], [paused], NOW, None


@pytest.mark.parametrize(
    ("before", "after", "seconds", "stuck"),
    [
        (row(("a",)), row(("a",)), QUEUE, True),
        (row(("a",)), row(("a",)), QUEUE - 1, False),
        (row(("a", "b")), row(("b",), ("a",)), QUEUE, False),  # one was taken
        (row(("a",), ("b",)), row(("a",), ("b",)), QUEUE, False),  # a restart would lose the work of b
        (row(("a",), ("b",)), row(("a",), ("b",)), BUSY_QUEUE, True),
        (row(), row(), 10_000, False),  # nothing to do
        (row(paused=False), row(paused=False), UPKEEP_BEAT, True),
        (row(paused=True), row(paused=True), UPKEEP_BEAT, False),
    ],
)
def test_a_queue_that_does_not_drain_or_an_upkeep_that_does_not_run(
    watched: Motion,
    clock: Clock,
    before: tuple[object, ...],
    after: tuple[object, ...],
    seconds: float,
    stuck: bool,
) -> None:
    signs = [motion._of_scheduler(7, values, local=True) for values in (before, after)]
    assert (stuck_after(watched, clock, seconds, *signs) == {"scheduler"}) == stuck


@pytest.mark.parametrize(
    ("running", "used", "seconds", "stuck"),
    [
        ((), 3.11, BUSY_QUEUE, False),  # a slow machine: a worker is about to start its task
        ((), 3.10, QUEUE, True),  # nobody does anything
        (("b",), 3.11, BUSY_QUEUE, True),  # the work is that of b
    ],
)
def test_a_worker_that_works_is_not_stuck(
    watched: Motion, clock: Clock, running: tuple[str, ...], used: float, seconds: float, stuck: bool
) -> None:
    waits = row(("a",), running)
    signs = [motion._of_scheduler(7, waits, local=True, used=cpu) for cpu in (3.10, used)]
    assert (stuck_after(watched, clock, seconds, *signs) == {"scheduler"}) == stuck


def test_the_work_of_a_session_is_that_of_its_workers() -> None:
    loop = "while True: pass"
    leader = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {loop!r}])"
    process = subprocess.Popen([sys.executable, "-c", leader], start_new_session=True)
    session = Session.of(process.pid)
    try:
        until(lambda: session.seconds_of_others() > 0.5)
        used = session.seconds_of_others()
        for member in session.members():
            member.suspend()  # as one that waits for a lock
        held = session.seconds_of_others()
        time.sleep(0.3)
        assert session.seconds_of_others() == held >= used
    finally:
        end([session], 0)
        process.wait()


TABLES = """
create table job (job_type text, latest_heartbeat timestamptz);
create table dag (dag_id text, is_paused boolean);
create table dag_run (dag_id text, start_date timestamptz);
create table task_instance (id text, state text, dag_id text, queued_dttm timestamptz, last_heartbeat_at timestamptz);
insert into task_instance (id, state, queued_dttm) values
    ('before', 'queued', now() - interval '1 day'), ('since', 'queued', now() + interval '1 day')
"""


def test_what_another_scheduler_queued_is_not_its_own(databases: Settings) -> None:
    migrate.migrate(databases)
    with psycopg.connect(databases.dsn("airflow", "airflow")) as connection:
        connection.execute(TABLES)
    watched = Motion(databases, lambda: {"scheduler": Session.of(psutil.Process().pid)})
    [sign] = [sign for sign in watched._signs() if sign.limit == QUEUE]
    assert isinstance(sign.value, tuple) and sign.value[1] == ("since",)


def test_a_queue_of_other_machines_may_be_long(watched: Motion, clock: Clock) -> None:
    signs = motion._of_scheduler(7, row(("a",)), local=False)
    assert stuck_after(watched, clock, BUSY_QUEUE, signs, signs) == set()


def test_a_service_that_has_just_started_has_time(watched: Motion, clock: Clock) -> None:
    session = Session.of(psutil.Process().pid)
    started = dt.datetime.fromtimestamp(session.started, dt.UTC)
    for beat, limit in (
        (started + dt.timedelta(seconds=5), BEAT),
        (started - dt.timedelta(seconds=5), FIRST_BEAT),  # of the process before it
        (None, FIRST_BEAT),
    ):
        sign = [motion._beat("scheduler", session, beat)]
        watched.since.clear()
        assert stuck_after(watched, clock, limit - 1, sign, sign) == set()
        clock.seconds += 1
        assert set(watched.judge(sign)) == {"scheduler"}


def test_without_a_database_nothing_is_started_anew(watched: Motion) -> None:
    watched.settings.secrets.mkdir(parents=True)
    for name in ("airflow", "postgres"):
        (watched.settings.secrets / name).write_text("x")
    watched.settings.postgres_port = 1
    watched.since["still"] = (1, 0.0)
    assert watched.stuck() == {}
    assert watched.since == {}


def test_a_look_that_fails_is_reported_and_comes_again_later(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr("mesoregistry.local.watch.time.monotonic", clock)
    lines: list[str] = []

    def look() -> dict[str, str]:
        raise ValueError("a name")

    watch = Watch(1.0, look)
    for _ in range(40):
        assert watch.take_turn(lines.append) == {}
        clock.seconds += 1
    assert lines == ["ValueError"] * 5  # after 2, 4, 8 and 16 seconds
