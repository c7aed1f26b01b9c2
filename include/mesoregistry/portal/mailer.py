"""Mails to people about what became of their files: one for all that is new, never in the time of a request."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
import threading
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.mail import get_connection, send_mail
from django.db import close_old_connections, connection, transaction
from django.urls import reverse

from mesoregistry import clock
from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Language, Text
from mesoregistry.local import portal_service
from mesoregistry.portal import notices, texts
from mesoregistry.portal.models import Account, FailedMail, Notice
from mesoregistry.settings import settings

EVERY = 20.0  # seconds
TIMEOUT = 10  # seconds that a mail server has
QUIET = dt.timedelta(minutes=1)  # without news of her: a run that takes many files is one mail
LONGEST_WAIT = dt.timedelta(minutes=10)
MOST = 25  # submissions in one mail
MAILER = 20_120_418  # one of all processes
LOG = logging.getLogger("mesoregistry.portal.mailer")

SUBJECT = Text("Registro: {title}", "Registry: {title}")
SEVERAL = Text("{count} envíos con novedades", "news of {count} submissions")
LINE = Text("{country}, {month}, envío {number}: {state}", "{country}, {month}, submission {number}: {state}")
OTHERS = Text("Y {count} más, en: {address}", "And {count} more, at: {address}")
FOOT = Text(
    "Este correo no lleva datos: entre al portal para verlos.",
    "This mail holds no data: enter the portal to see them.",
)


def start(end: threading.Event | None = None) -> threading.Thread:
    """Send from now on, or until ``end`` is set, in a thread of this process; of all processes one sends at a time."""
    thread = threading.Thread(
        target=_keep_sending, args=(end or threading.Event(),), name="mailer", daemon=True
    )
    thread.start()
    return thread


def _keep_sending(end: threading.Event) -> None:
    while not end.wait(EVERY):
        try:
            tick()
        except Exception:  # a database is gone: it is there again in a while
            LOG.exception("")
        finally:
            close_old_connections()


def tick(quiet: dt.timedelta = QUIET) -> bool:
    """Notice what is new, and write to whom it concerns; ``False``: another process does it just now."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [MAILER])
        if not cursor.fetchone()[0]:
            return False
        try:
            notices.collect()
            _send_all(quiet)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [MAILER])
    return True


def _send_all(quiet: dt.timedelta) -> None:
    now = clock.now()
    waiting = FailedMail.objects.filter(next_try__gt=now).values("account")
    Notice.objects.filter(account__is_active=False).delete()
    for account in Account.objects.filter(notice__isnull=False).exclude(pk__in=waiting).distinct():
        news = list(Notice.objects.filter(account=account).order_by("country", "-period", "-submission"))
        moments = [notice.noticed_at for notice in news]
        if max(moments) <= now - quiet or min(moments) <= now - LONGEST_WAIT:
            _send(account, news)


def _send(account: Account, news: Sequence[Notice]) -> None:
    """Write to her; what the server does not take waits, longer each time, and an hour at most."""
    language: Language = "en" if account.language == "en" else "es"
    try:
        with get_connection(**server()) as server_connection:
            texts_of_mail = subject(news, language), body(news, language)
            sender = settings().portal_mail_from
            send_mail(*texts_of_mail, sender, [account.email], connection=server_connection)
    except (OSError, smtplib.SMTPException):
        LOG.exception("")
        failed, is_new = FailedMail.objects.get_or_create(account=account, defaults={"next_try": clock.now()})
        failed.failures += not is_new
        failed.next_try = clock.now() + dt.timedelta(minutes=min(2**failed.failures, 60))
        failed.save()
        return
    with transaction.atomic():
        FailedMail.objects.filter(account=account).delete()
        for notice in news:  # what happened meanwhile is another notice
            Notice.objects.filter(pk=notice.pk, noticed_at=notice.noticed_at, kind=notice.kind).delete()


def server() -> dict[str, Any]:
    """The mail server, as Django's backend takes it; a password never goes in the clear."""
    address = urlsplit(settings().portal_mail_server or "")
    secure = address.scheme == "smtps"
    return {
        "host": address.hostname,
        "port": address.port or (465 if secure else 587),
        "username": unquote(address.username or ""),
        "password": unquote(address.password or ""),
        "use_ssl": secure,
        "use_tls": not secure and bool(address.username),
        "timeout": TIMEOUT,
    }


def subject(news: Sequence[Notice], language: Language) -> str:
    """``Registro: Honduras, marzo de 2024``, or how many there are."""
    first = news[0]
    only = f"{registries()[first.country].name.in_(language)}, {texts.month_name(first.period, language)}"
    title = only if len(news) == 1 else SEVERAL.format(count=len(news)).in_(language)
    return SUBJECT.format(title=title).in_(language)


def body(news: Sequence[Notice], language: Language) -> str:
    """A line for each submission, and where to see it."""
    address = portal_service.address(settings())
    parts = [
        LINE.format(
            country=registries()[notice.country].name.in_(language),
            month=texts.month_name(notice.period, language),
            number=notice.submission,
            state=notices.KINDS[notice.kind].in_(language),
        ).in_(language)
        + f"\n{address}{reverse('submission', args=[notice.submission])}"
        for notice in news[:MOST]
    ]
    if len(news) > MOST:
        parts.append(OTHERS.format(count=len(news) - MOST, address=f"{address}/").in_(language))
    return "\n\n".join([*parts, FOOT.in_(language)]) + "\n"
