"""Accept: what the gate let through counts from now on; the rest waits, and the team is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import psycopg

from mesoregistry import database, ledger
from mesoregistry.database import Connection, guarded
from mesoregistry.intake.load import layout_of
from mesoregistry.ledger import Submission
from mesoregistry.settings import settings
from mesoregistry.steps import announce
from mesoregistry.vault import store


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a run: submissions accepted and returned, rows that count, rows that wait."""

    accepted: int = 0
    returned: int = 0
    to_confirm: int = 0
    rows: int = 0
    waiting: int = 0


def accept(country: str, submission_ids: Sequence[int]) -> Counts:
    """Accept what was landed and checked, in order; what is accepted already stays as it is."""
    with database.open_connection() as kept:
        outcomes = [_accept_one(kept, submission_id) for submission_id in submission_ids]
    return Counts(
        accepted=sum(o.accepted for o in outcomes),
        returned=sum(o.returned for o in outcomes),
        to_confirm=sum(o.to_confirm for o in outcomes),
        rows=sum(o.rows for o in outcomes),
        waiting=sum(o.waiting for o in outcomes),
    )


def _accept_one(kept: Connection, submission_id: int) -> Counts:
    announce("accept")
    with database.transaction(kept) as connection:
        one = ledger.submission(connection, submission_id, lock=True)
        if one.state != "in_review" or one.gate_run_id is None:
            return Counts()
        if one.stopped:
            counts = _return(connection, one)
        elif not one.confirmed and _asks_about_the_file(connection, submission_id):
            counts = _ask(connection, one)
        else:
            counts = _let_in(connection, one)
        announce("accepting")
    announce("accepted")
    return counts


def _asks_about_the_file(connection: Connection, submission_id: int) -> bool:
    return (
        connection.execute(
            "select 1 from intake.finding where submission_id = %s and severity = 'warning'"
            " and row_number is null and record_no is null limit 1",
            [submission_id],
        ).fetchone()
        is not None
    )


def _ask(connection: Connection, one: Submission) -> Counts:
    """A doubt about the whole file: nothing of it counts until the team has answered."""
    _update(connection, one, "to_confirm", one.rows_read or 0)
    ledger.record(connection, "asked", one.submission_id, {})
    return Counts(to_confirm=1, waiting=one.rows_read or 0)


def _return(connection: Connection, one: Submission) -> Counts:
    if one.accepted_at is not None:
        ledger.keep(connection, one, one.stopped)
        return Counts(returned=1)
    connection.execute(f"delete from raw.{one.country} where _submission = %s".encode(), [one.submission_id])
    _update(connection, one, "returned", one.rows_read or 0)
    ledger.record(connection, "returned", one.submission_id, {"rules": one.stopped})
    with guarded("vault"), psycopg.connect(settings().dsn("vault", "loader")) as vault:
        store.forget(vault, one.submission_id)
    return Counts(returned=1)


def _let_in(connection: Connection, one: Submission) -> Counts:
    severities = ("error",) if one.confirmed else ("error", "warning")
    connection.execute("delete from intake.waiting_row where submission_id = %s", [one.submission_id])
    connection.execute(
        "insert into intake.waiting_row (submission_id, record_no, severity)"
        " select submission_id, record_no, min(severity) from intake.finding"
        " where submission_id = %s and record_no is not null and severity = any(%s)"
        " group by submission_id, record_no",
        [one.submission_id, list(severities)],
    )
    errors, waits = _waits(connection, one)
    connection.execute(
        "update intake.submission set accepted_at = clock_timestamp() where submission_id = %s",
        [one.submission_id],
    )
    _update(connection, one, _state(errors, waits), waits)
    rows = (one.rows_read or 0) - waits
    ledger.record(connection, "accepted", one.submission_id, {"rows": rows, "waiting": waits})
    _settle(connection, one)  # after the record: from there on no other file of the period changes
    return Counts(accepted=1, rows=rows, waiting=waits)


def _waits(connection: Connection, one: Submission) -> tuple[int, int]:
    """Rows that wait for a correction, and rows that wait at all; with those the reader could not take."""
    found = connection.execute(
        "select count(*) filter (where severity = 'error'), count(*) from intake.waiting_row"
        " where submission_id = %s",
        [one.submission_id],
    ).fetchone()
    apart = connection.execute(
        "select count(distinct (sheet, row_number)) from intake.finding where submission_id = %s"
        " and record_no is null and row_number is not null and severity = 'error'",
        [one.submission_id],
    ).fetchone()
    assert found and apart
    return found[0] + apart[0], found[1] + apart[0]


def _state(errors: int, waits: int) -> str:
    return "to_correct" if errors else "to_confirm" if waits else "accepted"


def _update(connection: Connection, one: Submission, state: str, waiting: int) -> None:
    connection.execute(
        "update intake.submission set state = %s, rows_waiting = %s where submission_id = %s",
        [state, waiting, one.submission_id],
    )


def _settle(connection: Connection, one: Submission) -> int | None:
    """Of a source that replaces, the last version of a period that was not taken back stands; the others say so.

    Returns the one that stands again, if any: what had replaced it was taken back.
    """
    if layout_of(one)[0].mode != "replaces":
        return None
    standing = ledger.select(
        connection,
        "country = %s and source_id = %s and period = %s and accepted_at is not null and state <> 'withdrawn'",
        [one.country, one.source_id, one.period],
    )
    if not standing:
        return None
    *others, last = standing
    for older in others:
        if older.state != "in_review":  # confirmed or reopened meanwhile: it is judged first
            _update(connection, older, "replaced", older.rows_waiting or 0)
    if last.state != "replaced":
        return None
    errors, waits = _waits(connection, last)
    _update(connection, last, _state(errors, waits), waits)
    return last.submission_id


def confirm(submission_id: int) -> None:
    """The team says that what was warned about is right: the file goes through the gate once more."""
    with database.transaction() as connection:
        one = ledger.submission(connection, submission_id, lock=True)
        if one.confirmed or one.state not in ("to_confirm", "to_correct", "replaced"):
            return
        connection.execute(
            "update intake.submission set confirmed = true, state = 'in_review' where submission_id = %s",
            [submission_id],
        )
        ledger.record(connection, "confirmed", submission_id, {})
        connection.execute("select pg_notify('intake_arrival', %s)", [one.country])


class Reason(StrEnum):
    """Why a file is taken back. A list and not a text: a text could name a person, and the ledger must not."""

    WRONG_FILE = "wrong_file"
    WRONG_PERIOD = "wrong_period"
    REPEATED = "repeated"
    ASKED = "asked"  # by a person named in it
    OTHER = "other"


def withdraw(submission_id: int, reason: Reason) -> int | None:
    """The team takes a file back. It stays in the history of what was known; what it replaced stands again.

    Returns the submission that stands again, if any. A second withdrawal changes nothing.
    """
    with database.transaction() as connection:
        ledger.alone(connection)
        one = ledger.submission(connection, submission_id, lock=True)
        if one.state == "withdrawn":
            return None
        connection.execute(
            "update intake.submission set state = 'withdrawn' where submission_id = %s", [submission_id]
        )
        ledger.record(connection, "withdrawn", submission_id, {"reason": str(reason)})
        again = _settle(connection, one)
        # a run of the country finds no file to take in, and has the warehouse built without this one
        connection.execute("select pg_notify('intake_arrival', %s)", [one.country])
    return again
