"""Every run that has ended has a logical date: Airflow's tile of failed DAGs and its calendar see no other.

A run that an asset starts has none. It is given when the run ends, so no task ever sees it.
"""

from __future__ import annotations

import sys
from typing import Any

from airflow.listeners import hookimpl
from airflow.plugins_manager import AirflowPlugin


@hookimpl
def on_dag_run_success(dag_run: Any, msg: str) -> None:
    """Called in the scheduler, within the transaction that writes the state of the run."""
    _date(dag_run)


@hookimpl
def on_dag_run_failed(dag_run: Any, msg: str) -> None:
    """The same for a run that failed: the tile shows the state of a DAG's last run."""
    _date(dag_run)


def _date(dag_run: Any) -> None:
    if dag_run.logical_date is None:
        dag_run.logical_date = dag_run.run_after  # to the microsecond, so no two runs of a DAG have the same


class RunDates(AirflowPlugin):
    """Only listens."""

    name = "run_dates"
    listeners = [sys.modules[__name__]]  # noqa: RUF012
