"""The chain of events: each holds the hash of the event before it, so that a change of the past is seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from mesoregistry.database import Connection
from mesoregistry.ledger.states import Action

LOCK = 7_301  # one writer of the chain at a time
FIRST = "0" * 64  # what the first event has in place of the hash before it


def lock(connection: Connection) -> None:
    """Be the one transaction that moves submissions; the others wait for the end of this one."""
    connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])


def record(
    connection: Connection, action: Action, submission_id: int, detail: Mapping[str, object] | None = None
) -> None:
    """Add an event to the chain; its hash covers the one before. ``detail`` never holds a value of a file."""
    lock(connection)
    last = connection.execute("select hash from intake.event order by event_no desc limit 1").fetchone()
    previous = last[0] if last else FIRST
    text = _json(detail or {})
    connection.execute(
        "insert into intake.event (submission_id, action, detail, previous_hash, hash)"
        " values (%s, %s, %s, %s, %s)",
        [submission_id, str(action), text, previous, _hash(previous, submission_id, action, text)],
    )


def broken_link(connection: Connection) -> int | None:
    """The number of the first event whose hash is not that of its content and of the one before.

    ``None`` when the chain is whole. An event cut off at the end is not seen: no later event refers to it.
    """
    previous = FIRST
    for number, submission_id, action, detail, stored_previous, stored_hash in connection.execute(
        "select event_no, submission_id, action, detail, previous_hash, hash from intake.event order by event_no"
    ):
        if stored_previous != previous or stored_hash != _hash(
            previous, submission_id, action, _json(detail)
        ):
            return int(number)
        previous = stored_hash
    return None


def _json(detail: Mapping[str, object]) -> str:
    return json.dumps(detail, sort_keys=True, ensure_ascii=False)


def _hash(previous: str, submission_id: int | None, action: str, detail: str) -> str:
    return hashlib.sha256(f"{previous}|{submission_id}|{action}|{detail}".encode()).hexdigest()
