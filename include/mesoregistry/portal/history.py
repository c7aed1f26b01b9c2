"""Who filed what and when, and what became of it, as the events of the ledger say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from mesoregistry.database import Connection
from mesoregistry.findings import Text
from mesoregistry.intake.decisions import RETURN_REASONS, sent_back
from mesoregistry.portal import texts
from mesoregistry.portal.models import Account

EVENTS = (
    "select recorded_at, action, detail ->> 'reason', (detail ->> 'account')::bigint"
    " from intake.event where submission_id = %s order by event_no"
)
FILED = (
    "select distinct on (submission_id) submission_id, recorded_at, (detail ->> 'account')::bigint"
    " from intake.event where submission_id = any(%s) and action in ('received', 'received again')"
    " order by submission_id, event_no desc"
)
WITHOUT = Text("sin el portal", "without the portal")
YOU = Text("usted", "you")
REASONS = texts.REASONS | RETURN_REASONS


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history of a submission; ``by`` is empty for what the system did."""

    moment: dt.datetime
    text: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Filing:
    """When a submission came in the last time, and from whom; whether the coordination sent it back."""

    moment: dt.datetime
    by: str
    is_sent_back: bool


def events(connection: Connection, viewer: Account, number: int) -> list[Event]:
    """What happened to a submission, the first thing first."""
    language = texts.language()
    rows = connection.execute(EVENTS, [number]).fetchall()
    names = names_of(viewer, {account for *_, account in rows if account})
    return [
        Event(
            moment,
            texts.ACTIONS[action].in_(language),
            REASONS[reason].in_(language) if reason else "",
            names.get(account, ""),
        )
        for moment, action, reason, account in rows
    ]


def filings(connection: Connection, viewer: Account, numbers: Collection[int]) -> dict[int, Filing]:
    """By number, when and by whom each of some submissions was filed."""
    rows = connection.execute(FILED, [list(numbers)]).fetchall()
    returned = sent_back(connection)
    names = names_of(viewer, {account for *_, account in rows if account})
    without = WITHOUT.in_(texts.language())
    return {
        number: Filing(moment, names.get(account, without), number in returned)
        for number, moment, account in rows
    }


def names_of(viewer: Account, accounts: Collection[int]) -> dict[int, str]:
    """What a person reads in the place of an account: the ledger holds its number alone.

    A colleague has her address; for a team the coordination is the coordination, whoever she is.
    """
    language = texts.language()
    names = {}
    for account in Account.objects.filter(pk__in=accounts):
        is_known = not viewer.is_team or account.country == viewer.country
        names[account.pk] = account.email if is_known else texts.ROLES[account.role].in_(language)
    return names | ({viewer.pk: YOU.in_(language)} if viewer.pk in names else {})
