"""Whether the warehouse must be called to build: something counts that no build has seen, and the pause is over."""

from __future__ import annotations

from mesoregistry import alerts, ledger
from mesoregistry.database import Connection
from mesoregistry.settings import Settings
from mesoregistry.warehouse.fingerprint import fingerprint, is_decided_since


def is_due(connection: Connection, config: Settings) -> bool:
    """Whether nobody is about to build what is accepted or decided, and a build may do better than the last one.

    A build that failed is repeated after pauses that grow; one that died, or with other models, at once.
    """
    row = connection.execute("select ops.missing_build()").fetchone()
    if (row is None or row[0] is None) and not is_decided_since(connection):
        return False
    failures = ledger.failures_in_a_row(connection, fingerprint(connection, config))
    return failures.number == 0 or failures.age >= alerts.pause_after(failures.number)
