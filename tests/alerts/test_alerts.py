"""Alerts: one for a fault, counted when it comes again, told anew when it comes back after it was mended."""

from __future__ import annotations

from mesoregistry import alerts, database
from mesoregistry.database import DatabaseFault
from mesoregistry.intake import task_alerts
from mesoregistry.intake.task_faults import Stopped
from mesoregistry.settings import Settings


class AirflowFailException(Exception):
    """What ``Stopped`` becomes in Airflow."""


def open_alerts() -> list[tuple[str, str, int]]:
    with database.transaction() as connection:
        return [(a.key, a.message, a.attempts) for a in alerts.open_alerts(connection)]


def test_the_same_fault_is_one_alert_and_another_is_another(databases: Settings) -> None:
    for message in ("regla_a", "regla_a", "regla_b"):
        task_alerts.fail("registry__hn", "check", AirflowFailException(message))
    assert open_alerts() == [("registry__hn.check", "regla_a", 2), ("registry__hn.check", "regla_b", 1)]


def test_a_task_that_works_again_closes_its_own_alerts(databases: Settings) -> None:
    task_alerts.fail("registry__hn", "check", AirflowFailException("x"))
    task_alerts.fail("warehouse", "build", AirflowFailException("y"))
    task_alerts.mend("registry__hn", "check")
    assert open_alerts() == [("warehouse.build", "y", 1)]
    task_alerts.fail("registry__hn", "check", AirflowFailException("x"))
    assert len(open_alerts()) == 2


def test_the_words_of_an_exception_that_is_not_ours_are_not_told(databases: Settings) -> None:
    task_alerts.fail("registry__hn", "load", ValueError("Ana Inventada"))
    task_alerts.fail("registry__hn", "load", "killed: Ana Inventada")
    task_alerts.fail("registry__hn", "load", DatabaseFault("landing", "53100", None, None))
    task_alerts.fail("registry__hn", "load", Stopped("Ana Inventada"))
    messages = [message for _, message, _ in open_alerts()]
    assert "Ana" not in " ".join(messages)
    assert "ValueError" in messages[0]
    assert "El disco está lleno" in messages[2]
