"""The scheduler knows the libraries before its workers fork; nobody else pays for them."""

from __future__ import annotations

import pytest

from mesoregistry.settings import Settings
from tests.airflow_child import run_in_airflow

START = """
import threading
from types import SimpleNamespace
import warm_workers
sys.argv = ["airflow", sys.argv[1]]
warm_workers.on_starting(SimpleNamespace(job_type=None))
from dbt_common.clients.jinja import template_cache
answer({
    "known": [n for n in warm_workers.LIBRARIES if n in sys.modules], "threads": threading.active_count(),
    "macros": [text for text in template_cache.file_cache if text.startswith("{% materialization incremental")],
})
"""
FORK = """
import multiprocessing
from types import SimpleNamespace
import warm_workers
sys.argv = ["airflow", sys.argv[1]]
def known():
    warm_workers.on_starting(SimpleNamespace(job_type=None))
    return [name for name in warm_workers.LIBRARIES if name in sys.modules]
with multiprocessing.get_context("fork").Pool(1) as pool:
    answer(pool.apply(known))
"""


def test_the_scheduler_imports_them_and_starts_no_thread_a_fork_would_lose(server: Settings) -> None:
    answer = run_in_airflow(server, START, "scheduler")
    assert "great_expectations" in answer["known"] and "dbt.cli.main" in answer["known"]
    assert answer["threads"] == 1
    assert answer["macros"], "each task would translate the macros of dbt again"


@pytest.mark.parametrize("service", ["triggerer", "dag-processor"])
def test_no_other_service_does(server: Settings, service: str) -> None:
    assert "great_expectations" not in run_in_airflow(server, START, service)["known"]


def test_nor_does_a_fork_of_the_scheduler_begin_again(server: Settings) -> None:
    """Airflow calls each task as it calls the scheduler, with the words of the scheduler's command line."""
    assert "great_expectations" not in run_in_airflow(server, FORK, "scheduler")


def test_nor_a_scheduler_whose_workers_are_elsewhere(server: Settings) -> None:
    answer = run_in_airflow(server, START, "scheduler", AIRFLOW__CORE__EXECUTOR="CeleryExecutor")
    assert "great_expectations" not in answer["known"]
