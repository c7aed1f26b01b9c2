"""Airflow's cluster policy: what is taken in again waits behind what has just come, in a pool of one slot."""

from __future__ import annotations

from typing import Any

AGAIN = "again"


def task_instance_mutation_hook(task_instance: Any, dag_run: Any = None) -> None:
    """Put each task of a backfill into the pool ``again``, behind all others."""
    if str(task_instance.run_id or "").startswith("backfill__"):
        task_instance.pool = AGAIN
        task_instance.priority_weight = 1
