"""Whether the warehouse must be called to build: something counts that no build has seen, and the pause is over."""

from __future__ import annotations

from mesoregistry import alerts, ledger
from mesoregistry.database import Connection
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import LOCK, fingerprint

QUIET = 20  # seconds: the run that accepted calls for a build itself


def is_due(connection: Connection, config: Settings) -> bool:
    """Whether nobody is about to build what is accepted, and a build may do better than the last one."""
    return (
        ledger.needs_build(connection)
        and _is_quiet(connection)
        and not ledger.countries_in_progress(connection)
        and not _is_building(connection)
        and not _is_paused(connection, config)
    )


def _is_quiet(connection: Connection) -> bool:
    query = "select coalesce(max(at) < now() - %s * interval '1 second', true) from intake.event where action = any(%s)"
    row = connection.execute(query, [QUIET, [str(action) for action in ledger.COUNTING]]).fetchone()
    return bool(row and row[0])


def _is_building(connection: Connection) -> bool:
    row = connection.execute(
        "select exists (select 1 from pg_locks where locktype = 'advisory' and granted"
        " and (classid::bigint << 32) | objid::bigint = %s)",
        [LOCK],
    ).fetchone()
    return bool(row and row[0])


def _is_paused(connection: Connection, config: Settings) -> bool:
    """A build that failed is repeated after pauses that grow; one that died, or with other models, at once."""
    failures = ledger.failures_in_a_row(connection, fingerprint(connection, config))
    return failures.number > 0 and failures.age < alerts.pause_after(failures.number)
