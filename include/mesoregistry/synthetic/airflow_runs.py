"""The runs of Airflow during a demo: their states, the first that failed, and where the logs are."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

from mesoregistry.catalog.registries import registries
from mesoregistry.local import airflow_api
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings, settings

LONGEST = 300.0  # seconds without any change until a wait for Airflow counts as failed
DAGS = ("warehouse",)


def wait_until_idle(*others: str) -> None:
    """Wait until Airflow knows every DAG of a registry and has ended what it starts by itself.

    Then a burst of files is one run. Raises ``LocalFault`` when it does not come to that.

    Args:
        others: further DAGs that have run, and are to run no more.
    """
    waited_for = [*(f"registry__{country}" for country in registries()), *others]
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        if all(map(_is_idle, waited_for)):
            return
        time.sleep(1)
    raise LocalFault("Los DAG no aparecen.", "The DAGs do not appear.", settings().logs / "dag-processor.log")


def _is_idle(dag_id: str) -> bool:
    """Whether the DAG is known, has run, and runs no more. Without an answer in time it counts as busy."""
    try:
        states = {run["state"] for run in airflow_api.runs(dag_id)}
    except OSError:  # no such DAG yet, or an answer too late
        return False
    return bool(states) and not {"queued", "running"} & states


def dag_ids() -> list[str]:
    """The DAGs of the registries, and of the warehouse."""
    return [f"registry__{country}" for country in registries()] + list(DAGS)


def raise_failure(since: float) -> None:
    """Raise ``LocalFault`` when a run failed that started after ``since`` (seconds of the clock).

    Without an answer in time nothing is raised: the caller looks at it regularly.
    """
    try:
        failed = airflow_api.runs("~", state="failed")
    except OSError:
        return
    for run in failed:
        dag_id = run["dag_id"]
        if dag_id in dag_ids() and _moment(run["start_date"]) >= since:
            raise LocalFault(
                f"La corrida {run['dag_run_id']} de «{dag_id}» falló.",
                f"The run {run['dag_run_id']} of “{dag_id}” failed.",
                logs_of(settings(), dag_id),
            )


def _moment(text: str) -> float:
    return dt.datetime.fromisoformat(text).timestamp()


def logs_of(config: Settings, dag_id: str) -> Path:
    """The folder of a DAG's logs."""
    return config.home / "airflow" / "logs" / f"dag_id={dag_id}"
