"""The alerts of tasks: opened when one fails for good, closed when it does its work again."""

from __future__ import annotations

import logging

from mesoregistry import alerts, database
from mesoregistry.faults import Fault
from mesoregistry.findings import Text
from mesoregistry.intake.rule_digest import rule_digest
from mesoregistry.intake.task_faults import in_words
from mesoregistry.settings import settings

log = logging.getLogger(__name__)
COUNTRY_DAG = "registry__"
UNKNOWN = Text(
    "{task} falló ({kind}). Lo que estaba a medias se retoma solo; si vuelve a fallar, mire el registro de la tarea.",
    "{task} failed ({kind}). What was half done is taken up by itself; if it fails again, see the log of the task.",
)


def country_of(dag_id: str) -> str | None:
    """The country that a DAG is of; ``None`` for one of all countries."""
    return dag_id.removeprefix(COUNTRY_DAG) if dag_id.startswith(COUNTRY_DAG) else None


def fail(dag_id: str, task_id: str, error: BaseException | str | None) -> None:
    """Open the alert of a task that failed, or count it when it is open.

    The text of an exception that is none of ours may quote a cell: then only its kind is written.
    """
    country = country_of(dag_id)
    task = f"{dag_id}.{task_id}"
    with database.transaction() as connection:
        alerts.open_alert(
            connection, task, _message(task, error), country=country,
            depends_on=rule_digest(country) if country else None,
        )  # fmt: skip


def meet_again(dag_id: str) -> None:
    """A run is red for what the open alerts of its country's files say: they are met again, and nothing is opened."""
    country = country_of(dag_id)
    with database.transaction() as connection:
        connection.execute(
            "update ops.alert set last_at = clock_timestamp() where closed_at is null and key = any(%s)",
            [[f"file.{country}", f"inbox.{country}"]],
        )


def mend(dag_id: str, task_id: str) -> None:
    """Close the alerts of a task that did its work."""
    with database.transaction() as connection:
        alerts.close(connection, f"{dag_id}.{task_id}")


def send() -> None:
    """Send what was opened. A channel that fails now is tried again by ``upkeep``."""
    try:
        with database.transaction() as connection:
            alerts.deliver(connection, settings())
    except alerts.NotSent as fault:
        log.warning("%s", in_words(fault.text))


def _message(task: str, error: BaseException | str | None) -> str:
    if isinstance(error, Fault):
        return f"{task}: {in_words(error.text)}"
    if type(error).__name__ == "AirflowFailException":  # the words of Stopped
        return str(error)
    kind = type(error).__name__ if isinstance(error, BaseException) else "interrumpida"
    return in_words(UNKNOWN.format(task=task, kind=kind))
