"""Mails about what became of a file: to whom it concerns, without any data, and never in the way of a filing."""

from __future__ import annotations

import datetime as dt
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from mesoregistry import clock, database, ledger
from mesoregistry.findings import Severity
from mesoregistry.intake.receive import receive_content
from mesoregistry.settings import Settings
from tests.conftest import environment, free_port
from tests.intake.submissions import finding
from tests.portal.site import Site, account, take_in
from tests.portal.test_misfortunes import checked, client_of, filed, of_may

AT_ONCE = dt.timedelta(0)
MONTH = dt.date(2021, 5, 1)


def sent() -> list[Any]:
    """The mails of one turn; the running portal may be having its own."""
    from django.core import mail

    from mesoregistry.portal import mailer

    mail.outbox = []
    while not mailer.tick(AT_ONCE):
        time.sleep(0.1)
    return list(mail.outbox)


@pytest.fixture
def people(config: Settings) -> Iterator[dict[str, Any]]:
    from django.test import override_settings

    from mesoregistry.portal.models import Account

    made: dict[str, Any] = {
        "team": account("team", "sv"),
        "other": account("team", "gt"),
        "coordinator": account("coordinator"),
        "auditor": account("auditor"),
    }
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        take_in("sv")  # what other tests left waiting has its mails before these begin
        sent()
        yield made
        sent()
    Account.objects.filter(pk__in=[person.pk for person in made.values()]).update(is_active=False)


def to(people: dict[str, Any], mails: list[Any]) -> dict[str, list[Any]]:
    return {name: [mail for mail in mails if mail.to == [person.email]] for name, person in people.items()}


def taken_in(*cases: int, severity: Severity | None = None, month: dt.date = MONTH) -> int:
    number = receive_content("mes.csv", of_may(*cases), "sv", month).submission_id
    take_in("sv", *([finding(severity, 1)] if severity else []))
    return number


def test_each_reads_what_concerns_her_and_nothing_of_the_file(people: dict[str, Any]) -> None:
    number = taken_in(901, severity=Severity.WARNING)
    mails = to(people, sent())
    assert {name: len(got) for name, got in mails.items()} == {
        "team": 1, "other": 0, "coordinator": 1, "auditor": 0,
    }  # fmt: skip
    mail = mails["team"][0]
    assert mail.subject == "Registro: El Salvador, mayo de 2021"
    lines = mail.body.splitlines()
    assert lines[0] == f"El Salvador, mayo de 2021, envío {number}: tiene algo que confirmar"
    assert lines[1].endswith(f"/envio/{number}/")
    assert lines[2:] == ["", "Este correo no lleva datos: entre al portal para verlos."]
    assert "espera su decisión" in mails["coordinator"][0].body
    assert sent() == [], "once"


def test_in_her_language(people: dict[str, Any]) -> None:
    client_of(people["team"]).post("/idioma/", {"language": "en"})
    number = taken_in(911, severity=Severity.ERROR)
    mail = to(people, sent())["team"][0]
    assert mail.subject == "Registry: El Salvador, May 2021"
    assert mail.body.startswith(f"El Salvador, May 2021, submission {number}: there is something to correct")


def test_many_files_are_one_mail_and_of_each_the_last_that_happened(people: dict[str, Any]) -> None:
    numbers = [taken_in(920 + n, month=dt.date(2020, 1 + n, 1)) for n in range(3)]
    client_of(people["coordinator"]).post(f"/envio/{numbers[2]}/devolver/", {"reason": "doubled"})
    (mail,) = to(people, sent())["team"]
    assert mail.subject == "Registro: 3 envíos con novedades"
    states = {line.rpartition(": ")[2] for line in mail.body.splitlines() if "envío" in line}
    assert states == {"aceptado", "ya no cuenta"}
    assert mail.body.count("/envio/") == 3


def test_a_closed_account_is_not_written_to(people: dict[str, Any]) -> None:
    from mesoregistry.portal.models import Account

    taken_in(931)
    Account.objects.filter(pk=people["team"].pk).update(is_active=False)
    assert to(people, sent())["team"] == []


def test_while_news_come_in_nothing_is_sent_and_the_first_time_nothing_of_before(
    people: dict[str, Any],
) -> None:
    from django.core import mail

    from mesoregistry.portal import mailer
    from mesoregistry.portal.models import NoticedEvent

    taken_in(941)
    mail.outbox = []
    while not mailer.tick():
        time.sleep(0.1)
    assert mail.outbox == []
    assert len(to(people, sent())["team"]) == 1
    taken_in(942, month=dt.date(2021, 6, 1))
    NoticedEvent.objects.all().delete()
    assert sent() == []


def test_the_running_portal_looks_for_news_by_itself_and_goes_on_after_a_fault(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mesoregistry.portal import mailer
    from mesoregistry.portal.models import NoticedEvent

    taken_in(945, month=dt.date(2021, 7, 1))
    with database.transaction() as connection:
        last = ledger.last_event_no(connection)
    deadline = time.monotonic() + 3 * mailer.EVERY
    while not NoticedEvent.objects.filter(event_no__gte=last).exists():
        assert time.monotonic() < deadline, site.log.read_text()
        time.sleep(0.5)

    turns: list[int] = []
    end = threading.Event()

    def turn() -> None:
        turns.append(1)
        if len(turns) > 2:
            end.set()
        raise RuntimeError

    monkeypatch.setattr(mailer, "EVERY", 0.01)
    monkeypatch.setattr(mailer, "tick", turn)
    thread = mailer.start(end)
    thread.join(10)
    assert (len(turns), thread.is_alive()) == (3, False)


@pytest.fixture(params=["nobody listens", "it accepts and never answers"])
def dead_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    from mesoregistry.portal import mailer

    monkeypatch.setattr(mailer, "TIMEOUT", 1)
    if request.param == "nobody listens":
        yield f"smtp://127.0.0.1:{free_port()}"
        return
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"smtp://127.0.0.1:{server.getsockname()[1]}"


def test_a_dead_mail_server_loses_no_filing_and_no_mail(
    people: dict[str, Any], dead_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.test import override_settings

    content = of_may(950 + secrets.randbelow(10**6))
    team = client_of(people["team"])
    smtp = override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend")
    with environment(MESO_PORTAL_MAIL_SERVER=dead_server), smtp:
        draft = checked(team, content).headers["Location"]
        assert team.post(f"{draft}presentar/").status_code == 302
        take_in("sv")
        assert sent() == []
    assert filed(content)[0].state == "accepted"
    assert sent() == [], "it is not tried again at once"
    later = clock.now() + dt.timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    (mail,) = to(people, sent())["team"]
    assert f"/envio/{filed(content)[0].submission_id}/" in mail.body


def test_the_log_says_where_it_failed_and_neither_whom_nor_what(
    people: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    import logging

    from django.test import override_settings

    from mesoregistry.portal.log_format import WithoutValues

    taken_in(971)
    smtp = override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend")
    with environment(MESO_PORTAL_MAIL_SERVER=f"smtp://127.0.0.1:{free_port()}"), smtp:
        caplog.set_level(logging.WARNING)
        sent()
    records = [record for record in caplog.records if record.name == "mesoregistry.portal.mailer"]
    line = WithoutValues().format(records[0])
    assert "ConnectionRefusedError" in line and "mailer.py" in line
    assert "@" not in line and "127.0.0.1" not in line
