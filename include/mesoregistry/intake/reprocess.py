"""Take accepted files of a span in again from their sealed copies: after a layout, a list or a rule has changed."""

from __future__ import annotations

import datetime as dt

from mesoregistry import database, ledger
from mesoregistry.intake.receive import parse_period


def reopen(country: str, since: str | dt.date, until: str | dt.date) -> list[int]:
    """Put the files of a country from month ``since`` to month ``until`` back in review.

    What was accepted of them goes on counting until each is accepted again. Withdrawn files stay withdrawn.
    Raises ``Refused`` for what is no month.
    """
    first, last = (
        parse_period(f"{day:%Y-%m}" if isinstance(day, dt.date) else day) for day in (since, until)
    )
    with database.transaction() as connection:
        found = ledger.select(
            connection,
            "country = %s and period between %s and %s"
            " and state in ('accepted', 'to_correct', 'to_confirm', 'replaced', 'returned')",
            [country, first, last],
        )
        for one in found:
            connection.execute(
                "update intake.submission set state = 'in_review', gate_run_id = null where submission_id = %s",
                [one.submission_id],
            )
            ledger.record(connection, "reopened", one.submission_id, {})
    return [one.submission_id for one in found]
