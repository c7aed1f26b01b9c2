"""The profile of Celery: five kinds of processes, two workers, one of them killed with a file in its hands."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from mesoregistry.local.holders import HOLDERS
from mesoregistry.local.sessions import Session
from mesoregistry.settings import LOOPBACK, Settings
from tests.conftest import free_port
from tests.intake.samples import case, salvadoran
from tests.local.containers import Containers, migrated
from tests.local.processes import until
from tests.test_compose import compose
from tests.test_compose_services import rows, status

pytestmark = [pytest.mark.slow(4), pytest.mark.stack]
PATIENCE = 300.0  # seconds
SERVICES = compose(MESO_EXECUTOR="CeleryExecutor")["services"]
WORKERS = ("-1", "-2")
NOBODY = 65534  # user of the broker, where we may choose


@contextmanager
def redis() -> Iterator[int]:
    """Redis of the system, which keeps nothing; its port."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server here (.ci/run installs it)")
    port = free_port()
    words = [program, "--port", str(port), "--bind", LOOPBACK, "--save", "", "--dir", tempfile.gettempdir()]
    user = NOBODY if os.geteuid() == 0 else None
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, user=user)
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def place() -> Iterator[tuple[Settings, Containers]]:
    """Every service of the profile, the worker twice; PostgreSQL and Redis are those of this machine."""
    with redis() as port:
        more = {
            "MESO_AIRFLOW__CELERY__BROKER_URL": f"redis://{LOOPBACK}:{port}/0",
            # a task of a dead worker is taken for dead after two minutes: here sooner, but not where tasks are slow
            "MESO_AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        }
        with migrated(SERVICES, **more) as (config, containers):
            for name in HOLDERS:
                if name != "worker":
                    containers.start(name)
            for replica in WORKERS:
                _start_worker(containers, replica)
            yield config, containers


def _start_worker(containers: Containers, replica: str) -> None:
    # the name of its host, which a container has of its own
    containers.start("worker", replica, "--celery-hostname", f"worker{replica}@%h")


def _busy_worker(config: Settings, containers: Containers) -> str | None:
    """The worker that has a task of El Salvador in its hands."""
    running = "select pid from task_instance where dag_id = 'registry__sv' and state = 'running' and pid is not null"
    pids = {pid for (pid,) in rows(config, "airflow", running)}
    for replica in WORKERS:
        if pids & {member.pid for member in Session.of(containers.running[f"worker{replica}"].pid).members()}:
            return f"worker{replica}"
    return None


def test_a_file_reaches_the_marts_though_its_worker_is_killed(place: tuple[Settings, Containers]) -> None:
    config, containers = place
    until(lambda: set(status(containers).values()) == {"healthy"}, PATIENCE)
    path = containers.give("marzo.csv", salvadoran([case(number) for number in range(1, 6)]))
    done = containers.run("worker", "submit", str(path), "--country", "sv", "--period", "2024-03")
    assert done.returncode == 0, done.stderr
    until(lambda: _busy_worker(config, containers) is not None, PATIENCE)
    victim = _busy_worker(config, containers)
    assert victim
    containers.kill(victim)
    [other] = [name for name in containers.running if name.startswith("worker")]
    built = "select to_regclass('marts.fct_attack') is not null"
    until(lambda: rows(config, "warehouse", built) == [(True,)], PATIENCE)
    until(lambda: rows(config, "warehouse", "select count(*) from marts.fct_attack")[0][0] == 5, PATIENCE)
    tries = "select max(try_number) from task_instance where dag_id = 'registry__sv' and state = 'success'"
    [(number,)] = rows(config, "airflow", tries)
    assert number >= 2, "the task of the killed worker was tried again"
    assert containers.running[other].poll() is None
    _start_worker(containers, victim.removeprefix("worker"))
    until(lambda: _is_back(containers, victim), 120)
    for name, process in containers.running.items():
        assert psutil.Process(process.pid).is_running(), name


def _is_back(containers: Containers, name: str) -> bool:
    """It starts in the place of the one that was killed, whatever that left behind."""
    log = (containers.folder / "logs" / f"{name}.log").read_text(errors="replace")
    return log.count(" ready.") == 2 and containers.running[name].poll() is None
