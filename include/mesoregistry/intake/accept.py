"""Accept: what the gate let through counts from now on; the rest waits, and the team gets its findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from mesoregistry import database, ledger
from mesoregistry.database import Connection, guarded
from mesoregistry.intake import older_files
from mesoregistry.intake.forget_rejected import forget_rejected
from mesoregistry.intake.versions import settle, state_by_rows, unread_rows, waiting_rows
from mesoregistry.ledger import Action, State, Submission
from mesoregistry.settings import settings
from mesoregistry.steps import announce
from mesoregistry.vault import store


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a run: submissions accepted, returned and to be confirmed; rows that count, rows that wait."""

    accepted: int = 0
    returned: int = 0
    to_confirm: int = 0
    rows: int = 0
    waiting: int = 0


def accept(country: str, submission_ids: Sequence[int]) -> Counts:
    """Accept what was landed and checked, in order; what is accepted already stays as it is.

    Raises:
        DatabaseFault: a statement failed. What was accepted before it stays accepted.
    """
    with database.open_connection() as kept:
        outcomes = [_accept(kept, submission_id) for submission_id in submission_ids]
    return Counts(
        accepted=sum(o.accepted for o in outcomes),
        returned=sum(o.returned for o in outcomes),
        to_confirm=sum(o.to_confirm for o in outcomes),
        rows=sum(o.rows for o in outcomes),
        waiting=sum(o.waiting for o in outcomes),
    )


def _accept(kept: Connection, submission_id: int) -> Counts:
    announce("accept")
    with database.transaction(kept) as connection:
        submission = ledger.submission(connection, submission_id, lock=True)
        if submission.state is not State.IN_REVIEW or submission.gate_run_id is None:
            return Counts()
        if submission.stopped:
            counts = _return(connection, submission)
        elif not submission.confirmed and _doubts_the_file(connection, submission_id):
            counts = _hold_for_confirmation(connection, submission)
        else:
            counts = _let_in(connection, submission)
        announce("accepting")
    announce("accepted")
    return counts


def _doubts_the_file(connection: Connection, submission_id: int) -> bool:
    return (
        connection.execute(
            "select 1 from intake.finding where submission_id = %s and severity = 'warning'"
            " and row_number is null and record_no is null limit 1",
            [submission_id],
        ).fetchone()
        is not None
    )


def _hold_for_confirmation(connection: Connection, submission: Submission) -> Counts:
    """A doubt about the whole file: nothing of it counts until the team has answered."""
    rows = submission.rows_read or 0
    held = ledger.move(connection, submission.submission_id, Action.ASKED, rows_waiting=rows)
    older_files.write_notes(connection, held)
    return Counts(to_confirm=1, waiting=rows)


def _return(connection: Connection, submission: Submission) -> Counts:
    number, detail = submission.submission_id, {"rules": submission.stopped}
    if submission.accepted_at is not None:
        ledger.move(connection, number, Action.KEPT, detail=detail)
        return Counts(returned=1)
    connection.execute(f"delete from raw.{submission.country} where _submission = %s".encode(), [number])
    ledger.move(connection, number, Action.RETURNED, detail=detail, rows_waiting=submission.rows_read or 0)
    with guarded("vault"), psycopg.connect(settings().dsn("vault", "loader")) as vault:
        store.forget_records(vault, number)
    return Counts(returned=1)


def _let_in(connection: Connection, submission: Submission) -> Counts:
    _write_waiting_rows(connection, submission)
    errors, waits = waiting_rows(connection, submission)
    rows = (submission.rows_read or 0) - waits
    keyless = older_files.waits_without_key(
        connection, submission, unread_rows(connection, submission.submission_id)
    )
    accepted = ledger.move(
        connection,
        submission.submission_id,
        Action.ACCEPTED,
        state_by_rows(errors, waits),
        {"rows": rows, "waiting": waits},
        rows_waiting=waits,
        waits_without_key=keyless,
        accepted_at=_now(connection),
    )
    settle(connection, accepted)
    forget_rejected(connection, accepted)
    return Counts(accepted=1, rows=rows, waiting=waits)


def _write_waiting_rows(connection: Connection, submission: Submission) -> None:
    severities = ["error"] if submission.confirmed else ["error", "warning"]
    connection.execute("delete from intake.waiting_row where submission_id = %s", [submission.submission_id])
    connection.execute(
        "insert into intake.waiting_row (submission_id, record_no, severity, is_repeat)"
        " select submission_id, record_no, min(severity), bool_and(rule = any(%s)) from intake.finding"
        " where submission_id = %s and record_no is not null and severity = any(%s)"
        " group by submission_id, record_no",
        [list(older_files.REPEATS), submission.submission_id, severities],
    )


def _now(connection: Connection) -> dt.datetime:
    """The server's clock: the machines that accept may differ."""
    row = connection.execute("select clock_timestamp()").fetchone()
    assert row
    now: dt.datetime = row[0]
    return now
