"""What the tasks of the warehouse's DAG call; what they raise is that of ``intake.tasks``."""

from __future__ import annotations

from mesoregistry import database, ledger
from mesoregistry.gate.check import check_marts
from mesoregistry.intake.tasks import NothingToDo, Stopped
from mesoregistry.warehouse import build as warehouse


class BuildFailed(Exception):
    """dbt failed; another try may do better. Says which models, never a value."""


def build() -> dict[str, int]:
    """Build the marts; returns the rows of each.

    Raises:
        NothingToDo: more files are being taken in, and their runs call for a build that takes all of it.
        BuildFailed: dbt failed.
    """
    with database.transaction() as connection:
        others = ledger.countries_in_progress(connection)
    if others:
        raise NothingToDo(f"vienen más archivos ({', '.join(others)}): se construye una sola vez")
    built = warehouse.build()
    if not built.success:
        raise BuildFailed("; ".join(built.failures))
    return built.rows_by_mart


def check() -> dict[str, int]:
    """Judge the marts: findings by severity. Raises ``Stopped`` when a rule fails or broke."""
    verdict = check_marts()
    if not verdict.success:
        raise Stopped(verdict.summary())
    return dict(verdict.counts)
