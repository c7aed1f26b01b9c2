"""Between Airflow and the package: its exceptions as outcomes of a task, and what only Airflow knows of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from airflow.sdk import Asset, AssetAlias, get_current_context
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException


class KnownFailure(AirflowFailException):
    """The run is red for what was told already."""


@contextmanager
def outcomes() -> Iterator[None]:
    """A task with nothing to do is skipped; one that would fail each time is not tried again.

    One that does its work closes the alerts that it opened.
    """
    from mesoregistry.intake import task_alerts
    from mesoregistry.intake.task_faults import NothingToDo, Stopped

    try:
        yield
    except NothingToDo as reason:
        print(reason)
        raise AirflowSkipException(str(reason)) from None
    except Stopped as reason:
        # the log shows whole lines; the error itself is cut
        print(reason)
        raise (KnownFailure if reason.is_known else AirflowFailException)(str(reason)) from None
    instance: Any = get_current_context()["ti"]
    task_alerts.mend(instance.dag_id, instance.task_id)


def months_of_run() -> tuple[str | None, str | None]:
    """The first and last month (``2024-05``) that this run takes in again, by hand or as a backfill, if any."""
    context: Any = get_current_context()
    if context["dag_run"].run_type == "backfill":
        month = context["data_interval_start"].strftime("%Y-%m")
        return month, month
    return context["params"]["since"], context["params"]["until"]


def run_id() -> str:
    """The run of Airflow that this task is of."""
    return str(get_current_context()["run_id"])


def add_assets(alias: AssetAlias, names: Mapping[str, int]) -> dict[str, int]:
    """An event of each of these assets; returns ``names``."""
    events = get_current_context()["outlet_events"][alias]
    for name in names:
        events.add(Asset(name=name))
    return dict(names)
