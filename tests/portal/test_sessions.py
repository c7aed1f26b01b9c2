"""How long somebody stays in, and how she gets in: second factor, limits, invitations."""

from __future__ import annotations

import io
import logging
import time
from typing import Any

import pytest

from mesoregistry.local import portal_service
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran
from tests.portal.site import Site, account, invited


def client_of(person: Any, **options: Any) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="localhost", **options)
    client.force_login(person)
    return client


def is_in(client: Any) -> bool:
    return bool(client.get("/").status_code == 200)


def test_an_account_without_a_second_factor_gets_no_further_than_its_enrolment(config: Settings) -> None:
    person: Any = account("team", "gt")
    person.authenticator_set.all().delete()
    answer = client_of(person).get("/pais/gt/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cuenta/inicio/")


def test_half_an_hour_without_a_request_ends_the_session(config: Settings) -> None:
    from django.contrib.sessions.models import Session

    client = client_of(account("team", "gt"))
    assert is_in(client)
    row = Session.objects.get(session_key=client.session.session_key)
    left = row.expire_date.timestamp() - time.time()
    assert 1700 < left <= 1800
    Session.objects.filter(pk=row.pk).update(expire_date="2020-01-01T00:00:00Z")
    assert not is_in(client)


def test_half_a_day_ends_it_whatever_she_does(config: Settings) -> None:
    client = client_of(account("team", "gt"))
    assert is_in(client)
    session = client.session
    session["began"] = time.time() - 12 * 3600 - 1
    session.save()
    assert not is_in(client)


def test_a_closed_account_is_out_at_once(config: Settings) -> None:
    person, coordinator = account("team", "gt"), account("coordinator")
    client, other = client_of(person), client_of(coordinator)
    assert is_in(client)
    other.post(f"/personas/{person.pk}/cerrar/")  # type: ignore[attr-defined]
    assert not is_in(client)


def test_nobody_signs_up_and_no_password_is_sent_by_mail(config: Settings) -> None:
    from django.test import Client

    for path in ("signup", "password/reset", "email", "registro"):
        assert Client(SERVER_NAME="localhost").get(f"/cuenta/{path}/").status_code in (302, 404)
    from mesoregistry.portal.urls import urlpatterns

    assert not [
        p for p in urlpatterns if getattr(p, "name", "") in {"account_signup", "account_reset_password"}
    ]


def test_an_invitation_works_once_and_for_seven_days(config: Settings) -> None:
    import datetime as dt

    from django.test import Client

    from mesoregistry import clock
    from mesoregistry.portal.models import Account, Invitation

    link = invited("team", "gt").removeprefix(portal_service.address(config))
    assert Client(SERVER_NAME="localhost").post(link).status_code == 302
    assert Client(SERVER_NAME="localhost").post(link).status_code == 410
    late = invited("team", "gt").removeprefix(portal_service.address(config))
    Invitation.objects.filter(used_at=None).update(expires_at=clock.now() - dt.timedelta(seconds=1))
    before = Account.objects.count()
    assert Client(SERVER_NAME="localhost").post(late).status_code == 410
    assert Account.objects.count() == before


def test_who_lost_her_passkey_comes_in_by_a_new_invitation_and_the_old_one_opens_nothing(
    config: Settings,
) -> None:
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from mesoregistry.portal import setup

    person: Any = account("team", "gt")
    before = client_of(person)
    assert is_in(before)
    link = setup.invite(person.email, "team", "gt").removeprefix(portal_service.address(config))
    assert Client(SERVER_NAME="localhost").post(link).status_code == 302
    assert not is_in(before)
    assert not Authenticator.objects.filter(user=person).exists()


@pytest.mark.parametrize("role", ["team", "auditor"])
def test_only_a_coordinator_invites(config: Settings, role: str) -> None:
    from mesoregistry.portal.models import Invitation

    values = {"email": "otra@example.org", "role": "coordinator"}
    answer = client_of(account(role, "gt" if role == "team" else "")).post("/personas/", values)
    assert answer.status_code == 403
    assert not Invitation.objects.filter(email="otra@example.org").exists()


def test_who_came_in_and_went_and_took_a_workbook_stands_in_the_log(
    config: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of an account, and nothing that anybody typed."""
    log = io.StringIO()
    [handler] = [h for h in logging.getLogger("mesoregistry.portal.access").handlers if h.name == "access"]
    monkeypatch.setattr(handler, "stream", log)
    person: Any = account("team", "sv")
    client = client_of(person)
    file = io.BytesIO(salvadoran([case(1, Perfil="")]))
    file.name = "marzo.csv"
    checked = client.post("/presentar/", {"file": file, "month": "2024-03"})
    assert client.get(f"{checked.url}libro/").status_code == 200
    client.post("/cuenta/salir/")
    client.post("/cuenta/entrar/", {"login": person.email, "password": "mi frase secreta"})
    events = [line.split(" mesoregistry.portal.access ")[1] for line in log.getvalue().splitlines()]
    number = f"account={person.pk}"
    assert events == [f"entered {number}", f"marked workbook {number}", f"left {number}", "refused account=-"]


def test_tries_of_a_password_are_limited_over_all_processes(site: Site) -> None:
    """Many connections reach both processes of the server; together they have no more tries than one would."""
    import http.cookiejar
    import urllib.error
    import urllib.parse
    import urllib.request

    from django.core.cache import cache

    person: Any = account("team", "gt")
    person.set_password("una frase larga de Suchitoto")
    person.save()
    cache.clear()
    let_through = 0
    for number in range(24):
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        opener.open(f"{site.address}/cuenta/entrar/").read()
        token = next(cookie.value for cookie in jar if cookie.name == "csrf")
        password = f"mala {number}" if number < 23 else "una frase larga de Suchitoto"
        values = {"csrfmiddlewaretoken": token, "login": person.email, "password": password}
        try:
            answer = opener.open(f"{site.address}/cuenta/entrar/", urllib.parse.urlencode(values).encode())
            text = answer.read().decode()
        except urllib.error.HTTPError:
            continue
        let_through += "Demasiados" not in text
        assert "/llaves/" not in answer.url, "the right password was still looked at"
    cache.clear()
    assert let_through <= 10


def test_the_tables_are_those_of_the_models(config: Settings) -> None:
    from django.core.management import call_command

    call_command(
        "makemigrations", check=True, dry_run=True, verbosity=0
    )  # it ends the process when one is missing


def test_everything_that_can_happen_to_a_submission_has_words(config: Settings) -> None:
    from mesoregistry.intake.answers import Reason
    from mesoregistry.ledger import Action
    from mesoregistry.portal import texts

    assert set(texts.ACTIONS) == set(Action)
    assert set(texts.REASONS) == set(Reason)


def test_a_slow_request_keeps_what_another_saved_meanwhile(config: Settings) -> None:
    """The comparison of a file ends after she filed it: what she filed stays filed."""
    from mesoregistry.portal.sessions import SessionStore

    filing = SessionStore()
    filing.update({"drafts": {"a": "key a"}, "began": 1.0})
    filing.create()
    slow, filing = SessionStore(filing.session_key), SessionStore(filing.session_key)
    assert dict(slow.items()) == {"drafts": {"a": "key a"}, "began": 1.0}
    filing["drafts"] = {}
    filing["filed"] = {"a": 4}
    filing.save()
    slow.save()
    assert dict(SessionStore(filing.session_key).items()) == {"drafts": {}, "filed": {"a": 4}, "began": 1.0}


def test_two_requests_that_both_write_keep_both(config: Settings) -> None:
    from mesoregistry.portal.sessions import SessionStore

    first = SessionStore()
    first.update({"drafts": {"a": "key a"}, "counters": {"a": 1}})
    first.create()
    second, first = SessionStore(first.session_key), SessionStore(first.session_key)
    for store, letter in ((first, "b"), (second, "c")):
        store["drafts"] = store["drafts"] | {letter: f"key {letter}"}
    del first["counters"]
    first.save()
    second.save()
    drafts = {"a": "key a", "b": "key b", "c": "key c"}
    assert dict(SessionStore(first.session_key).items()) == {"drafts": drafts}


def test_a_session_that_ended_is_not_brought_back(config: Settings) -> None:
    from django.contrib.sessions.backends.base import UpdateError

    from mesoregistry.portal.sessions import SessionStore

    store = SessionStore()
    store["began"] = 1.0
    store.create()
    slow = SessionStore(store.session_key)
    assert slow["began"] == 1.0
    store.flush()
    with pytest.raises(UpdateError):
        slow.save()
