"""What every task would import for seconds, imported once: local workers are forks of the scheduler.

Only libraries (and the clock): our own modules are read when a task starts, so that a change holds from the next
task on.
"""

from __future__ import annotations

import importlib
import inspect
import multiprocessing
import sys
from typing import Any

from airflow.configuration import conf
from airflow.listeners import hookimpl
from airflow.plugins_manager import AirflowPlugin

from mesoregistry import clock

LIBRARIES = (
    "great_expectations",
    "dbt.cli.main",
    "dbt.adapters.postgres",
    "duckdb",
    "openpyxl",
    "python_calamine",
    "babel.dates",
    "psycopg",
    "pydantic_settings",
    "cryptography.fernet",
    "pyrage",
    "sqlglot",
    "rapidfuzz",
)


@hookimpl
def on_starting(component: Any) -> None:
    """Called in each service of Airflow, and in each task, before it works."""
    # the job does not know its own kind yet; the command line does
    if sys.argv[1:2] == ["scheduler"] and workers_are_forks():
        for name in LIBRARIES:
            importlib.import_module(name)
        # dbt asks who called it: Python then looks once for the file of each module that was imported
        inspect.stack()
        # it was born before the imports, and would look dead for a moment
        component.latest_heartbeat = clock.now()


def workers_are_forks() -> bool:
    return "LocalExecutor" in conf.get("core", "executor") and multiprocessing.get_start_method() == "fork"


class WarmWorkers(AirflowPlugin):
    """Only listens."""

    name = "warm_workers"
    listeners = [sys.modules[__name__]]  # noqa: RUF012
