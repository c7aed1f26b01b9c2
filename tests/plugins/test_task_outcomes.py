"""What the package raises, as Airflow sees it."""

from __future__ import annotations

import pytest

from mesoregistry.settings import Settings
from tests.airflow_child import run_in_airflow

RAISE = """
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
from mesoregistry.intake.tasks import NothingToDo, Stopped
from task_outcomes import outcomes
KINDS = {"nothing": NothingToDo, "stopped": Stopped, "other": OSError}
try:
    with outcomes():
        raise KINDS[sys.argv[1]]("por qué")
except Exception as error:
    answer([type(error).__name__, str(error), error.__cause__ is None and error.__suppress_context__])
"""
MONTHS = """
import datetime as dt
from types import SimpleNamespace
import task_outcomes
task_outcomes.get_current_context = lambda: {
    "dag_run": SimpleNamespace(run_type=sys.argv[1]),
    "params": {"since": "2024-01", "until": None},
    "data_interval_start": dt.datetime(2023, 5, 1),
}
answer(task_outcomes.months_of_run())
"""


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("nothing", ["AirflowSkipException", "por qué", True]),
        ("stopped", ["AirflowFailException", "por qué", True]),
        ("other", ["OSError", "por qué", False]),
    ],
)
def test_skipped_failed_for_good_or_tried_again(server: Settings, kind: str, outcome: list[object]) -> None:
    assert run_in_airflow(server, RAISE, kind) == outcome


@pytest.mark.parametrize(
    ("run_type", "months"), [("manual", ["2024-01", None]), ("backfill", ["2023-05", "2023-05"])]
)
def test_months_by_hand_or_of_a_backfill(server: Settings, run_type: str, months: list[str | None]) -> None:
    assert run_in_airflow(server, MONTHS, run_type) == months
