"""Airflow finds the policy: tasks of a backfill wait in a pool of one slot, behind all others."""

from __future__ import annotations

from mesoregistry.local.airflow_prepare import POOLS
from mesoregistry.settings import Settings
from tests.airflow_child import run_in_airflow

POLICY = """
from types import SimpleNamespace
import airflow.settings
def after(run_id):
    task = SimpleNamespace(run_id=run_id, pool="intake", priority_weight=10)
    airflow.settings.task_instance_mutation_hook(task, dag_run=None)
    return [task.pool, task.priority_weight]
answer({kind: after(f"{kind}__2024-05-01") for kind in ("backfill", "scheduled", "manual", "asset_triggered")})
"""


def test_a_backfill_waits_behind_what_has_just_come(server: Settings) -> None:
    answer = run_in_airflow(server, POLICY)
    assert answer.pop("backfill") == ["again", 1]
    assert set(map(tuple, answer.values())) == {("intake", 10)}
    assert POOLS["again"]["slots"] == 1
