"""The services of docker-compose.yml as separate processes: a file through to the marts, and one of them killed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from mesoregistry.local import secrets
from mesoregistry.local.holders import HOLDERS
from mesoregistry.local.sessions import Session
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran
from tests.local.containers import Containers, migrated, user_of_image
from tests.local.processes import until
from tests.test_compose import SERVICES

pytestmark = [pytest.mark.slow(4), pytest.mark.stack]
PATIENCE = 300.0  # seconds


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Settings, Containers]]:
    """All services but the worker, started."""
    with migrated(SERVICES) as (config, containers):
        for name in containers.started():
            containers.start(name)
        yield config, containers


def status(containers: Containers) -> dict[str, str]:
    answer: dict[str, str] = json.loads(containers.run("scheduler", "status", "--json").stdout)
    return answer


def rows(config: Settings, database: str, query: str) -> list[Any]:
    with psycopg.connect(config.dsn(database)) as connection:
        return connection.execute(query.encode()).fetchall()


def test_status_says_how_the_services_are_where_they_are(place: tuple[Settings, Containers]) -> None:
    _, containers = place
    until(lambda: set(status(containers).values()) == {"healthy"}, PATIENCE)
    for name in containers.started():
        # under other load an answer may come too late once
        until(lambda: containers.is_healthy(name), 60)  # noqa: B023


def test_no_process_holds_the_superuser_or_a_secret_that_is_not_its_own(
    place: tuple[Settings, Containers],
) -> None:
    config, containers = place
    everything = containers.folder / "secrets" / "all"
    known = {file.name: file.read_text().strip().encode() for file in everything.iterdir()}
    assert set(known) == set(secrets.MAKERS) | set(secrets.VAULT_MAKERS) | {secrets.ARCHIVE_RECIPIENT}
    owner = config.secret("postgres").encode()
    for name in containers.started():
        mine = Path(containers.variables(name)["MESO_SECRETS_FOLDER"])
        assert {path.name for path in mine.iterdir()} == HOLDERS[name]
        seen = 0
        for process in Session.of(containers.running[name].pid).members():
            try:
                variables = Path(f"/proc/{process.pid}/environ").read_bytes()
            except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
                continue
            seen += 1
            assert process.uids().effective == user_of_image().get("user", os.geteuid())
            assert {secret for secret, value in known.items() if value in variables} <= HOLDERS[name]
            assert owner not in variables
        assert seen, name


def test_a_file_reaches_the_marts_though_the_scheduler_is_killed(
    place: tuple[Settings, Containers],
) -> None:
    config, containers = place
    path = containers.give("marzo.csv", salvadoran([case(number) for number in range(1, 6)]))
    done = containers.run("scheduler", "submit", str(path), "--country", "sv", "--period", "2024-03")
    assert done.returncode == 0, done.stderr
    running = "select 1 from task_instance where dag_id = 'registry__sv' and state in ('queued', 'running')"
    until(lambda: bool(rows(config, "airflow", running)), PATIENCE)
    containers.kill("scheduler")
    assert status(containers)["intake"] == "healthy"
    containers.start("scheduler")
    built = "select to_regclass('marts.fct_attack') is not null"
    until(lambda: rows(config, "warehouse", built) == [(True,)], PATIENCE)
    until(lambda: rows(config, "warehouse", "select count(*) from marts.fct_attack")[0][0] == 5, PATIENCE)
    # the note is written through the address that containers reach, not through that of people
    notes = "select content from dag_run_note n join dag_run r on r.id = n.dag_run_id where dag_id = 'registry__sv'"
    until(lambda: any("El Salvador, marzo 2024" in note for (note,) in rows(config, "airflow", notes)), 60)
