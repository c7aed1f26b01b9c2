"""The only writer of ``intake.submission``: submissions are filed and moved here, each time with an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from psycopg import sql
from psycopg.types.json import Jsonb

from mesoregistry.database import Connection
from mesoregistry.ledger.states import Action, State
from mesoregistry.ledger.submissions import Submission, submission
from mesoregistry.ledger.transitions import ALLOWED, TransitionRefused, only_target


@dataclass(frozen=True, slots=True)
class NewFile:
    """What is known of a file when it comes in. ``sha256`` and ``size`` (bytes) are of the file as it was sent."""

    country: str
    source_id: str
    period: dt.date
    filed_on: dt.date
    sha256: str
    size: int
    extension: str


def next_version(connection: Connection, country: str, source_id: str, period: dt.date) -> int:
    """The version that the next file of a month will be. The caller holds a lock of the country."""
    row = connection.execute(
        "select coalesce(max(version), 0) + 1 from intake.submission"
        " where country = %s and source_id = %s and period = %s",
        [country, source_id, period],
    ).fetchone()
    assert row is not None
    return int(row[0])


def file(connection: Connection, new: NewFile) -> Submission:
    """Write a new submission, the next version of its period; the database writes its event.

    The caller holds a lock of the country: versions are counted without a gap.
    """
    row = connection.execute(
        "insert into intake.submission"
        " (country, source_id, period, version, filed_on, sha256, bytes, extension)"
        " values (%(country)s, %(source_id)s, %(period)s, %(version)s, %(filed_on)s, %(sha256)s, %(size)s,"
        " %(extension)s)"
        " returning submission_id",
        {name: getattr(new, name) for name in NewFile.__slots__}
        | {"version": next_version(connection, new.country, new.source_id, new.period)},
    ).fetchone()
    assert row is not None
    return submission(connection, row[0])


def move(
    connection: Connection,
    submission_id: int,
    action: Action,
    to: State | None = None,
    detail: Mapping[str, object] | None = None,
    **columns: Any,
) -> Submission:
    """Move a submission: lock it, look the transition up, write further ``columns``, the state and its event.

    ``to`` may be left out when the action leads to one state only. ``detail``, never a value of a file, stands in
    the event. Locks hold until the caller's transaction ends. Returns the submission as it is now.

    Raises:
        TransitionRefused: the table of transitions has no such row; nothing was written.
        KeyError: there is no submission of that number.
        ValueError: ``to`` is missing and the action leads to several states.
    """
    before = submission(connection, submission_id, lock=True)
    target = to or only_target(action)
    if target is None:
        raise ValueError(f"{action} leads to several states: say which")
    if (before.state, action, target) not in ALLOWED:
        raise TransitionRefused(submission_id, before.state, action, target)
    _update(connection, submission_id, columns)
    values = [submission_id, str(action), str(target), Jsonb(dict(detail or {}))]
    connection.execute("select intake.move_submission(%s, %s, %s, %s)", values)
    known = {name: value for name, value in columns.items() if name in Submission.__slots__}
    return replace(before, state=target, **known)


def _update(connection: Connection, submission_id: int, columns: Mapping[str, Any]) -> None:
    if not columns:
        return
    assignments = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in columns)
    connection.execute(
        sql.SQL("update intake.submission set {} where submission_id = %s").format(assignments),
        [*columns.values(), submission_id],
    )


def notify_arrival(connection: Connection, country: str) -> None:
    """Wake the country's DAG when the transaction commits, as the trigger of a new file does."""
    connection.execute("select pg_notify('intake_arrival', %s)", [country])
