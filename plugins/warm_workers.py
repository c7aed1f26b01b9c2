"""What every task would do for seconds before its work, done once: local workers are forks of the scheduler.

Libraries and the tasks' own modules are imported, and dbt reads the project. All of it is then the code that stood
there when the services were started; a change of code holds from the next start (catalogue, rules and lists are data
and read by each task).
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
from mesoregistry.settings import settings

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
TASKS = (
    "mesoregistry.intake.tasks",
    "mesoregistry.intake.explanation",
    "mesoregistry.warehouse.tasks",
)


@hookimpl
def on_starting(component: Any) -> None:
    """Called in each service of Airflow, and in each task, before it works."""
    # the job does not know its own kind yet; the command line does, and a fork has that of the scheduler
    is_scheduler = sys.argv[1:2] == ["scheduler"] and multiprocessing.parent_process() is None
    if is_scheduler and workers_are_forks():
        for name in (*LIBRARIES, *TASKS):
            importlib.import_module(name)
        importlib.import_module("mesoregistry.warehouse.dbt").read_project(settings())
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
