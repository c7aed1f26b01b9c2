"""A stack of a test's own, with a catalogue that may be damaged, and what its Airflow says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from mesoregistry import alerts, database, ledger
from mesoregistry.intake.receive import receive
from mesoregistry.local import airflow_api, stack
from mesoregistry.settings import Settings
from tests.broken_catalogue import copied
from tests.conftest import environment, free_port, temporary_home
from tests.local.processes import silent
from tests.portal.conftest import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, until the tests of a module end."""
    yield from chromium()


@contextmanager
def running(**more: str) -> Iterator[Settings]:
    """Everything up in a home of its own, with a copy of the catalogue; down again at the end."""
    ports = {"MESO_POSTGRES_PORT": str(free_port()), "MESO_AIRFLOW_PORT": str(free_port())}
    with temporary_home() as path:
        catalogue = {"MESO_REGISTRIES": str(copied(path))}
        with environment(MESO_HOME=str(path / "var"), **ports, **catalogue, **more) as config:
            try:
                stack.up(config, silent)
                yield config
            finally:
                stack.down(config, silent)


def file_month(folder: Path, country: str, period: dt.date, content: bytes) -> int:
    """File a month that is filed on its due day."""
    path = folder / f"{country}{period:%Y%m}.{'csv' if country == 'sv' else 'xlsx'}"
    path.write_bytes(content)
    return receive(path, country, period).submission_id


def has_ended(submission_id: int) -> bool:
    """Whether a file was decided and the run that took it has ended."""
    with database.transaction() as connection:
        submission = ledger.submission(connection, submission_id)
        run_id = ledger.run_of(connection, submission_id)
    if run_id is None or submission.state in ("received", "in_review"):
        return False
    return run(f"registry__{submission.country}", run_id)["state"] in ("success", "failed")


def run(dag_id: str, run_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = airflow_api.call("GET", f"dags/{dag_id}/dagRuns/{quote(run_id, safe='')}")
    return answer


def import_errors() -> list[str]:
    return [error["stack_trace"] for error in airflow_api.call("GET", "importErrors")["import_errors"]]


def dag_stats() -> dict[str, int]:
    """What the tiles of Airflow's home page show."""
    answer: dict[str, int] = airflow_api._request("GET", "/ui/dashboard/dag_stats", None, airflow_api.token())
    return answer


def task_log(config: Settings, dag_id: str, task_id: str) -> str:
    """The logs of a task, all runs together."""
    folder = config.home / "airflow" / "logs" / f"dag_id={dag_id}"
    paths = [path for path in sorted(folder.rglob("*.log")) if f"task_id={task_id}" in str(path)]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def call_upkeep() -> None:
    """Start a run of ``upkeep`` now."""
    airflow_api.call("POST", "dags/upkeep/dagRuns", {"logical_date": None})


def active_dags() -> list[str]:
    return [dag["dag_id"] for dag in airflow_api.call("GET", "dags?limit=50")["dags"] if not dag["is_stale"]]


def open_alerts(start: str) -> list[alerts.Alert]:
    """The open alerts whose keys start so."""
    with database.transaction() as connection:
        return alerts.open_alerts(connection, "starts_with(key, %s)", [start])


def is_built() -> bool:
    """Whether everything that counts is built."""
    with database.transaction() as connection:
        return ledger.is_built(connection)
