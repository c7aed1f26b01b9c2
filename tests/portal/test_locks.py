"""A month closed for one country: nothing is filed for it, the team reads why, and it can be opened."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import psycopg
import pytest

from mesoregistry import database
from mesoregistry.intake import month_locks
from mesoregistry.intake.month_locks import LockReason
from mesoregistry.intake.periods import Refused
from mesoregistry.intake.receive import receive_content
from mesoregistry.settings import Settings
from tests.portal.site import account, take_in
from tests.portal.test_misfortunes import checked, client_of, filed, of_may

MAY = dt.date(2023, 5, 1)
REASON = "ya está en un informe publicado"


@pytest.fixture
def coordinator(config: Settings) -> Any:
    client = client_of(account("coordinator"))
    yield client
    client.post("/pais/sv/2023-05/abrir/")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_what_is_closed_takes_no_file_until_it_is_opened(coordinator: Any) -> None:
    team, content = client_of(account("team", "sv")), of_may(51)
    draft = checked(team, content).headers["Location"]
    assert coordinator.post("/pais/sv/2023-05/cerrar/", {"reason": "published"}).status_code == 302
    answer = team.post(f"{draft}presentar/")
    assert (answer.status_code, REASON in text(answer)) == (409, True)
    assert filed(content) == []
    page = text(team.get("/pais/sv/2023-05/"))
    assert REASON in page and "Presentar este mes" not in page
    assert "cerrado" in text(team.get("/"))
    coordinator.post("/pais/sv/2023-05/abrir/")
    assert team.post(f"{draft}presentar/").status_code == 302
    assert len(filed(content)) == 1


def test_a_closed_month_cannot_be_quiet(coordinator: Any) -> None:
    """No other test files this month: where there is a file, that is said first."""
    team = client_of(account("team", "sv"))
    coordinator.post("/pais/sv/2019-03/cerrar/", {"reason": "published"})
    try:
        assert REASON in text(team.post("/sin-agresiones/2019-03/"))
    finally:
        coordinator.post("/pais/sv/2019-03/abrir/")


def test_by_every_way_in(coordinator: Any) -> None:
    content = of_may(52)
    receive_content("mayo.csv", content, "sv", MAY)
    coordinator.post("/pais/sv/2023-05/cerrar/", {"reason": "under_review"})
    with pytest.raises(Refused) as refusal:
        receive_content("mayo.csv", of_may(53), "sv", MAY)
    assert "la coordinación lo está revisando" in refusal.value.finding.message.es
    assert "the coordination is reviewing it" in refusal.value.finding.message.en
    assert receive_content("mayo.csv", content, "sv", MAY).duplicate, "what is there keeps its receipt"
    assert receive_content("mayo.csv", content + b" ", "gt", MAY).version, "of one country"


def test_nothing_of_it_is_withdrawn_but_what_a_woman_asks(coordinator: Any) -> None:
    team, content = client_of(account("team", "sv")), of_may(54)
    number = receive_content("mayo.csv", content, "sv", MAY).submission_id
    take_in("sv")
    coordinator.post("/pais/sv/2023-05/cerrar/", {"reason": "agreed"})
    answer = team.post(f"/envio/{number}/retirar/", {"reason": "wrong_file"})
    assert (answer.status_code, "así se acordó con el equipo" in text(answer)) == (409, True)
    assert filed(content)[0].state != "withdrawn"
    assert team.post(f"/envio/{number}/retirar/", {"reason": "asked"}).status_code == 302
    assert filed(content)[0].state == "withdrawn"


def test_closed_and_late_are_two_things(coordinator: Any) -> None:
    coordinator.post("/pais/sv/2023-05/cerrar/", {"reason": "published"})
    from mesoregistry.portal import calendar

    with database.transaction() as connection:
        months = {month.month: month for month in calendar.months(connection, ("sv",))["sv"]}
    assert months[MAY].is_closed
    assert not any(month.is_closed for day, month in months.items() if day != MAY)


@pytest.mark.parametrize("country", ["sv", "gt", ""])
def test_a_team_closes_and_opens_nothing_in_the_database_either(config: Settings, country: str) -> None:
    with database.transaction() as connection:
        month_locks.lock(connection, "sv", dt.date(2023, 4, 1), LockReason.AGREED, 1)
    with psycopg.connect(config.dsn("warehouse", "portal"), autocommit=True) as portal:
        portal.execute("select set_config('meso.country', %s, false)", [country])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            month_locks.lock(portal, "sv", dt.date(2023, 3, 1), LockReason.OTHER, 1)
        month_locks.unlock(portal, "sv", dt.date(2023, 4, 1), 1)
        shown = portal.execute(
            "select count(*) from intake.month_lock where period = '2023-04-01'"
        ).fetchone()
    assert shown == (1 if country == "sv" else 0,)
    with database.transaction() as connection:
        assert ("sv", dt.date(2023, 4, 1)) in month_locks.locks(connection, ("sv",))


def test_a_reason_is_of_the_list(coordinator: Any, tmp_path: Path) -> None:
    assert coordinator.post("/pais/sv/2023-05/cerrar/", {"reason": "Rosaura Inventada"}).status_code == 404
