"""What the coordination decides of a file that was taken in, and a withdrawal of the same day that is undone."""

from __future__ import annotations

from enum import StrEnum
from zoneinfo import ZoneInfo

from mesoregistry import database, ledger
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.registries import registry
from mesoregistry.database import Connection
from mesoregistry.findings import Text
from mesoregistry.intake.answers import Reason
from mesoregistry.intake.month_locks import refuse_locked
from mesoregistry.intake.periods import Refused
from mesoregistry.intake.versions import settle, state_by_rows, waiting_rows
from mesoregistry.intake.withdrawals import last_withdrawal
from mesoregistry.ledger import Action, State, Submission

SENT_BACK = (
    "submission_id in (select distinct on (submission_id) case action when 'sent back' then submission_id end"
    " from intake.event where action in ('withdrawn', 'sent back', 'restored') order by submission_id, event_no desc)"
)


class ReturnReason(StrEnum):
    """Why the coordination sends a file back. A list and not a text: a text could name a person."""

    INCOMPLETE = "incomplete"
    DOUBTFUL = "doubtful"
    DOUBLED = "doubled"
    OF_ANOTHER_MONTH = "of_another_month"
    AS_AGREED = "as_agreed"


RETURN_REASONS: dict[str, Text] = {
    ReturnReason.INCOMPLETE: Text("Faltan casos o datos", "Cases or data are missing"),
    ReturnReason.DOUBTFUL: Text("Hay valores que no parecen ciertos", "Some values do not look right"),
    ReturnReason.DOUBLED: Text("Hay casos repetidos", "Some cases are there twice"),
    ReturnReason.OF_ANOTHER_MONTH: Text("No es de este mes", "It is not of this month"),
    ReturnReason.AS_AGREED: Text("Así se acordó con el equipo", "So it was agreed with the team"),
}


def sent_back(connection: Connection) -> set[int]:
    """The submissions that the coordination sent back, and nobody undid it."""
    return {submission.submission_id for submission in ledger.select(connection, SENT_BACK, [])}


def approve(submission_id: int, kept: Connection | None = None) -> None:
    """The coordination says that what was warned about is right; the file goes through the gate once more.

    A second time it changes nothing. ``kept``: as of ``receive``. Raises ``KeyError`` for an unknown number.
    """
    with database.transaction(kept) as connection:
        submission = ledger.submission(connection, submission_id, lock=True)
        if not submission.confirmed and submission.state in ledger.states_before(Action.APPROVED):
            ledger.move(connection, submission_id, Action.APPROVED, confirmed=True)
            ledger.notify_arrival(connection, submission.country)


def send_back(submission_id: int, reason: ReturnReason, kept: Connection | None = None) -> None:
    """The coordination takes a file out of the count, for its team to correct; what it replaced stands again.

    A second time it changes nothing. ``kept``: as of ``receive``.

    Raises:
        Refused: the month is closed.
        KeyError: there is no submission of that number.
    """
    with database.transaction(kept) as connection:
        submission = ledger.submission(connection, submission_id, lock=True)
        if submission.state in ledger.states_before(Action.SENT_BACK):
            refuse_locked(connection, submission.country, submission.period)
            ledger.move(connection, submission_id, Action.SENT_BACK, detail={"reason": str(reason)})
            settle(connection, submission)


def restore(submission_id: int, undone: Action, kept: Connection | None = None) -> None:
    """Undo a withdrawal (or, with ``Action.SENT_BACK``, a return) of the same day: the file is what it was before.

    A second time it changes nothing. ``kept``: as of ``receive``.

    Raises:
        Refused: ``why_final`` says why; or the month is closed.
        KeyError: there is no submission of that number.
    """
    with database.transaction(kept) as connection:
        submission = ledger.submission(connection, submission_id, lock=True)
        if submission.state is not State.WITHDRAWN:
            return
        if reason := why_final(connection, submission, undone):
            raise Refused(message("not_undone").finding(reason_es=reason.es, reason_en=reason.en))
        refuse_locked(connection, submission.country, submission.period)
        last = last_withdrawal(connection, submission_id)
        assert last
        _restore(connection, submission, State(last.from_state))


def _restore(connection: Connection, submission: Submission, before: State) -> None:
    number = submission.submission_id
    if submission.accepted_at is None:  # its rows may be gone: it is read once more
        ledger.move(connection, number, Action.RESTORED, State.RECEIVED)
        ledger.notify_arrival(connection, submission.country)
        return
    if before in ledger.WAITING:  # it was confirmed or reopened, and not judged yet
        ledger.move(connection, number, Action.RESTORED, State.IN_REVIEW)
        ledger.notify_arrival(connection, submission.country)
    else:
        errors, waits = waiting_rows(connection, submission)
        ledger.move(connection, number, Action.RESTORED, state_by_rows(errors, waits), rows_waiting=waits)
    settle(connection, submission)


def why_final(connection: Connection, submission: Submission, undone: Action) -> Text | None:
    """Why a withdrawn file cannot be had back; ``None`` when it can."""
    last = last_withdrawal(connection, submission.submission_id)
    if last is None or last.action != undone:
        return Text("no la retiró usted", "it was not you who withdrew it")
    if last.reason == Reason.ASKED:
        return Text("lo pidió una persona nombrada en él", "a person named in it asked for it")
    own = registry(submission.country)
    if last.recorded_at.astimezone(ZoneInfo(own.time_zone)).date() != own.today():
        return Text("ya pasó el día en que se retiró", "the day of the withdrawal is over")
    newer = ledger.select(
        connection,
        f"submission_id = %s and not {ledger.HAS_FILE} or country = %s and received_at > %s"
        " and (source_id = %s and period = %s or sha256 = %s)",
        [submission.submission_id, submission.country, last.recorded_at, submission.source_id, submission.period,
         submission.sha256],
    )  # fmt: skip
    if not newer:
        return None
    return Text("después se presentó otra vez, o se borró", "it was filed anew since, or erased")
