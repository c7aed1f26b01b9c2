"""Between Airflow and the package: its exceptions as outcomes of a task, and what only Airflow knows of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from airflow.sdk import Asset, AssetAlias, get_current_context
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException


@contextmanager
def outcomes() -> Iterator[None]:
    """A task with nothing to do is skipped; one that would fail each time is not tried again."""
    from mesoregistry.intake.tasks import NothingToDo, Stopped

    try:
        yield
    except NothingToDo as reason:
        raise AirflowSkipException(str(reason)) from None
    except Stopped as reason:
        raise AirflowFailException(str(reason)) from None


def months_of_run() -> tuple[str | None, str | None]:
    """The first and last month (``2024-05``) that this run takes in again, by hand or as a backfill, if any."""
    context: Any = get_current_context()
    if context["dag_run"].run_type == "backfill":
        month = context["data_interval_start"].strftime("%Y-%m")
        return month, month
    return context["params"]["since"], context["params"]["until"]


def add_assets(alias: AssetAlias, prefix: str, countries: Mapping[str, int]) -> dict[str, int]:
    """An event of the asset ``<prefix>_<country>`` for each country; returns ``countries``."""
    events = get_current_context()["outlet_events"][alias]
    for country in countries:
        events.add(Asset(name=f"{prefix}_{country}"))
    return dict(countries)
