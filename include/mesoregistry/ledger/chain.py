"""The chain of events: each holds the hash of the event before it, so that a change of the past is seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from mesoregistry.database import Connection
from mesoregistry.ledger.submissions import Submission

CHAIN = 7_301  # one writer of the chain at a time


def alone(connection: Connection) -> None:
    """Be the one transaction that writes to the chain; the others wait for the end of this one."""
    connection.execute("select pg_advisory_xact_lock(%s)", [CHAIN])


def record(
    connection: Connection, action: str, submission_id: int | None, detail: Mapping[str, object] | None = None
) -> None:
    """Add an event to the chain; its hash covers the one before."""
    alone(connection)
    last = connection.execute("select hash from intake.event order by event_no desc limit 1").fetchone()
    previous = last[0] if last else "0" * 64
    text = json.dumps(detail or {}, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(f"{previous}|{submission_id}|{action}|{text}".encode()).hexdigest()
    connection.execute(
        "insert into intake.event (submission_id, action, detail, previous_hash, hash)"
        " values (%s, %s, %s, %s, %s)",
        [submission_id, action, text, previous, digest],
    )


def broken_link(connection: Connection) -> int | None:
    """The first event whose hash is not that of its content and of the one before; ``None`` when whole."""
    previous = "0" * 64
    for number, sid, action, detail, told, digest in connection.execute(
        "select event_no, submission_id, action, detail, previous_hash, hash from intake.event order by event_no"
    ):
        text = json.dumps(detail, sort_keys=True, ensure_ascii=False)
        made = hashlib.sha256(f"{previous}|{sid}|{action}|{text}".encode()).hexdigest()
        if told != previous or digest != made:
            return int(number)
        previous = digest
    return None


def keep(connection: Connection, one: Submission, rules: Sequence[str]) -> None:
    """An accepted file, taken in again, is now stopped: what counts already goes on counting, and the team is told."""
    connection.execute(
        "update intake.submission set state = 'to_correct', stopped = %s where submission_id = %s",
        [list(rules), one.submission_id],
    )
    record(connection, "kept", one.submission_id, {"rules": list(rules)})
