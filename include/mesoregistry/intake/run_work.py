"""What a run of a country takes: what waits, and what it took when it ran before."""

from __future__ import annotations

from mesoregistry import database, ledger
from mesoregistry.intake.periods import parse_period
from mesoregistry.ledger import Action


def waiting(connection: database.Connection, country: str, since: str | None, until: str | None) -> list[int]:
    """What waits of a country; with ``since`` and ``until`` of those months only."""
    if not (since and until):
        return ledger.waiting(connection, country)
    months = [parse_period(since), parse_period(until)]
    of_months = f"country = %s and period between %s and %s and {ledger.IS_WAITING}"
    return [s.submission_id for s in ledger.select(connection, of_months, [country, *months])]


def taken_before(connection: database.Connection, country: str, run_id: str | None) -> list[int]:
    """What this run took when it ran before; a file that went back is put in review again, to be read anew."""
    if run_id is None:
        return []
    taken = ledger.submissions_of_run(connection, country, run_id)
    ledger.lock_chain(connection)
    for submission in taken:
        if ledger.is_stopped(submission):
            ledger.move(connection, submission.submission_id, Action.REOPENED, gate_run_id=None)
    return [submission.submission_id for submission in taken]
