"""A month in which nothing happened, filed without a file: a zero that is known, and no month that is missing."""

from __future__ import annotations

import datetime as dt
import hashlib

from mesoregistry import clock, database, ledger
from mesoregistry.catalog.messages import message
from mesoregistry.intake.month_locks import refuse_locked
from mesoregistry.intake.periods import Refused, source_of, today_in
from mesoregistry.intake.receive import Receipt, lock_versions, receipt_of
from mesoregistry.ledger import Action, State, Submission
from mesoregistry.months import next_month


def file_quiet_month(
    country: str,
    period: dt.date,
    filed_on: dt.date | None = None,
    kept: database.Connection | None = None,
) -> Receipt:
    """Write into the ledger that nothing happened in a month. Safe to repeat; undone by a withdrawal, like any filing.

    ``kept``: as of ``receive``.

    Raises:
        Refused: for an unknown country or period, a month that is not over, or one that has a file: who takes its
            attacks back withdraws the file first.
    """
    filed_on = filed_on or today_in(country)
    source_id = source_of(country, period, filed_on).id
    if filed_on < next_month(period):
        raise Refused(message("month_not_over").finding(found=f"{period:%Y-%m}"))
    with database.transaction(kept) as connection:
        lock_versions(connection, country)
        standing = _standing(connection, country, source_id, period)
        if standing and standing.is_quiet:
            return receipt_of(standing, duplicate=True)
        if standing:
            number = str(standing.submission_id)
            raise Refused(message("month_has_a_file").finding(found=f"{period:%Y-%m}", submission=number))
        refuse_locked(connection, country, period)
        accepted = _accept(connection, _statement(country, source_id, period, filed_on))
    return receipt_of(accepted, duplicate=False)


def _accept(connection: database.Connection, statement: ledger.NewFile) -> Submission:
    return ledger.move(
        connection,
        ledger.file(connection, statement).submission_id,
        Action.NOTHING_HAPPENED,
        accepted_at=clock.now(),
        is_quiet=True,
        rows_read=0,
        rows_waiting=0,
    )


def _standing(
    connection: database.Connection, country: str, source_id: str, period: dt.date
) -> Submission | None:
    """The last submission of the month that was not taken back or returned."""
    gone = ledger.is_in((State.WITHDRAWN, State.RETURNED))
    of_month = f"country = %s and source_id = %s and period = %s and not {gone}"
    return next(iter(ledger.select(connection, of_month, [country, source_id, period])[-1:]), None)


def _statement(country: str, source_id: str, period: dt.date, filed_on: dt.date) -> ledger.NewFile:
    """There is no file: the digest is of what is stated, of this moment, since a month may be stated again later."""
    stated = f"nothing happened|{country}|{source_id}|{period}|{clock.now().isoformat()}"
    return ledger.NewFile(
        country, source_id, period, filed_on, hashlib.sha256(stated.encode()).hexdigest(), 0, ""
    )
