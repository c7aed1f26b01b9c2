"""Who is to be written to, as the events of the ledger say: countries, months, numbers and states, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import transaction

from mesoregistry import clock
from mesoregistry.findings import Text
from mesoregistry.ledger import Action, State
from mesoregistry.portal.models import Account, Notice, NoticedEvent, Role
from mesoregistry.portal.rows import shown_to_the_mailer

NEWS = (Action.RETURNED, Action.KEPT, Action.ASKED, Action.ACCEPTED, Action.SENT_BACK)
EVENTS = (
    "select event_no, submission_id, country, period, action, to_state from intake.event"
    " inner join intake.submission using (submission_id) where event_no > %s and action = any(%s) order by event_no"
)
LAST = "select coalesce(max(event_no), 0) from intake.event"

KINDS: dict[str, Text] = {
    State.RETURNED: Text("devuelto: no se pudo cargar", "returned: it could not be loaded"),
    State.WITHDRAWN: Text("devuelto por la coordinación: ya no cuenta", "sent back by the coordination"),
    State.TO_CORRECT: Text("tiene algo que corregir", "there is something to correct"),
    State.TO_CONFIRM: Text("tiene algo que confirmar", "there is something to confirm"),
    State.ACCEPTED: Text("aceptado", "accepted"),
    "to_decide": Text("espera su decisión", "waits for your decision"),
}
"""What a notice says, by the state of the submission."""


class News(NamedTuple):
    """An event that people are given notice of."""

    event_no: int
    submission: int
    country: str
    period: dt.date
    action: str
    to_state: str


def collect() -> None:
    """Read the events since the last time; each is noticed once, whoever dies in between.

    Nothing is noticed of what was there before the first time. The caller is the only one that collects.
    """
    with transaction.atomic():
        noticed = NoticedEvent.objects.select_for_update().first()
        with shown_to_the_mailer() as connection:
            last = connection.execute(LAST).fetchone()
            rows = connection.execute(EVENTS, [noticed.event_no if noticed else last and last[0], list(NEWS)])
            news = [News(*row) for row in rows.fetchall()]
        for event in news:
            _notice(event)
        reached = max([last[0] if last else 0, *(event.event_no for event in news)])
        NoticedEvent.objects.update_or_create(pk=1, defaults={"event_no": reached})


def _notice(news: News) -> None:
    accounts = Account.objects.filter(is_active=True)
    for account in accounts.filter(role=Role.TEAM, country=news.country):
        _write(news, account, news.to_state)
    decided = accounts.filter(role=Role.COORDINATOR)
    if news.to_state == State.TO_CONFIRM:
        for account in decided:
            _write(news, account, "to_decide")
    else:
        Notice.objects.filter(submission=news.submission, account__in=decided).delete()


def _write(news: News, account: Account, kind: str) -> None:
    about = {"country": news.country, "period": news.period, "kind": kind, "noticed_at": clock.now()}
    Notice.objects.update_or_create(account=account, submission=news.submission, defaults=about)
