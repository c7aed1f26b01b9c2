"""What a team answers after its file was taken in: it confirms what was warned about, or withdraws the file."""

from __future__ import annotations

from enum import StrEnum

from mesoregistry import database, ledger
from mesoregistry.intake.versions import settle
from mesoregistry.ledger import Action, State


class Reason(StrEnum):
    """Why a file is taken back. A list and not a text: a text could name a person, and the ledger must not."""

    WRONG_FILE = "wrong_file"
    WRONG_PERIOD = "wrong_period"
    REPEATED = "repeated"
    ASKED = "asked"  # by a person named in it
    OTHER = "other"


def confirm(submission_id: int, kept: database.Connection | None = None) -> None:
    """The team says that what was warned about is right: the file goes through the gate once more.

    A second time, or where there is nothing to confirm, it changes nothing. ``kept``: as of ``receive``.

    Raises:
        KeyError: there is no submission of that number.
    """
    with database.transaction(kept) as connection:
        submission = ledger.submission(connection, submission_id, lock=True)
        if submission.confirmed or submission.state not in ledger.states_before(Action.CONFIRMED):
            return
        ledger.move(connection, submission_id, Action.CONFIRMED, confirmed=True)
        ledger.notify_arrival(connection, submission.country)


def withdraw(submission_id: int, reason: Reason, kept: database.Connection | None = None) -> int | None:
    """The team takes a file back. It stays in the history of what was known; what it replaced stands again.

    A second withdrawal changes nothing. ``kept``: as of ``receive``.

    Returns:
        The submission that stands again, if any.

    Raises:
        KeyError: there is no submission of that number.
    """
    with database.transaction(kept) as connection:
        submission = ledger.submission(connection, submission_id, lock=True)
        if submission.state is State.WITHDRAWN:
            return None
        ledger.move(connection, submission_id, Action.WITHDRAWN, detail={"reason": str(reason)})
        return settle(connection, submission)
