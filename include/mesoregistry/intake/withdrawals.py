"""How a file was withdrawn last, by its team or by the coordination."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from mesoregistry.database import Connection

LAST = (
    "select action, from_state, recorded_at, coalesce(detail ->> 'reason', '') from intake.event"
    " where submission_id = %s and action in ('withdrawn', 'sent back', 'restored') order by event_no desc limit 1"
)


class Withdrawal(NamedTuple):
    """``action``: withdrawn, sent back or restored; ``reason``: of a list, empty where there is none."""

    action: str
    from_state: str
    recorded_at: dt.datetime
    reason: str


def last_withdrawal(connection: Connection, submission_id: int) -> Withdrawal | None:
    """How a file was withdrawn, sent back or had back last; ``None``: it never was."""
    row = connection.execute(LAST, [submission_id]).fetchone()
    return Withdrawal(*row) if row else None
