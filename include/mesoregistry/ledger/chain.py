"""The chain of events: each holds the hash of the event before it, so that a change of the past is seen.

The database writes the events (``intake.move_submission``, ``intake.record_arrival``). They are verified here, with
hashes of our own: nothing that the database computes is taken for true.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from mesoregistry.database import Connection

FIRST = "0" * 64  # what the first event has in place of the hash before it
SAYS = (
    "submission_id::text, action, from_state::text, to_state::text, recorded_by, detail::text",
    "to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
)


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a chain, or the last that was known on some day. ``event_no`` is 0 when there is none."""

    event_no: int
    hash: str


def lock(connection: Connection) -> None:
    """Be the one transaction that moves submissions; the others wait for the end of this one."""
    connection.execute("select intake.lock_chain()")


def head(connection: Connection) -> Head:
    """The last event, as it stands now."""
    row = connection.execute(
        "select event_no, hash from intake.event order by event_no desc limit 1"
    ).fetchone()
    return Head(*row) if row else Head(0, FIRST)


def broken_link(connection: Connection) -> int | None:
    """The number of the first event that is not what it was, or that an event is missing before.

    An event cut off at the end is not seen: no later event refers to it. See ``ledger.heads``.

    Returns:
        ``None`` when the chain is whole.
    """
    previous = FIRST
    for event_no, stored_previous, stored_hash, text in _events(connection):
        if stored_previous != previous or stored_hash != hashlib.sha256(text.encode()).hexdigest():
            return event_no
        previous = stored_hash
    return None


def unrecorded_change(connection: Connection) -> int | None:
    """The first submission of which the events say otherwise: its state, its day of filing, the digests of the file.

    Returns:
        ``None`` when the events say of each what stands in its row.
    """
    row = connection.execute(
        "select submission.submission_id from intake.submission left join ("
        " select submission_id, (array_agg(to_state order by event_no desc))[1] as state,"
        "  (array_agg(detail ->> 'filed_on' order by event_no desc) filter (where detail ? 'filed_on'))[1] as filed_on,"
        "  min(detail ->> 'sha256') as sha256,"
        "  (array_agg(detail ->> 'resealed' order by event_no desc) filter (where detail ? 'resealed'))[1] as resealed"
        " from intake.event group by submission_id) as said using (submission_id)"
        " where (said.state, said.filed_on, said.sha256, said.resealed) is distinct from"
        " (submission.state, submission.filed_on::text, submission.sha256, submission.resealed_sha256)"
        " and said.state is not null or said.submission_id is null"
        " order by submission.submission_id limit 1"
    ).fetchone()
    return row and int(row[0])


def _events(connection: Connection) -> Iterator[tuple[int, str, str, str]]:
    """Number, hash of the event before, hash and text of each event, in their order."""
    for (
        event_no,
        previous,
        stored_hash,
        submission,
        action,
        before,
        after,
        writer,
        detail,
        time,
    ) in connection.execute(
        f"select event_no, previous_hash, hash, {', '.join(SAYS)} from intake.event order by event_no".encode()
    ):
        parts = (previous, str(event_no), time, submission, action, before, after, writer, detail)
        yield event_no, previous, stored_hash, "|".join(part or "" for part in parts)
