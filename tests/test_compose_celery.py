"""The profile of Celery: five kinds of processes, two workers, one of them killed with a file in its hands."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from mesoregistry.local import postgres
from mesoregistry.local.holders import HOLDERS
from mesoregistry.local.sessions import Session
from mesoregistry.settings import LOOPBACK, Settings
from tests.conftest import environment, free_port, temporary_home
from tests.intake.samples import case, salvadoran
from tests.local.containers import Containers
from tests.local.processes import until
from tests.test_compose import compose
from tests.test_compose_services import rows, status

pytestmark = pytest.mark.slow(5)
PATIENCE = 400.0  # seconds; a task of a worker that was killed is taken for dead after two minutes
SERVICES = compose(MESO_EXECUTOR="CeleryExecutor")["services"]
WORKERS = ("-1", "-2")


@contextmanager
def redis(folder: Path) -> Iterator[int]:
    """Redis of the system on a port of its own, which keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        assert "CI" not in os.environ, "redis-server is missing; .ci/run installs it"
        pytest.skip("no redis-server here")
    port = free_port()
    words = [program, "--port", str(port), "--bind", LOOPBACK, "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def place() -> Iterator[tuple[Settings, Containers]]:
    """The services of the profile, but for the server and Redis, which are those of this machine."""
    with (
        temporary_home() as path,
        redis(path) as broker,
        environment(MESO_HOME=str(path / "server"), MESO_POSTGRES_PORT=str(free_port())) as config,
    ):
        containers = None
        try:
            postgres.start(config)
            server = (
                f"postgresql://mesoregistry:{config.secret('postgres')}@{LOOPBACK}:{config.postgres_port}"
            )
            containers = Containers(SERVICES, path / "containers", server, free_port(), broker)
            words = SERVICES["migrate"]["command"][0].split(";")[0].split()
            folder = str(containers.folder / "secrets" / "each")
            done = containers.run("migrate", *[folder if w == "/secrets/each" else w for w in words[1:]])
            assert done.returncode == 0, done.stderr
            for name in HOLDERS:
                if name != "worker":
                    containers.start(name)
            for replica in WORKERS:
                _start_worker(containers, replica)
            yield config, containers
        finally:
            if containers:
                containers.stop()
            postgres.stop(config)


def _start_worker(containers: Containers, replica: str) -> None:
    # the name of its host, which a container has of its own
    containers.start("worker", replica, "--celery-hostname", f"worker{replica}@%h")


def _busy(config: Settings, containers: Containers) -> str | None:
    """The worker that has a task of El Salvador in its hands."""
    running = "select pid from task_instance where dag_id = 'registry__sv' and state = 'running' and pid is not null"
    pids = {pid for (pid,) in rows(config, "airflow", running)}
    for replica in WORKERS:
        if pids & {member.pid for member in Session.of(containers.running[f"worker{replica}"].pid).members()}:
            return f"worker{replica}"
    return None


def test_a_file_reaches_the_marts_though_its_worker_is_killed(
    place: tuple[Settings, Containers], tmp_path: Path
) -> None:
    config, containers = place
    until(lambda: set(status(containers).values()) == {"healthy"}, PATIENCE)
    path = tmp_path / "marzo.csv"
    path.write_bytes(salvadoran([case(number) for number in range(1, 6)]))
    done = containers.run("worker", "submit", str(path), "--country", "sv", "--period", "2024-03")
    assert done.returncode == 0, done.stderr
    until(lambda: _busy(config, containers) is not None, PATIENCE)
    victim = _busy(config, containers)
    assert victim
    containers.kill(victim)
    other = next(name for name in containers.running if name.startswith("worker"))
    built = "select to_regclass('marts.fct_attack') is not null"
    until(lambda: rows(config, "warehouse", built) == [(True,)], PATIENCE)
    until(lambda: rows(config, "warehouse", "select count(*) from marts.fct_attack")[0][0] == 5, PATIENCE)
    assert containers.running[other].poll() is None
    _start_worker(containers, victim.removeprefix("worker"))
    until(lambda: _is_back(containers, victim), 120)
    for name, process in containers.running.items():
        assert psutil.Process(process.pid).is_running(), name


def _is_back(containers: Containers, name: str) -> bool:
    """It starts in the place of the one that was killed, whatever that left behind."""
    log = (containers.folder / "logs" / f"{name}.log").read_text(errors="replace")
    return log.count(" ready.") == 2 and containers.running[name].poll() is None
