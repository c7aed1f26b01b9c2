"""Months that are closed for one country: a file for one is not received, and whoever brings it reads why."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from mesoregistry.catalog.messages import message
from mesoregistry.database import Connection
from mesoregistry.findings import Text
from mesoregistry.intake.periods import Refused


class LockReason(StrEnum):
    """Why a month is closed. A list and not a text: a text could name a person."""

    PUBLISHED = "published"
    UNDER_REVIEW = "under_review"
    AGREED = "agreed"
    OTHER = "other"


REASONS: dict[str, Text] = {
    LockReason.PUBLISHED: Text("ya está en un informe publicado", "it is in a published report"),
    LockReason.UNDER_REVIEW: Text("la coordinación lo está revisando", "the coordination is reviewing it"),
    LockReason.AGREED: Text("así se acordó con el equipo", "so it was agreed with the team"),
    LockReason.OTHER: Text("otra razón: pregunte a la coordinación", "another reason: ask the coordination"),
}


def locks(connection: Connection, countries: tuple[str, ...]) -> dict[tuple[str, dt.date], Text]:
    """The closed months of some countries, each with its reason."""
    rows = connection.execute(
        "select country, period, reason from intake.month_lock where unlocked_at is null and country = any(%s)",
        [list(countries)],
    )
    return {(country, period): REASONS[reason] for country, period, reason in rows}


def refuse_locked(connection: Connection, country: str, period: dt.date) -> None:
    """Raise ``Refused`` for a month that is closed."""
    reason = locks(connection, (country,)).get((country, period))
    if reason:
        raise Refused(
            message("month_locked").finding(found=f"{period:%Y-%m}", reason_es=reason.es, reason_en=reason.en)
        )


def lock(connection: Connection, country: str, period: dt.date, reason: LockReason, account: int) -> None:
    """Close a month; a second time changes nothing."""
    connection.execute(
        "insert into intake.month_lock (country, period, reason, locked_by) values (%s, %s, %s, %s)"
        " on conflict (country, period) where unlocked_at is null do nothing",
        [country, period, str(reason), account],
    )


def unlock(connection: Connection, country: str, period: dt.date, account: int) -> None:
    """Open a month; that it was closed stays written."""
    connection.execute(
        "update intake.month_lock set unlocked_at = now(), unlocked_by = %s"
        " where country = %s and period = %s and unlocked_at is null",
        [account, country, period],
    )
