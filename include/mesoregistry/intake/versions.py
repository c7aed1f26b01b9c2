"""Which version of a period stands, and with how many rows."""

from __future__ import annotations

from mesoregistry import ledger
from mesoregistry.database import Connection
from mesoregistry.intake import older_files
from mesoregistry.intake.sources import layout_of
from mesoregistry.ledger import Action, State, Submission

OPEN = (State.TO_CORRECT, State.TO_CONFIRM)


def settle(connection: Connection, submission: Submission) -> int | None:
    """Of a source that replaces, let the last version of the period that was not withdrawn stand alone.

    The caller holds the lock of the chain: no other submission of the period moves meanwhile.

    Returns:
        The submission that stands again because what had replaced it was withdrawn, if any.
    """
    is_replaced = layout_of(submission)[0].mode == "replaces"
    stands_again = _let_last_stand(connection, submission) if is_replaced else None
    for file in _open_files(connection, submission):
        older_files.write_notes(connection, file)
    return stands_again


def _open_files(connection: Connection, submission: Submission) -> list[Submission]:
    """A submission, and what waits of its source after it: which older tellings count meanwhile may have changed."""
    adds = layout_of(submission)[0].mode == "adds"
    return ledger.select(
        connection,
        "country = %s and source_id = %s and (%s or period = %s) and (submission_id = %s"
        f" or {ledger.is_in(OPEN)} and (filed_on, version) >= (%s, %s))",
        [submission.country, submission.source_id, adds, submission.period, submission.submission_id,
         submission.filed_on, submission.version],
    )  # fmt: skip


def _let_last_stand(connection: Connection, submission: Submission) -> int | None:
    accepted = ledger.select(
        connection,
        "country = %s and source_id = %s and period = %s and accepted_at is not null and state <> 'withdrawn'",
        [submission.country, submission.source_id, submission.period],
    )
    if not accepted:
        return None
    # while a row of a file without keys waits, the last file that is whole stands, and this one is beside it
    last = next((file for file in reversed(accepted) if not file.is_provisional), accepted[-1])
    for older in accepted:
        # one in review was confirmed or reopened meanwhile: it is judged first
        if older not in (last, accepted[-1]) and older.state not in (State.IN_REVIEW, State.REPLACED):
            ledger.move(connection, older.submission_id, Action.REPLACED)
    return _reinstate(connection, last) if last.state is State.REPLACED else None


def _reinstate(connection: Connection, replaced: Submission) -> int:
    errors, waits = waiting_rows(connection, replaced)
    state, number = state_by_rows(errors, waits), replaced.submission_id
    older_files.write_notes(
        connection, ledger.move(connection, number, Action.REINSTATED, state, rows_waiting=waits)
    )
    return number


def waiting_rows(connection: Connection, submission: Submission) -> tuple[int, int]:
    """Rows that wait for a correction, and rows that wait at all; with those the reader could not take."""
    landed = connection.execute(
        "select count(*) filter (where severity = 'error'), count(*) from intake.waiting_row"
        " where submission_id = %s",
        [submission.submission_id],
    ).fetchone()
    unread = unread_rows(connection, submission.submission_id)
    assert landed
    return landed[0] + unread, landed[1] + unread


def unread_rows(connection: Connection, submission_id: int) -> int:
    """Rows that the reader could not take: they have an error and no record."""
    row = connection.execute(
        "select count(distinct (sheet, row_number)) from intake.finding where submission_id = %s"
        " and record_no is null and row_number is not null and severity = 'error'",
        [submission_id],
    ).fetchone()
    assert row
    count: int = row[0]
    return count


def state_by_rows(errors: int, waits: int) -> State:
    """The state of a file that is let in, by its rows with an error and all its rows that wait."""
    return State.TO_CORRECT if errors else State.TO_CONFIRM if waits else State.ACCEPTED
