"""The chain of events is verified once a day, and oftener for as long as it is broken."""

from __future__ import annotations

from mesoregistry.database import Connection
from mesoregistry.ledger.chain import broken_link


def is_due(connection: Connection) -> bool:
    """Whether the last verification is older than a day or found the chain broken, or there was none."""
    row = connection.execute(
        "select broken_event_no is null and verified_at > now() - interval '1 day' from ops.chain_verification"
        " order by chain_verification_id desc limit 1"
    ).fetchone()
    return row is None or not row[0]


def verify(connection: Connection) -> int | None:
    """Verify the whole chain and write the outcome down.

    Returns:
        The number of the first event that does not fit; ``None`` when the chain is whole.
    """
    broken = broken_link(connection)
    connection.execute("insert into ops.chain_verification (broken_event_no) values (%s)", [broken])
    return broken
