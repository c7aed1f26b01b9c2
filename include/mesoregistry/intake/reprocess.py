"""Take accepted files of a span in again from their sealed copies: after a layout, a list or a rule has changed."""

from __future__ import annotations

import datetime as dt

from mesoregistry import database, ledger
from mesoregistry.intake import archive
from mesoregistry.intake.periods import parse_period
from mesoregistry.ledger import Action


def reopen(country: str, since: str | dt.date, until: str | dt.date) -> list[int]:
    """Put the files of a country from month ``since`` to month ``until`` back in review.

    What was accepted of them goes on counting until each is accepted again. Withdrawn files stay
    withdrawn, and a file that its source does not keep any more cannot be read again.

    Returns:
        The submissions that were put back.

    Raises:
        Refused: ``since`` or ``until`` is no month.
        ArchiveKeyIsAway: one of the files opens with the key of the archive only, which is not on this machine.
    """
    first, last = (
        parse_period(f"{day:%Y-%m}" if isinstance(day, dt.date) else day) for day in (since, until)
    )
    with database.transaction() as connection:
        ledger.lock_chain(connection)
        submissions = ledger.select(
            connection,
            f"country = %s and period between %s and %s and not is_quiet and {ledger.HAS_FILE}"
            f" and {ledger.is_in(ledger.states_before(Action.REOPENED))}",
            [country, first, last],
        )
        for submission in submissions:
            archive.require_key(submission.sha256)
        for submission in submissions:
            ledger.move(connection, submission.submission_id, Action.REOPENED, gate_run_id=None)
    return [submission.submission_id for submission in submissions]
