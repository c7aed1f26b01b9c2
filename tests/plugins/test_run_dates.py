"""A run that an asset started has a logical date when it has ended."""

from __future__ import annotations

import pytest

from mesoregistry.settings import Settings
from tests.airflow_child import run_in_airflow

END = """
import datetime as dt
from airflow import plugins_manager
from airflow.listeners.listener import get_listener_manager
from airflow.models.dagrun import DagRun
from airflow.utils.state import DagRunState
from airflow.utils.types import DagRunType
plugins_manager.integrate_listener_plugins(get_listener_manager())
moment = dt.datetime(2024, 5, 2, 6, 0, 0, 17, tzinfo=dt.timezone.utc)
run = DagRun(dag_id="d", run_id="r", run_after=moment, run_type=DagRunType.ASSET_TRIGGERED)
run.state = DagRunState(sys.argv[1])
run.notify_dagrun_state_changed(msg="")
answer(run.logical_date and run.logical_date.isoformat())
"""


@pytest.mark.parametrize(
    ("state", "date"),
    [
        ("running", None),
        ("failed", "2024-05-02T06:00:00.000017+00:00"),
        ("success", "2024-05-02T06:00:00.000017+00:00"),
    ],
)
def test_it_has_a_date_when_it_ends(server: Settings, state: str, date: str | None) -> None:
    assert run_in_airflow(server, END, state) == date
