"""What the builds of the warehouse have seen of the ledger."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from mesoregistry.database import Connection
from mesoregistry.ledger.states import Action

COUNTING = (Action.ACCEPTED, Action.NOTHING_HAPPENED, Action.WITHDRAWN, Action.SENT_BACK, Action.RESTORED)
"""What changes which rows count."""
MANY = 10_000  # rows; what changes fewer is built in seconds, whatever stands beside it


class Build(NamedTuple):
    """The last build: whether it ended well, the last event it knew, and of which models, seeds and catalogue."""

    success: bool
    event_no: int | None
    fingerprint: str | None


class Failures(NamedTuple):
    """Builds that failed one after the other, and how long ago the last one ended."""

    number: int
    age: dt.timedelta


def failures_in_a_row(connection: Connection, fingerprint: str) -> Failures:
    """Of these models, seeds and catalogue, since the last build that ended well. One that died is none."""
    row = connection.execute(
        "select count(*), coalesce(now() - max(recorded_at + seconds * interval '1 second'), '0')"
        " from ops.dbt_run where not success and seconds > 0 and fingerprint = %s"
        " and dbt_run_id > coalesce((select max(dbt_run_id) from ops.dbt_run where success), 0)",
        [fingerprint],
    ).fetchone()
    assert row
    return Failures(*row)


def last_event_no(connection: Connection) -> int:
    """The number of the newest event; 0 in an empty ledger."""
    row = connection.execute("select coalesce(max(event_no), 0) from intake.event").fetchone()
    assert row
    return int(row[0])


def last_build(connection: Connection) -> Build | None:
    """The last build that was begun; one that runs, or died, has not ended well."""
    row = connection.execute(
        "select success, ledger_event_no, fingerprint from ops.dbt_run order by dbt_run_id desc limit 1"
    ).fetchone()
    return Build(*row) if row else None


def is_built(connection: Connection) -> bool:
    """Whether the last build ended well and knew everything that the ledger knows."""
    build = last_build(connection)
    return build is not None and build.success and build.event_no == last_event_no(connection)


def needs_build(connection: Connection) -> bool:
    """Whether something was accepted, withdrawn or filed as quiet that no build which ended well has seen."""
    row = connection.execute(
        "select exists (select 1 from intake.event where action = any(%s) and event_no >"
        " coalesce((select max(ledger_event_no) from ops.dbt_run where success), 0))",
        [[str(action) for action in COUNTING]],
    ).fetchone()
    return bool(row and row[0])


def is_mostly_new(connection: Connection, event_no: int) -> bool:
    """Whether of the rows that were accepted most, and many, are of files with an event after ``event_no``."""
    row = connection.execute(
        "select coalesce(sum(files.rows_read) filter (where files.is_touched), 0),"
        " coalesce(sum(files.rows_read) filter (where not files.is_touched), 0) from ("
        " select submission.rows_read, exists (select 1 from intake.event"
        " where event.submission_id = submission.submission_id and event.event_no > %s) as is_touched"
        " from intake.submission where submission.accepted_at is not null) as files",
        [event_no],
    ).fetchone()
    assert row
    touched, others = row
    return bool(touched >= MANY and touched > 2 * others)


def has_landing(connection: Connection) -> bool:
    """Whether the tables that the models read were ever made."""
    row = connection.execute("select to_regclass('raw.record') is not null").fetchone()
    return bool(row and row[0])
