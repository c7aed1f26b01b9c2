"""Everything is killed once while a hundred files are taken in: all of it comes back, and the warehouse is built."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from mesoregistry import database, ledger
from mesoregistry.cli.synthetic import written
from mesoregistry.local import postgres, stack, supervisor
from mesoregistry.local.cluster import find
from mesoregistry.local.health import health
from mesoregistry.settings import Settings
from mesoregistry.synthetic.demo import file_all
from mesoregistry.synthetic.demo_home import read_plan, use_demo_home
from tests.conftest import environment, free_port, temporary_home
from tests.local.processes import command, silent, until

pytestmark = [pytest.mark.slow(12), pytest.mark.long]
MONTHS = 24
SPAN = 85.0  # seconds from filing in which everything is killed
TAKEN_IN = 900.0  # seconds for all files on a slow machine
BEGUN = 60.0  # seconds after the last file was accepted; the build itself takes as long as the machine needs


@pytest.fixture
def stage() -> Iterator[Settings]:
    ports = {"MESO_POSTGRES_PORT": str(free_port()), "MESO_AIRFLOW_PORT": str(free_port())}
    with temporary_home() as path, environment(MESO_HOME=str(path / f"demo-{MONTHS}"), **ports):
        config = use_demo_home(MONTHS)
        try:
            stack.up(config, silent)
            yield config
        finally:
            stack.down(config, silent)


def service(config: Settings, name: str) -> list[psutil.Process]:
    session = supervisor.written(config).get(name)
    leader = session and session.leader
    return [leader] if leader else []


def workers(config: Settings) -> list[psutil.Process]:
    session = supervisor.written(config).get("scheduler")
    members = session.members() if session else []
    return [process for process in members if "LocalExecutor" in command(process)]


def server(config: Settings) -> list[psutil.Process]:
    process = postgres.process(find(config))
    return [process] if process else []


VICTIMS: dict[str, Callable[[Settings], list[psutil.Process]]] = {
    "scheduler": lambda config: service(config, "scheduler"),
    "triggerer": lambda config: service(config, "triggerer"),
    "workers": workers,
    "api-server": lambda config: service(config, "api-server"),
    "dag-processor": lambda config: service(config, "dag-processor"),
    "postgres": server,
}


def is_quiet() -> bool:
    """Whether no file waits; a server that is away has no answer."""
    try:
        with database.transaction() as connection:
            return not ledger.select(connection, ledger.IS_WAITING, [])
    except database.DatabaseFault:
        return False


def is_begun() -> bool:
    """Whether a build was begun that knows all that was accepted."""
    with database.transaction() as connection:
        build = ledger.last_build(connection)
        return build is not None and build.event_no == ledger.last_event_no(connection)


def is_built() -> bool:
    with database.transaction() as connection:
        return ledger.is_built(connection)


def test_everything_is_killed_and_everything_comes_back(stage: Settings) -> None:
    with written(MONTHS) as folder:
        pass
    *_, filed = file_all(read_plan(folder))
    assert filed.new > 100
    began = time.monotonic()
    for number, (name, find_them) in enumerate(VICTIMS.items()):
        until(lambda: bool(find_them(stage)), 60)  # noqa: B023
        for process in find_them(stage):
            process.kill()
        print(f"{time.monotonic() - began:5.1f} s: killed {name}")
        time.sleep(max(0.0, (number + 1) * SPAN / len(VICTIMS) - (time.monotonic() - began)))
    until(is_quiet, TAKEN_IN)
    accepted = time.monotonic()
    print(f"{accepted - began:5.1f} s: no file waits")
    until(is_begun, 1200)
    begun = time.monotonic()
    print(f"{begun - began:5.1f} s: a build knows all of it")
    until(is_built, 600)
    print(f"{time.monotonic() - began:5.1f} s: built")
    assert begun - accepted < BEGUN
    until(lambda: set(health(stage).values()) == {"healthy"}, 120)
