"""Every route, as every role, for its own and for another country; and every change without its token."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest

from mesoregistry.intake.receive import receive_content
from mesoregistry.settings import Settings
from tests.portal.site import account

COUNTRIES = ("gt", "hn")
PERIOD = dt.date(2023, 7, 1)
PEOPLE = ("team gt", "team hn", "coordinator", "auditor", "nobody")
# name -> who gets in for an object of Guatemala; the others are refused
OF_COUNTRY = {
    "country": {"team gt", "coordinator", "auditor"},
    "month": {"team gt", "coordinator", "auditor"},
    "submission": {"team gt", "coordinator", "auditor"},
    "receipt": {"team gt", "coordinator", "auditor"},
    "confirm": {"team gt"},
    "withdraw": {"team gt"},
    "approve": {"coordinator"},
    "send_back": {"coordinator"},
    "restore": {"team gt", "coordinator"},
}
OF_ROLE = {
    "home": {"team gt", "team hn", "coordinator", "auditor"},
    "file": {"team gt", "team hn"},
    "template": {"team gt", "team hn"},
    "begin_upload": {"team gt", "team hn"},
    "signing": {"team gt", "team hn"},
    "people": {"coordinator"},
    "deactivate": {"coordinator"},
    "withdraw_invitation": {"coordinator"},
    "enrol": {"team gt", "team hn", "coordinator", "auditor"},
    "quiet": {"team gt", "team hn"},
    "lock": {"coordinator"},
    "unlock": {"coordinator"},
    "terms": {"coordinator"},
    "decide_term": {"coordinator"},
    "layouts": {"coordinator"},
    "decide_layout": {"coordinator"},
    "take_back_term": {"coordinator"},
    "take_back_layout": {"coordinator"},
}
OF_SESSION = (
    "draft",
    "changes",
    "change_month",
    "workbook",
    "present",
    "propose_term",
    "try_columns",
    "propose_columns",
    "send_part",
    "check_upload",
)
POSTS = {
    "begin_upload",
    "send_part",
    "check_upload",
    "decide_term",
    "propose_term",
    "try_columns",
    "propose_columns",
    "decide_layout",
    "take_back_term",
    "take_back_layout",
    "approve",
    "restore",
    "confirm",
    "quiet",
    "lock",
    "unlock",
    "deactivate",
    "withdraw_invitation",
    "change_month",
    "present",
}
OF_ALLAUTH_AND_OPEN = {"invitation", "language", "alive"}


class Held:
    """Who there is, and what each country filed."""

    def __init__(self) -> None:
        self.accounts = {
            "team gt": account("team", "gt"),
            "team hn": account("team", "hn"),
            "coordinator": account("coordinator"),
            "auditor": account("auditor"),
        }
        self.numbers = {
            country: receive_content("x.csv", f"{country} matrix".encode(), country, PERIOD).submission_id
            for country in COUNTRIES
        }

    def client(self, person: str, **options: Any) -> Any:
        from django.test import Client

        client = Client(SERVER_NAME="localhost", raise_request_exception=False, **options)
        if person in self.accounts:
            client.force_login(self.accounts[person])
        return client

    def address(self, name: str, country: str = "gt") -> str:
        from django.urls import reverse

        arguments: dict[str, list[object]] = {
            "country": [country],
            "month": [country, "2023-07"],
            "lock": [country, "2023-07"],
            "unlock": [country, "2023-07"],
            "quiet": ["2023-06"],
            "deactivate": [10**6],
            "decide_term": [10**6],
            "decide_layout": [10**6],
            "take_back_term": [10**6],
            "take_back_layout": [10**6],
            "withdraw_invitation": [10**6],
            "invitation": ["x" * 43],
        }
        by_number = {
            n: [self.numbers[country]]
            for n in ("submission", "receipt", "confirm", "withdraw", "approve", "send_back", "restore")
        }
        by_draft: dict[str, list[object]] = {n: ["0" * 32] for n in OF_SESSION}
        by_draft["send_part"] = ["0" * 32, 0]
        return str(reverse(name, args=({**arguments, **by_number, **by_draft}).get(name, [])))


@pytest.fixture(scope="module")
def held(config: Settings) -> Held:
    return Held()


def status(held: Held, person: str, name: str, country: str = "gt") -> int:
    client = held.client(person)
    answer = (client.post if name in POSTS else client.get)(held.address(name, country))
    if answer.status_code == 302 and "/cuenta/entrar/" in answer.headers["Location"]:
        return 401
    return int(answer.status_code)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", OF_COUNTRY)
def test_objects_of_a_country(held: Held, person: str, name: str) -> None:
    got = status(held, person, name)
    if person in OF_COUNTRY[name]:
        assert got in (200, 302)
    else:
        is_a_teams = person == "team hn" and "team gt" in OF_COUNTRY[name]
        assert got == (401 if person == "nobody" else 404 if is_a_teams else 403)


@pytest.mark.parametrize("name", OF_COUNTRY)
def test_each_team_gets_its_own(held: Held, name: str) -> None:
    """The other way round, so that it is no rule about Guatemala."""
    is_a_teams = "team gt" in OF_COUNTRY[name]
    assert status(held, "team hn", name, "hn") in ((200, 302) if is_a_teams else (403,))
    assert status(held, "team gt", name, "hn") == (404 if is_a_teams else 403)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", OF_ROLE)
def test_pages_of_a_role(held: Held, person: str, name: str) -> None:
    got = status(held, person, name)
    if person == "nobody":
        assert got == 401
    elif person in OF_ROLE[name]:
        assert got in (200, 302, 404)  # 404: nobody has the number of the example
    else:
        assert got == 403


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", OF_SESSION)
def test_a_check_is_of_its_session_alone(held: Held, person: str, name: str) -> None:
    assert status(held, person, name) == (401 if person == "nobody" else 404 if "team" in person else 403)


def test_a_quiet_month_is_filed_for_her_own_country_whatever_she_sends(held: Held) -> None:
    from tests.portal.site import last

    before = last("gt").submission_id
    held.client("team hn").post(held.address("quiet"), {"country": "gt", "code": "gt"})
    assert last("gt").submission_id == before
    assert last("hn").is_quiet


def test_no_route_is_left_out_of_this_table() -> None:
    from mesoregistry.portal.urls import urlpatterns

    names = {pattern.name for pattern in urlpatterns if getattr(pattern, "name", None)}
    ours = {name for name in names if not name.startswith("account_")}
    assert ours == {*OF_COUNTRY, *OF_ROLE, *OF_SESSION, *OF_ALLAUTH_AND_OPEN}


def every_change() -> list[str]:
    """Every address of the site, that of allauth included: whatever is sent there without a token."""
    from django.urls import get_resolver, reverse

    listed = []
    for pattern in get_resolver().reverse_dict:
        if isinstance(pattern, str):
            for arguments in (
                [],
                ["gt"],
                ["gt", "2023-07"],
                ["2023-06"],
                [1],
                ["0" * 32],
                ["0" * 32, 0],
                ["x" * 43],
            ):
                try:
                    listed.append(reverse(pattern, args=arguments))
                except Exception:
                    continue
    return sorted(set(listed))


@pytest.mark.parametrize("person", ["team gt", "coordinator", "nobody"])
def test_nothing_is_changed_without_the_token_of_the_page(held: Held, person: str) -> None:
    addresses = every_change()
    assert len(addresses) > 35
    client = held.client(person, enforce_csrf_checks=True)
    answers = {address: client.post(address).status_code for address in addresses}
    assert {address: got for address, got in answers.items() if got != 403} == {}


def test_headers_of_every_answer(held: Held) -> None:
    client = held.client("team gt")
    for address in [*every_change(), "/nada/"]:
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "no-store", address
        assert "default-src 'none'" in headers["Content-Security-Policy"], address
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_only_its_own_name_is_answered(held: Held) -> None:
    assert held.client("nobody").get("/vive/", SERVER_NAME="evil.example.org").status_code == 400


def test_a_body_that_is_larger_than_any_file_is_not_read(held: Held) -> None:
    answer = held.client("team gt").post("/presentar/", {}, CONTENT_LENGTH=str(80 * 1024**2))
    assert answer.status_code == 413


def test_bytes_that_another_country_filed_say_nothing(held: Held) -> None:
    """The same bytes are a new filing for another country, with a number of its own."""
    content = b"gt matrix"
    assert receive_content("x.csv", content, "hn", PERIOD).submission_id != held.numbers["gt"]
    assert hashlib.sha256(content).hexdigest() not in held.client("team hn").get("/").content.decode()
