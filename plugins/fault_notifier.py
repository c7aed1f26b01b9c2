"""What a failed task does: it opens an alert in ``ops.alert``, in words of ours, once a fault, and sends it."""

from __future__ import annotations

from typing import Any

from airflow.sdk import BaseNotifier


class FaultNotifier(BaseNotifier):
    """The ``on_failure_callback`` of every task; it is called when no try is left."""

    def notify(self, context: Any) -> None:
        """Open the alert of the task, unless the run is red for what an open one says; send what is not sent yet."""
        from mesoregistry.intake import task_alerts
        from task_outcomes import KnownFailure

        error, instance = context.get("exception"), context["ti"]
        if isinstance(error, KnownFailure):
            task_alerts.meet_again(instance.dag_id)
        else:
            task_alerts.fail(instance.dag_id, instance.task_id, error)
        task_alerts.send()
