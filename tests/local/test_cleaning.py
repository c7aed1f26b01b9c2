"""What grows is cut: logs of services and tasks, Airflow's history; the watchers stay."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from mesoregistry.intake import upkeep_tasks as tasks
from mesoregistry.intake.task_faults import NothingToDo
from mesoregistry.local import airflow_prepare, cleaning, migrate, postgres, secrets
from mesoregistry.local.folders import make_private
from mesoregistry.local.holders import HOLDERS, VARIABLES, WORK
from mesoregistry.settings import Settings
from tests.conftest import environment, free_port, temporary_home

OLD = time.time() - 40 * 24 * 3600


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Settings]:
    with environment(MESO_HOME=str(tmp_path / "var")) as config:
        make_private(config)
        yield config


def test_a_large_log_begins_anew_while_its_service_writes(place: Settings) -> None:
    log = place.logs / "scheduler.log"
    with log.open("ab", buffering=0) as service:
        service.write(b"x" * (cleaning.LARGEST + 1))
        (place.logs / "small.log").write_text("y")
        assert cleaning.shorten_logs(place) == 1
        service.write(b"after\n")
    assert log.read_bytes() == b"after\n"
    aside = log.with_name("scheduler.log.1")
    assert aside.stat().st_size == cleaning.LARGEST + 1
    assert aside.stat().st_mode & 0o077 == 0
    assert cleaning.shorten_logs(place) == 0


def test_old_logs_of_tasks_go_with_their_folders(place: Settings) -> None:
    logs = place.home / "airflow" / "logs"
    for name, moment in (("run_id=old/attempt=1.log", OLD), ("run_id=new/attempt=1.log", time.time())):
        path = logs / "dag_id=upkeep" / name
        path.parent.mkdir(parents=True)
        path.write_text("x")
        os.utime(path, (moment, moment))
    assert cleaning.forget_task_logs(logs, 30) == 1
    assert [path.name for path in (logs / "dag_id=upkeep").iterdir()] == ["run_id=new"]


def test_airflow_s_own_command_holds_what_a_worker_holds(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs below the service that runs the task: the scheduler must not come to hold the API server's secret."""
    secrets.ensure(place)
    for name in WORK:
        secrets.write(place.secrets / name, f"of-{name}\n")
    shows = [sys.executable, "-c", "import os; print(*os.environ.values(), sep=chr(10))"]
    monkeypatch.setattr(cleaning, "command", lambda *_: shows)
    cleaning.forget_runs(place)
    variables = (place.logs / "airflow-clean.log").read_text()
    held = {path.name for path in place.secrets.iterdir() if path.read_text().strip() in variables}
    assert held == HOLDERS["worker"] & {*VARIABLES, "airflow"}


@pytest.mark.slow(2)
def test_old_history_goes_and_the_watchers_stay() -> None:
    ports = {"MESO_POSTGRES_PORT": str(free_port())}
    with temporary_home() as path, environment(MESO_HOME=str(path / "var"), **ports) as config:
        try:
            postgres.start(config)
            migrate.migrate(config)
            airflow_prepare.prepare(config)
            with psycopg.connect(config.dsn("airflow")) as owner:
                for age in ("40 days", "1 day"):
                    owner.execute(
                        "insert into log (dttm, event) values (now() - %s::interval, %s)", [age, age]
                    )
                owner.execute(
                    "insert into trigger (classpath, kwargs, created_date)"
                    " values ('ledger_watcher.LedgerWatcher', '{}', now() - interval '40 days')"
                )
            tasks.clean()
            with psycopg.connect(config.dsn("airflow")) as owner:
                kept = owner.execute("select event from log where event like '%% day%%'").fetchall()
                watchers = owner.execute("select count(*) from trigger").fetchone()
            assert kept == [("1 day",)]
            assert watchers == (1,)
            with pytest.raises(NothingToDo):
                tasks.clean()
        finally:
            postgres.stop(config)
