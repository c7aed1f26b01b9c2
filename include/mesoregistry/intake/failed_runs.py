"""Runs that are red though no task could say why: it was killed until no try was left.

Airflow calls back for such a task in its dag-processor, which holds no secret of the registry.
"""

from __future__ import annotations

from typing import Any

from mesoregistry import alerts, database
from mesoregistry.findings import Text
from mesoregistry.intake.task_alerts import country_of
from mesoregistry.intake.task_faults import in_words
from mesoregistry.local import airflow_api

KILLED = Text(
    "La última corrida de {dag} falló sin decir por qué: una tarea se interrumpió hasta el último intento. Lo que"
    " esperaba se retoma solo; mire la corrida {run}.",
    "The last run of {dag} failed and could not say why: a task was killed to the last try. What waited is taken up"
    " by itself; see the run {run}.",
)
SUFFIX = ".run"


def keep(connection: database.Connection) -> None:
    """Open an alert for each DAG whose last run is such a one, and close those of others. Airflow away: nothing."""
    try:
        suspects = {run["dag_id"] for run in airflow_api.runs("~", state="failed")}
        open_ = alerts.open_alerts(connection, "right(key, 4) = %s", [SUFFIX])
        suspects |= {alert.key.removesuffix(SUFFIX) for alert in open_}
        last = {dag_id: _last_ended(dag_id) for dag_id in sorted(suspects)}
    except OSError:
        return
    for dag_id, run in last.items():
        silent = run is not None and run["state"] == "failed" and not _is_known(connection, dag_id, run)
        text = in_words(KILLED.format(dag=dag_id, run=run["dag_run_id"])) if run and silent else ""
        messages = {run["dag_run_id"]: text} if run and silent else {}
        alerts.keep(connection, dag_id + SUFFIX, messages, country=country_of(dag_id))


def _last_ended(dag_id: str) -> dict[str, Any] | None:
    ended = (run for run in airflow_api.runs(dag_id) if run["state"] in {"failed", "success"})
    return next(ended, None)


def _is_known(connection: database.Connection, dag_id: str, run: dict[str, Any]) -> bool:
    """Whether an alert of the DAG or of its country's files was opened, or met again, since the run began."""
    keys = [f"{kind}.{country_of(dag_id)}" for kind in ("file", "inbox")]
    row = connection.execute(
        "select exists (select from ops.alert where (starts_with(key, %s) or key = any(%s)) and right(key, 4) <> %s"
        " and last_at >= %s::timestamptz)",
        [f"{dag_id}.", keys, SUFFIX, run["start_date"]],
    ).fetchone()
    return bool(row and row[0])
