"""The portal as it runs: a process of its own with its own secrets, databases of its own, a browser in front of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql

from mesoregistry.local import archive_key, comparison_service, migrate, portal_service
from mesoregistry.local.server import maintenance
from mesoregistry.settings import Settings
from tests.conftest import environment, free_port, fresh_databases
from tests.portal.person import Person
from tests.portal.site import Site

START = 60.0  # seconds


@pytest.fixture(scope="package")
def config(server: Settings) -> Iterator[Settings]:
    """Databases of these tests, that of the portal among them, and Django in this process."""
    with (
        # Playwright has a loop of its own in this thread; Django need not care
        environment(MESO_PORTAL_PORT=str(free_port()), DJANGO_ALLOW_ASYNC_UNSAFE="1"),
        fresh_databases(server) as config,
    ):
        migrate.migrate(config)
        archive_key.write_recipient(config.secrets, config.secret("vault_file"))
        from mesoregistry.portal import setup

        setup.configure()
        setup.migrate()
        yield config
        _drop(server, config)


def _drop(server: Settings, config: Settings) -> None:
    """What ``fresh_databases`` does not know of."""
    from django.db import connections

    connections.close_all()
    with psycopg.connect(maintenance(server), autocommit=True) as connection:
        for name in ("portal", "airflow"):
            database = sql.Identifier(name + config.database_suffix)
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(database))


@pytest.fixture
def decisions(config: Settings) -> Iterator[Path]:
    """The folder of what the coordination accepted, empty before a test and after it."""
    folder = config.home / "decisions"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="package")
def site(config: Settings) -> Iterator[Site]:
    """The service and its comparison, started as the supervisor starts them: without the secrets of others."""
    config.run.mkdir(parents=True, exist_ok=True)
    config.logs.mkdir(parents=True, exist_ok=True)
    temporary = config.home / "temporary"
    temporary.mkdir(exist_ok=True)
    log = config.logs / "portal.log"
    comparison = _start(config, comparison_service.COMMAND, comparison_service.prepare(config), temporary)
    process = _start(config, portal_service.COMMAND, portal_service.prepare(config), temporary)
    try:
        deadline = time.monotonic() + START
        while not (portal_service.is_alive(config) and comparison_service.is_alive(config)):
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()
            assert comparison.poll() is None, (config.logs / "comparison.log").read_text()
            time.sleep(0.1)
        yield Site(config, log, process.pid, temporary, comparison.pid)
    finally:
        for service in (process, comparison):
            service.terminate()
            service.wait(20)


def _start(
    config: Settings, command: list[str], own: dict[str, str], temporary: Path
) -> subprocess.Popen[bytes]:
    given = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("MESO_") or name in ("MESO_REGISTRIES", "MESO_SEEDS")
    }
    name = next(word for word in ("comparison", "portal") if word in command[-1])
    with (config.logs / f"{name}.log").open("wb") as out:
        return subprocess.Popen(command, env=given | own | {"TMPDIR": str(temporary)}, stdout=out, stderr=out)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    yield from chromium()


def chromium() -> Iterator[Browser]:
    """For a fixture of another package as well: one that it imported from here would end with the session alone."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        opened_browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened_browser
        opened_browser.close()


@pytest.fixture
def person(site: Site, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Makes people, each with a browser of her own; whatever their pages complain of fails the test."""
    people: list[Person] = []

    def make(**options: object) -> Person:
        people.append(Person.sit_down(site, browser, **options))
        return people[-1]

    yield make
    complaints = [complaint for someone in people for complaint in someone.complaints]
    for someone in people:
        someone.page.context.close()
    assert complaints == []


@pytest.fixture
def month_file(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "Registro de Rosaura Inventada.csv"
        path.write_bytes(content)
        return path

    return write
