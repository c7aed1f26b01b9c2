"""A file that goes back is told once, with country, month, rule and what to do, until it is mended."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry import alerts, database
from mesoregistry.intake import failed_runs, inbox, task_alerts, tasks, upkeep_tasks
from mesoregistry.intake.tasks import Stopped
from mesoregistry.local import airflow_api
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import filed_for, whole_run

MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)
GOOD = salvadoran([case(1), case(2)])
BAD = salvadoran([case(1)], without="Fecha del hecho")


def filed(folder: Path, content: bytes, period: dt.date = MARCH) -> int:
    return filed_for(folder, content, period, "mes de Ana Inventada.csv")


def open_alerts() -> list[alerts.Alert]:
    with database.transaction() as connection:
        return alerts.open_alerts(connection, "not starts_with(key, 'deadline.')")


@pytest.fixture(autouse=True)
def no_airflow(monkeypatch: pytest.MonkeyPatch) -> None:
    """No API server runs here."""
    monkeypatch.setattr(airflow_api, "runs", lambda *_, **__: [])


def test_a_file_that_goes_back_is_one_fault_however_often_it_is_read(
    databases: Settings, tmp_path: Path
) -> None:
    number, other = filed(tmp_path, BAD), filed(tmp_path, BAD + b"\r\n", APRIL)
    for _ in range(2):
        with pytest.raises(Stopped) as raised:
            whole_run("first")
        assert raised.value.is_known, "no alert of the task beside those of its files"
    first, second = open_alerts()
    assert (first.key, first.country, first.attempts, second.attempts) == ("file.sv", "sv", 2, 2)
    assert first.message.startswith("El Salvador, marzo 2024, v1: devuelta. Falta la columna")
    assert first.message.endswith(f"(column_missing) → mesoregistry findings {number}")
    assert f"findings {other}" in second.message
    assert "Ana" not in first.message + second.message


def test_it_is_closed_when_the_file_is_mended(databases: Settings, tmp_path: Path) -> None:
    filed(tmp_path, BAD)
    with pytest.raises(Stopped):
        whole_run("first")
    upkeep_tasks.send_alerts()
    assert len(open_alerts()) == 1
    filed(tmp_path, salvadoran([case(7)]), APRIL)
    whole_run("second")
    upkeep_tasks.send_alerts()
    assert len(open_alerts()) == 1, "another month was accepted, and this one still waits"
    filed(tmp_path, GOOD)
    whole_run("third")
    assert upkeep_tasks.send_alerts() == 0
    assert open_alerts() == []
    alerts.alert_file(databases).unlink()


def test_what_the_inbox_refused_is_one_fault(databases: Settings) -> None:
    folder = inbox.folder("sv")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "marzo 2024.csv").write_bytes(GOOD)
    inbox.sweep(still=0)
    numbers = tasks.load_waiting("sv", run_id="refused")
    with pytest.raises(Stopped) as raised:
        tasks.check("sv", numbers, "refused")
    assert raised.value.is_known
    [alert] = open_alerts()
    assert alert.key == "inbox.sv"
    assert "2024-05" in alert.message, "what the name must be"


def test_a_run_that_is_red_and_told_nobody_is_told_by_upkeep(
    databases: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = {
        "dag_id": "registry__sv",
        "dag_run_id": "r1",
        "state": "failed",
        "start_date": "2024-01-01T00:00:00Z",
    }
    runs = [failed]
    monkeypatch.setattr(
        airflow_api, "runs", lambda _dag_id, state=None: [r for r in runs if state in (None, r["state"])]
    )

    def keep() -> list[str]:
        with database.transaction() as connection:
            failed_runs.keep(connection)
        return [alert.message for alert in open_alerts() if alert.key == "registry__sv.run"]

    task_alerts.fail("registry__hn", "load", Stopped("of another country"))
    for _ in range(2):
        [message] = keep()
        assert "registry__sv" in message and "r1" in message
    runs.insert(0, failed | {"dag_run_id": "r2", "state": "success"})
    assert keep() == []
    runs.pop(0)
    task_alerts.fail("registry__sv", "load", Stopped("a fault that the task told"))
    assert keep() == []


def test_a_known_run_meets_its_alert_again(databases: Settings, tmp_path: Path) -> None:
    filed(tmp_path, BAD)
    with pytest.raises(Stopped):
        whole_run("first")
    [before] = open_alerts()
    task_alerts.meet_again("registry__sv")
    [after] = open_alerts()
    assert (after.attempts, after.last_at > before.last_at) == (1, True)


def test_a_broken_rule_is_a_fault_of_its_task(
    databases: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mesoregistry.gate.verdict import Verdict

    number = filed(tmp_path, GOOD)
    tasks.load_waiting("sv", run_id="first")
    monkeypatch.setattr(tasks, "judge", lambda *_: Verdict(1, broken=("sv_rota",)))
    with pytest.raises(Stopped, match="sv_rota"):
        tasks.check("sv", [number], "first")
    [alert] = open_alerts()
    assert (alert.key, alert.depends_on is not None) == ("registry__sv.check", True)
    assert "expectations/" in alert.message
