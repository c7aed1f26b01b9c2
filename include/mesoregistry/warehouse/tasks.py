"""What the tasks of the warehouse's DAG call; what they raise is that of ``intake.tasks``."""

from __future__ import annotations

import re

from mesoregistry import database, ledger
from mesoregistry.findings import Text
from mesoregistry.gate import reference
from mesoregistry.gate.check import check_marts
from mesoregistry.intake.task_faults import NothingToDo, Stopped
from mesoregistry.settings import settings
from mesoregistry.warehouse import build as warehouse
from mesoregistry.warehouse.build_log import print_nodes
from mesoregistry.warehouse.due import is_due

# what a server says that goes away; anything else would fail again
PASSING = re.compile(
    r"connection|terminating|deadlock|starting up|shutting down|in recovery|timed? ?out", re.IGNORECASE
)
COMING = Text(
    "vienen más archivos ({countries}): se construye una sola vez",
    "more files are coming ({countries}): it is built once",
)
CURRENT = Text("nada nuevo que construir", "nothing new to build")


class BuildFailed(Exception):
    """dbt failed because the server went away; another try may do better. Says which models, never a value."""


def unbuilt() -> dict[str, int]:
    """The asset ``unbuilt`` when a build is missing and nobody is about to make it."""
    with database.transaction() as connection:
        reference.load(connection, settings().seeds)  # the coordination may have decided meanwhile
        return {"unbuilt": 1} if is_due(connection, settings()) else {}


def build() -> dict[str, int]:
    """Build the marts; returns the rows of each.

    Raises:
        NothingToDo: more files are being taken in, and their runs call for a build that takes all of it; or nothing is
            new, and the marts were judged well.
        Stopped: a model or a test of data is broken.
        BuildFailed: the server went away.
    """
    with database.transaction() as connection:
        others = ledger.countries_in_progress(connection)
        last = ledger.last_build(connection)
    # after a build that failed each run builds: one that waits for others would stand green before it
    if others and (last is None or last.success):
        raise NothingToDo(COMING.format(countries=", ".join(others)))
    built = warehouse.build()
    if built.ran:
        print_nodes(built)
    if not built.success:
        broken = "; ".join(built.failures)
        raise BuildFailed(broken) if PASSING.search(broken) else Stopped(broken)
    if not built.ran and _is_judged_well():
        raise NothingToDo(CURRENT)
    return built.rows_by_mart


def _is_judged_well() -> bool:
    """Whether the marts of the last build have passed the gate."""
    with database.transaction() as connection:
        row = connection.execute(
            "select success and recorded_at > (select max(recorded_at) from ops.dbt_run) from ops.gate_run"
            " where suite = 'marts' order by gate_run_id desc limit 1"
        ).fetchone()
    return bool(row and row[0])


def check() -> dict[str, int]:
    """Judge the marts: findings by severity. Raises ``Stopped`` when a rule fails or broke."""
    verdict = check_marts()
    if not verdict.success:
        raise Stopped(verdict.summary(settings().language))
    return dict(verdict.counts)
