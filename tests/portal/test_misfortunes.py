"""What goes wrong while she works: nothing is lost, nothing counts twice, and a sentence says what to do."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from mesoregistry import database, ledger
from mesoregistry.local.server import maintenance
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran
from tests.portal.site import account
from tests.readers import hostile

MAY = "2023-05"


def client_of(person: Any) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(person)
    return client


def of_may(*numbers: int) -> bytes:
    return salvadoran([case(600 + n, Fecha_del_hecho="14/05/2023") for n in numbers])


def checked(client: Any, content: bytes, name: str = "mayo.csv", month: str = MAY) -> Any:
    file = io.BytesIO(content)
    file.name = name
    return client.post("/presentar/", {"file": file, "month": month})


def filed(content: bytes) -> list[ledger.Submission]:
    import hashlib

    with database.transaction() as connection:
        return ledger.select(connection, "sha256 = %s", [hashlib.sha256(content).hexdigest()])


def versions_of_may() -> int:
    """How many files of that month the ledger knows: other tests may have filed some."""
    with database.transaction() as connection:
        return len(ledger.select(connection, "country = 'sv' and period = '2023-05-01'", []))


def together(*calls: Any) -> list[Any]:
    """The answers of calls that begin in the same moment."""
    from django.db import connections

    answers: list[Any] = [None] * len(calls)
    barrier = threading.Barrier(len(calls))

    def run(position: int) -> None:
        barrier.wait()
        answers[position] = calls[position]()
        connections.close_all()

    threads = [threading.Thread(target=run, args=(position,)) for position in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_button_pressed_twice_at_once_files_once(config: Settings) -> None:
    person, content = account("team", "sv"), of_may(1)
    client = client_of(person)
    before = versions_of_may()
    draft = checked(client, content).headers["Location"]
    twin = client_of(person)
    twin.cookies = client.cookies
    answers = together(lambda: client.post(f"{draft}presentar/"), lambda: twin.post(f"{draft}presentar/"))
    assert [submission.version for submission in filed(content)] == [before + 1]
    assert versions_of_may() == before + 1
    assert {answer.status_code for answer in answers} <= {302, 404}
    places = {answer.headers["Location"].partition("?")[0] for answer in answers if answer.status_code == 302}
    assert places == {f"/envio/{filed(content)[0].submission_id}/recibo/"}


def test_two_people_who_file_one_month_at_once_make_two_versions(config: Settings) -> None:
    contents = [of_may(11), of_may(12)]
    clients = [client_of(account("team", "sv")) for _ in contents]
    drafts = [checked(*pair).headers["Location"] for pair in zip(clients, contents, strict=True)]
    answers = together(
        *(
            lambda client=client, draft=draft: client.post(f"{draft}presentar/")
            for client, draft in zip(clients, drafts, strict=True)
        )
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    versions = [submission.version for content in contents for submission in filed(content)]
    assert len(versions) == 2 and abs(versions[0] - versions[1]) == 1


def test_a_session_that_ends_between_check_and_filing_files_nothing_and_says_so(config: Settings) -> None:
    from django.contrib.sessions.models import Session

    person, content = account("team", "sv"), of_may(21)
    client = client_of(person)
    draft = checked(client, content).headers["Location"]
    Session.objects.filter(pk=client.session.session_key).update(expire_date="2020-01-01T00:00:00Z")
    answer = client.post(f"{draft}presentar/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cuenta/entrar/")
    back = client_of(person)
    answer = back.get(draft)
    assert answer.status_code == 404
    assert "No se perdió nada presentado: elija su archivo otra vez" in answer.content.decode()
    assert filed(content) == []
    place = checked(back, content).headers["Location"]
    assert back.post(f"{place}presentar/").status_code == 302
    assert len(filed(content)) == 1


@contextmanager
def without(config: Settings, name: str) -> Iterator[None]:
    """A database that takes no connection and ends those it has."""
    from django.db import connections

    connections.close_all()
    database_name = f"{name}{config.database_suffix}"
    statement = sql.SQL("alter database {} allow_connections {}")
    with psycopg.connect(maintenance(config), autocommit=True) as owner:
        try:
            owner.execute(statement.format(sql.Identifier(database_name), sql.SQL("false")))
            owner.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [database_name]
            )
            yield
        finally:
            owner.execute(statement.format(sql.Identifier(database_name), sql.SQL("true")))
    connections.close_all()


@pytest.mark.parametrize("name", ["portal", "warehouse"])
def test_while_a_database_is_gone_she_reads_a_sentence_and_files_afterwards(
    config: Settings, name: str
) -> None:
    content = of_may({"portal": 31, "warehouse": 32}[name])
    client = client_of(account("team", "sv"))
    draft = checked(client, content).headers["Location"]
    with without(config, name):
        answer = client.post(f"{draft}presentar/")
        assert answer.status_code == 503
        assert "Espere unos minutos e intente otra vez" in answer.content.decode()
        assert client.get("/vive/").status_code in (200, 503)
    assert filed(content) == []
    assert client.post(f"{draft}presentar/").status_code == 302
    assert len(filed(content)) == 1


@pytest.mark.parametrize(
    "name", ["a cell of a gigabyte", "billion laughs", "100,000 entries", "a part called /etc/passwd"]
)
def test_a_hostile_file_is_refused_with_its_reason(config: Settings, tmp_path: Path, name: str) -> None:
    made = next(file for file in hostile.FILES if file.name == name)
    path = tmp_path / "mayo.xlsx"
    made.make(path)
    client = client_of(account("team", "gt"))
    began = time.process_time()
    answer = checked(client, path.read_bytes(), "mayo.xlsx")
    assert time.process_time() - began < hostile.SECONDS, "of this process, that answers the others"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "No se puede leer" in page


@pytest.mark.parametrize("content", [b"", b"\x00" * 4096, b"PK\x03\x04nada"])
def test_what_is_no_table_is_no_month(config: Settings, content: bytes) -> None:
    client = client_of(account("team", "gt"))
    answer = checked(client, content, "mayo.xlsx")
    if not content:
        assert (answer.status_code, "Falta el archivo" in answer.content.decode()) == (400, True)
    else:
        assert "No se puede leer" in client.get(answer.headers["Location"]).content.decode()


def test_a_file_that_does_not_tell_its_month_is_asked_for_it(config: Settings) -> None:
    """Dates of several months, or none that can be read: the month is neither guessed nor filed."""
    team = client_of(account("team", "sv"))
    days = ["14/02/2023", "15/02/2023", "14/03/2023", "15/03/2023"]
    several = salvadoran([case(660 + n, Fecha_del_hecho=day) for n, day in enumerate(days)])
    for content in (several, salvadoran([case(670, Fecha_del_hecho="hace poco")])):
        draft = str(checked(team, content, month="").headers["Location"])
        page = team.get(draft).content.decode()
        assert "¿De qué mes es este archivo?" in page
        assert "Presentar</button>" not in page and "leído en el archivo" not in page
        assert team.post(f"{draft}presentar/").headers["Location"] == draft
        assert filed(content) == []
        answer = team.post(f"{draft}mes/", {"month": "2023-03"})
        page = team.get(answer.headers["Location"]).content.decode()
        assert "¿De qué mes" not in page and "marzo de 2023" in page and "Presentar</button>" in page
    most = salvadoran([case(680 + n, Fecha_del_hecho=day) for n, day in enumerate(days[:3])])
    page = team.get(checked(team, most, month="").headers["Location"]).content.decode()
    assert "¿De qué mes" not in page and "leído en el archivo" in page and "febrero de 2023" in page
