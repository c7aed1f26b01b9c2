"""The alerts of tasks: opened when one fails for good, closed when it does its work again."""

from __future__ import annotations

from mesoregistry import alerts, database
from mesoregistry.faults import Fault
from mesoregistry.findings import Text
from mesoregistry.intake.rule_digest import rule_digest
from mesoregistry.intake.task_faults import in_words

COUNTRY_DAG = "registry__"
UNKNOWN = Text(
    "{task} falló ({kind}). Lo que estaba a medias se retoma solo; si vuelve a fallar, mire el registro de la tarea.",
    "{task} failed ({kind}). What was half done is taken up by itself; if it fails again, see the log of the task.",
)


def fail(dag_id: str, task_id: str, error: BaseException | str | None) -> None:
    """Open the alert of a task that failed, or count it when it is open.

    The text of an exception that is none of ours may quote a cell: then only its kind is written.
    """
    country = dag_id.removeprefix(COUNTRY_DAG) if dag_id.startswith(COUNTRY_DAG) else None
    task = f"{dag_id}.{task_id}"
    with database.transaction() as connection:
        alerts.open_alert(
            connection, task, _message(task, error), country=country,
            depends_on=rule_digest(country) if country else None,
        )  # fmt: skip


def mend(dag_id: str, task_id: str) -> None:
    """Close the alerts of a task that did its work."""
    with database.transaction() as connection:
        alerts.close(connection, f"{dag_id}.{task_id}")


def _message(task: str, error: BaseException | str | None) -> str:
    if isinstance(error, Fault):
        return f"{task}: {in_words(error.text)}"
    if type(error).__name__ == "AirflowFailException":  # the words of Stopped
        return str(error)
    kind = type(error).__name__ if isinstance(error, BaseException) else "interrumpida"
    return in_words(UNKNOWN.format(task=task, kind=kind))
