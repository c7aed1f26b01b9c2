"""A file that comes in parts: it goes on where it stopped, each byte is sent once, and it is of its session alone."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from mesoregistry.local import open_copies
from mesoregistry.settings import Settings, settings
from tests.intake.samples import case, salvadoran
from tests.portal.person import DRAFT, Person
from tests.portal.site import Site, account
from tests.portal.test_misfortunes import client_of

BEGIN = "/presentar/subida/"
CHUNK = 256 * 1024
SLOW = "presentar/subida/*/desde/**"


@pytest.fixture(scope="module")
def content() -> bytes:
    """A month of five parts and a bit."""
    text = "Rosaura Inventada " * 60
    return salvadoran([case(700 + n, Relato=text) for n in range(1250)])


@pytest.fixture
def folder(config: Settings) -> Iterator[Path]:
    place = open_copies.memory_folder(settings(), "portal", 0)
    yield place
    for path in place.glob("*.part*"):
        path.unlink(missing_ok=True)


def begun(client: Any, content: bytes, **other: object) -> Any:
    return client.post(BEGIN, {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)} | other)


def sent(client: Any, number: str, content: bytes, start: int) -> Any:
    part = content[start : start + CHUNK]
    return client.post(f"{BEGIN}{number}/desde/{start}/", data=part, content_type="application/octet-stream")


def all_sent(client: Any, content: bytes) -> str:
    number = str(begun(client, content).json()["number"])
    for start in range(0, len(content), CHUNK):
        assert sent(client, number, content, start).json() == {"held": min(start + CHUNK, len(content))}
    return number


def test_parts_make_the_file_and_its_check(folder: Path, content: bytes) -> None:
    from mesoregistry.portal import drafts

    client = client_of(account("team", "sv"))
    number = all_sent(client, content)
    assert not [path for path in folder.iterdir() if b"Rosaura" in path.read_bytes()]
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    answer = client.post(f"{BEGIN}{number}/revisar/", {"name": "mayo.csv", "month": "2023-05"})
    assert answer.status_code == 302
    draft = drafts.load(client.session, answer.headers["Location"].split("/")[2])
    assert draft and (draft.content, draft.name, draft.country) == (content, "mayo.csv", "sv")
    twice = client.post(f"{BEGIN}{number}/revisar/", {"name": "mayo.csv", "month": "2023-05"})
    assert twice.headers["Location"] == answer.headers["Location"]
    assert list(folder.glob(f"{number}*")) == []
    assert begun(client, content).json()["number"] != number, "filed once more it is checked anew"


def test_it_goes_on_where_it_stopped_and_takes_nothing_twice(folder: Path, content: bytes) -> None:
    client = client_of(account("team", "sv"))
    number = begun(client, content).json()["number"]
    sent(client, number, content, 0)
    assert begun(client, content).json() == {"number": number, "held": CHUNK, "chunk": CHUNK}
    for wrong in (0, 2 * CHUNK, 5, CHUNK + 1, 10**9):
        answer = sent(client, number, content, wrong)
        assert (answer.status_code, answer.json()) == (409, {"held": CHUNK})
    short = client.post(f"{BEGIN}{number}/desde/{CHUNK}/", data=b"x", content_type="application/octet-stream")
    assert (short.status_code, short.json()) == (409, {"held": CHUNK})
    long = client.post(
        f"{BEGIN}{number}/desde/{CHUNK}/", data=b"x" * (CHUNK + 1), content_type="application/octet-stream"
    )
    assert long.status_code == 413
    assert client.post(f"{BEGIN}{number}/revisar/", {"name": "x.csv"}).status_code == 422


@pytest.mark.parametrize("country", ["sv", "gt"])
def test_nobody_else_goes_on_with_it_or_learns_that_it_is_there(
    folder: Path, content: bytes, country: str
) -> None:
    number = begun(client_of(account("team", "sv")), content).json()["number"]
    other = client_of(account("team", country))
    assert sent(other, number, content, 0).status_code == 404
    assert other.post(f"{BEGIN}{number}/revisar/", {"name": "x.csv"}).status_code == 404
    own = begun(other, content).json()
    assert own["held"] == 0 and own["number"] != number


def test_another_content_than_was_said_is_not_checked(folder: Path, content: bytes) -> None:
    client = client_of(account("team", "sv"))
    number = begun(client, content).json()["number"]
    for start in range(0, len(content), CHUNK):
        sent(client, number, content[:-1] + b"?", start)
    answer = client.post(f"{BEGIN}{number}/revisar/", {"name": "mayo.csv"})
    assert (answer.status_code, "no llegó completo" in answer.content.decode()) == (422, True)
    assert list(folder.glob(f"{number}*")) == []


def test_what_lies_there_is_bounded(folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    from mesoregistry.portal import uploads
    from mesoregistry.portal.views import uploads as views

    person = account("team", "sv")
    client = client_of(person)
    numbers = []
    for n in range(3):
        own = content + bytes([n])
        numbers.append(begun(client, own).json()["number"])
        sent(client, numbers[-1], own, 0)
    assert [len(list(folder.glob(f"{number}*"))) for number in numbers] == [0, 1, 1]
    for path in folder.glob("*.part"):
        os.utime(path, (time.time() - 3601,) * 2)
    assert begun(client, content + b"\x02").json()["held"] == 0
    for size in (0, 50 * 1024**2 + 1, "x", -1):
        assert begun(client, content, size=size).status_code == 404
    assert begun(client, content, sha256="../../etc/passwd").status_code == 404
    monkeypatch.setattr(uploads, "TOGETHER", len(content))
    assert begun(client, content + b"\x07").status_code == 507
    monkeypatch.setattr(views, "OFTEN", 3)
    assert begun(client_of(person), content).status_code == 429


def month(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "mayo.csv"
    path.write_bytes(content)
    return path


class Line:
    """The line of a browser, and where the parts begin that it carried; ``lasts``: the parts after which it drops."""

    def __init__(self, person: Person, lasts: int) -> None:
        self.person, self.lasts = person, lasts
        self.starts: list[int] = []
        person.page.route(f"{person.site.address}/{SLOW}", self.carry)

    def carry(self, route: Route) -> None:
        if self.lasts == 0:
            self.person.page.context.set_offline(True)
            route.abort("internetdisconnected")
            return
        self.lasts -= 1
        self.starts.append(int(route.request.url.rstrip("/").rpartition("/")[2]))
        route.continue_()

    def comes_back(self) -> None:
        self.lasts = -1
        self.person.page.context.set_offline(False)


def begin_to_send(person: Callable[..., Person], path: Path) -> tuple[Person, Line]:
    """A person whose line drops after two parts."""
    team = person()
    team.enter(account("team", "sv"))
    line = Line(team, 2)
    team.go("/presentar/?mes=2023-05")
    team.page.set_input_files("#id_file", path)
    team.press("Revisar")
    team.sees("Se cortó la línea. Seguimos donde quedó en cuanto vuelva; no cierre la página.")
    assert line.starts == [0, CHUNK]
    return team, line


def arrives(team: Person, line: Line, size: int, carried_unseen: int = 0) -> None:
    """``carried_unseen``: parts of a page that was closed, which the browser may send without asking the line."""
    team.page.wait_for_url(DRAFT)
    expect(team.page.locator("main")).to_contain_text("1250")
    begins_anew = line.starts[2]
    assert 0 <= begins_anew - 2 * CHUNK <= carried_unseen * CHUNK
    assert line.starts[2:] == list(range(begins_anew, size, CHUNK)), "each byte once"
    assert all("ERR_" in complaint for complaint in team.complaints)
    team.complaints.clear()


def test_a_line_that_drops_and_comes_back(
    site: Site, person: Callable[..., Person], tmp_path: Path, content: bytes
) -> None:
    team, line = begin_to_send(person, month(tmp_path, content))
    line.comes_back()
    arrives(team, line, len(content))


def test_a_page_that_is_opened_anew_goes_on_with_the_same_file(
    site: Site, person: Callable[..., Person], tmp_path: Path, content: bytes
) -> None:
    path = month(tmp_path, content)
    team, line = begin_to_send(person, path)
    team.page.goto("about:blank")
    line.comes_back()
    team.check(path, "2023-05")
    arrives(team, line, len(content), carried_unseen=1)


def test_without_the_script_the_form_sends_it_whole(
    site: Site, person: Callable[..., Person], tmp_path: Path, content: bytes
) -> None:
    team = person()
    team.enter(account("team", "sv"))
    team.page.route(re.compile(r"/upload\.js"), lambda route: route.abort())
    requests: list[str] = []
    team.page.on("request", lambda request: requests.append(request.url))
    team.check(month(tmp_path, content), "2023-05")
    assert not [address for address in requests if "subida" in address]
    team.complaints.clear()
