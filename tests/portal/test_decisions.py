"""The coordination accepts what waits or sends a file back with a comment; a withdrawal of today can be undone."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import psycopg
import pytest

from mesoregistry import clock, database, ledger
from mesoregistry.findings import Severity
from mesoregistry.intake.receive import receive_content
from mesoregistry.ledger import Action, State
from mesoregistry.settings import Settings
from tests.intake.submissions import finding
from tests.portal.site import account, take_in
from tests.portal.test_misfortunes import checked, client_of, filed, of_may

JUNE = dt.date(2023, 6, 1)
COMMENT = "La fila 4 repite el caso de Rosaura Inventada"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def submission(number: int) -> ledger.Submission:
    with database.transaction() as connection:
        return ledger.submission(connection, number)


def taken_in(month: dt.date, *cases: int, warned: bool = False) -> int:
    number = receive_content("mes.csv", of_may(*cases), "sv", month).submission_id
    take_in("sv", *([finding(Severity.WARNING, 1)] if warned else []))
    return number


@pytest.fixture
def coordinator(config: Settings) -> Any:
    client = client_of(account("coordinator"))
    yield client
    for month in ("2022-04", "2023-09"):  # closed by a test; the others have these databases too
        client.post(f"/pais/sv/{month}/abrir/")


def test_what_waits_for_a_confirmation_comes_first_and_she_accepts_it(coordinator: Any) -> None:
    number = taken_in(dt.date(2023, 1, 1), 101, warned=True)
    assert submission(number).state is State.TO_CONFIRM
    page = text(coordinator.get("/"))
    assert 0 < page.index("Espera su decisión") < page.index(f"/envio/{number}/")
    assert page.index(f"/envio/{number}/") < page.index("Espera a los equipos")
    assert "Aceptar los valores por confirmar" in text(coordinator.get(f"/envio/{number}/"))
    coordinator.post(f"/envio/{number}/aprobar/", {"comment": "Visto con el equipo"})
    assert (submission(number).state, submission(number).confirmed) == (State.IN_REVIEW, True)
    take_in("sv")
    assert submission(number).state is State.ACCEPTED
    page = text(client_of(account("team", "sv")).get(f"/envio/{number}/"))
    assert "La coordinación dio por buenos los valores" in page and "Visto con el equipo" in page
    assert f"/envio/{number}/" not in text(coordinator.get("/"))


def test_every_month_that_waits_for_a_team_is_counted_and_none_is_left_out_unsaid(coordinator: Any) -> None:
    before = int(re.findall(r"Espera a los equipos \((\d+)\)", text(coordinator.get("/")))[0])
    for number in range(1, 6):
        taken_in(dt.date(2016, number, 1), 700 + number, warned=True)
    page = text(coordinator.get("/"))
    section = page.partition("Espera a los equipos")[2].partition("</section>")[0]
    assert section.startswith(f" ({before + 5})")
    shown = len(re.findall(r"/pais/\w\w/\d{4}-\d\d/", section))
    more = [int(count) for count in re.findall(r"y (\d+) más", section)] + [1] * section.count("y uno más")
    assert shown + sum(more) == before + 5
    assert max(more) >= 2, "more months than the page shows"


def test_what_she_sends_back_does_not_count_and_the_team_reads_why(coordinator: Any) -> None:
    month = dt.date(2023, 2, 1)
    first, second = taken_in(month, 111), taken_in(month, 111, 112)
    assert submission(first).state is State.REPLACED
    answer = coordinator.post(
        f"/envio/{second}/devolver/", {"reason": "doubled", "comment": f"{COMMENT} <b>"}
    )
    assert answer.status_code == 302
    assert submission(second).state is State.WITHDRAWN
    assert submission(first).state is State.ACCEPTED, "what it had replaced counts again"
    team = client_of(account("team", "sv"))
    page = text(team.get(f"/envio/{second}/"))
    assert "La coordinación la devolvió: ya no cuenta" in page
    assert "La coordinación la devolvió: Hay casos repetidos" in page
    assert f"{COMMENT} &lt;b&gt;" in page
    versions = text(team.get("/pais/sv/2023-02/"))
    assert 'class="tag returned">devuelta<' in versions and 'class="tag accepted">aceptada<' in versions
    assert "retirada" not in versions
    with database.transaction() as connection:
        assert ledger.needs_build(connection), "the marts forget its rows"


def test_the_only_file_of_a_month_is_to_do_again(coordinator: Any) -> None:
    number = taken_in(JUNE, 121)
    coordinator.post(f"/envio/{number}/devolver/", {"reason": "incomplete"})
    team = client_of(account("team", "sv"))
    page = text(team.get("/"))
    assert page.index("/pais/sv/2023-06/") < page.index("Mes por mes"), "among what she has to do"
    assert 'class="cell returned" href="/pais/sv/2023-06/"' in page
    coordinator.post(f"/envio/{number}/deshacer/")
    assert submission(number).state is State.ACCEPTED
    assert 'class="cell accepted" href="/pais/sv/2023-06/"' in text(team.get("/"))


def test_a_comment_lies_in_no_database_in_the_clear_and_goes_after_ninety_days(
    coordinator: Any, config: Settings
) -> None:
    from mesoregistry.portal.models import Comment

    number = taken_in(dt.date(2023, 3, 1), 131)
    coordinator.post(f"/envio/{number}/devolver/", {"reason": "doubtful", "comment": COMMENT})
    for name, role in (("portal", "portal"), ("warehouse", "loader")):
        with psycopg.connect(config.dsn(name, role)) as connection:
            tables = connection.execute(
                "select schemaname, tablename from pg_tables where schemaname in ('public', 'intake', 'ops')"
                " and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')"
            ).fetchall()
            for schema, table in tables:
                query = f"select count(*) from {schema}.{table} as t where t::text ~* %s"
                forms = f"Rosaura|{b'Rosaura'.hex()}"  # bytes are shown as digits
                assert connection.execute(query.encode(), [forms]).fetchone() == (0,), table
    assert COMMENT in text(coordinator.get(f"/envio/{number}/"))
    Comment.objects.update(written_at=clock.now() - dt.timedelta(days=91))
    assert COMMENT not in text(coordinator.get(f"/envio/{number}/"))
    assert Comment.objects.count() == 0


def test_without_a_reason_of_the_list_nothing_is_sent_back(coordinator: Any) -> None:
    number = taken_in(dt.date(2023, 8, 1), 141)
    for reason in ("", "Rosaura Inventada"):
        answer = coordinator.post(f"/envio/{number}/devolver/", {"reason": reason})
        assert (answer.status_code, "Elija una razón" in text(answer)) == (400, True)
    assert submission(number).state is State.ACCEPTED


def test_nothing_of_a_closed_month_is_sent_back(coordinator: Any) -> None:
    number = taken_in(dt.date(2023, 9, 1), 151)
    coordinator.post("/pais/sv/2023-09/cerrar/", {"reason": "published"})
    answer = coordinator.post(f"/envio/{number}/devolver/", {"reason": "doubled"})
    assert (answer.status_code, "ya está en un informe publicado" in text(answer)) == (409, True)
    assert submission(number).state is State.ACCEPTED


def test_a_withdrawal_of_today_is_undone(config: Settings) -> None:
    month, team = dt.date(2022, 9, 1), client_of(account("team", "sv"))
    first, second = taken_in(month, 161), taken_in(month, 161, 162)
    team.post(f"/envio/{second}/retirar/", {"reason": "wrong_file"})
    assert (submission(first).state, submission(second).state) == (State.ACCEPTED, State.WITHDRAWN)
    assert "Deshacer el retiro" in text(team.get(f"/envio/{second}/"))
    team.post(f"/envio/{second}/deshacer/")
    assert (submission(first).state, submission(second).state) == (State.REPLACED, State.ACCEPTED)
    team.post(f"/envio/{second}/deshacer/")
    assert submission(second).state is State.ACCEPTED, "pressed twice"


def test_a_file_that_was_withdrawn_before_it_was_read_is_read_after_all(config: Settings) -> None:
    team = client_of(account("team", "sv"))
    number = receive_content("mes.csv", of_may(171), "sv", dt.date(2023, 11, 1)).submission_id
    team.post(f"/envio/{number}/retirar/", {"reason": "other"})
    team.post(f"/envio/{number}/deshacer/")
    assert submission(number).state is State.RECEIVED
    take_in("sv")
    assert submission(number).state is State.ACCEPTED


@pytest.mark.parametrize("case", ["tomorrow", "asked", "filed anew", "closed", "sent back"])
def test_a_withdrawal_that_stands(
    config: Settings, coordinator: Any, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    position = ["tomorrow", "asked", "filed anew", "closed", "sent back"].index(case)
    month, team = dt.date(2022, 1 + position, 1), client_of(account("team", "sv"))
    number = taken_in(month, 181 + position)
    if case == "sent back":
        coordinator.post(f"/envio/{number}/devolver/", {"reason": "doubled"})
    else:
        reason = "asked" if case == "asked" else "wrong_file"
        team.post(f"/envio/{number}/retirar/", {"reason": reason})
    if case == "tomorrow":
        tomorrow = clock.now() + dt.timedelta(days=1)
        monkeypatch.setattr(clock, "now", lambda: tomorrow)
        team = client_of(account("team", "sv"))
    elif case == "filed anew":
        receive_content("mes.csv", of_may(198), "sv", month)
    elif case == "closed":
        coordinator.post(f"/pais/sv/{month:%Y-%m}/cerrar/", {"reason": "agreed"})
    if case != "closed":
        assert "Deshacer el retiro" not in text(team.get(f"/envio/{number}/"))
    answer = team.post(f"/envio/{number}/deshacer/")
    assert (answer.status_code, submission(number).state) == (409, State.WITHDRAWN)


def test_who_filed_and_when_stands_in_the_history_and_on_the_board(config: Settings) -> None:
    person, colleague = account("team", "sv"), account("team", "sv")
    team, content = client_of(person), of_may(201)
    team.post(f"{checked(team, content).headers['Location']}presentar/")
    number = filed(content)[0].submission_id
    take_in("sv")
    team.post(f"/envio/{number}/retirar/", {"reason": "wrong_file"})
    detail = {"account": person.pk}  # type: ignore[attr-defined]
    with database.transaction() as connection:
        rows = connection.execute(
            "select action, detail from intake.event where submission_id = %s order by event_no", [number]
        ).fetchall()
    accounts = {action: {"account": event.get("account")} for action, event in rows}
    assert accounts[Action.RECEIVED] == accounts[Action.WITHDRAWN] == detail
    assert accounts[Action.LANDED] == {"account": None}
    assert person.email not in str(rows), "the ledger has a number and no address"  # type: ignore[attr-defined]
    other = client_of(colleague)
    assert text(other.get(f"/envio/{number}/")).count(person.email) >= 2  # type: ignore[attr-defined]
    assert person.email in text(other.get("/pais/sv/2023-05/"))  # type: ignore[attr-defined]
    assert "usted" in text(team.get(f"/envio/{number}/"))


def test_a_team_reads_that_it_was_the_coordination_and_not_whom(coordinator: Any) -> None:
    someone = account("coordinator")
    number = taken_in(dt.date(2023, 12, 1), 211)
    client_of(someone).post(f"/envio/{number}/devolver/", {"reason": "doubled"})
    page = text(client_of(account("team", "sv")).get(f"/envio/{number}/"))
    assert someone.email not in page and "· Coordinación" in page  # type: ignore[attr-defined]
    assert someone.email in text(coordinator.get(f"/envio/{number}/"))  # type: ignore[attr-defined]
    assert "sin el portal" in page, "it was filed by the inbox"


def test_the_same_file_after_it_was_sent_back_says_that_it_does_not_count(coordinator: Any) -> None:
    team, content = client_of(account("team", "sv")), of_may(221)
    team.post(f"{checked(team, content).headers['Location']}presentar/")
    take_in("sv")
    coordinator.post(f"/envio/{filed(content)[0].submission_id}/devolver/", {"reason": "doubled"})
    answer = team.post(f"{checked(team, content).headers['Location']}presentar/")
    page = text(team.get(answer.headers["Location"]))
    assert "se retiró o se devolvió: no cuenta" in page and "No se contó dos veces" not in page


@pytest.mark.parametrize(
    ("severities", "shown"),
    [
        ([Severity.ERROR], False),
        ([Severity.WARNING], True),
        ([Severity.ERROR, Severity.WARNING], True),
        ([Severity.NOTE], False),
    ],
)
def test_where_there_is_nothing_to_confirm_no_button_asks_for_it(
    config: Settings, severities: list[Severity], shown: bool
) -> None:
    month = dt.date(2019, 1 + len(severities) + 3 * shown + 6 * (Severity.NOTE in severities), 1)
    content = of_may(*(231 + 10 * month.month + n for n in range(len(severities))))
    number = receive_content("mes.csv", content, "sv", month).submission_id
    take_in("sv", *(finding(severity, n) for n, severity in enumerate(severities, start=1)))
    page = text(client_of(account("team", "sv")).get(f"/envio/{number}/"))
    assert ("Los valores por confirmar están bien" in page) is shown


def test_the_same_file_after_she_withdrew_it_is_a_new_version(config: Settings) -> None:
    team, content = client_of(account("team", "sv")), of_may(321)
    for expected in (1, 2):
        answer = team.post(f"{checked(team, content).headers['Location']}presentar/")
        take_in("sv")
        number = filed(content)[-1].submission_id
        page = text(team.get(answer.headers["Location"]))
        assert f"/envio/{number}/" in answer.headers["Location"] and "No se contó dos veces" not in page
        assert (len(filed(content)), submission(number).state) == (expected, State.ACCEPTED)
        team.post(f"/envio/{number}/retirar/", {"reason": "wrong_file" if expected == 1 else "asked"})
    answer = team.post(f"{checked(team, content).headers['Location']}presentar/")
    assert answer.status_code == 409 and "pidió que se retirara" in text(answer)
    assert len(filed(content)) == 2
