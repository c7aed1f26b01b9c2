"""The demo: file the synthetic registry, let Airflow take it in, and hold the warehouse to the truth."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError

from mesoregistry import database, ledger
from mesoregistry.catalog.load import registries
from mesoregistry.findings import Text
from mesoregistry.intake.answers import confirm
from mesoregistry.intake.receive import receive
from mesoregistry.local import airflow_api
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings, settings
from mesoregistry.synthetic.extracts import Plan

LONGEST = 300.0  # seconds without any move until the wait for Airflow counts as failed
BETWEEN = 5.0  # seconds from one question to Airflow to the next: each takes processor time from the tasks
DAGS = ("warehouse",)


@dataclass(slots=True)
class Filed:
    """What was filed: the submission of each file of the plan, and how many the ledger did not know yet."""

    submissions: list[int] = field(default_factory=list)
    confirms: list[int] = field(default_factory=list)
    new: int = 0


def folder(months: int | None) -> Path:
    """Where the extracts of a demo are: the small one's of so many months, or the ten years'."""
    return settings().home / "demo" / ("decade" if months is None else f"{months}")


def file_all(written: Plan) -> Iterator[Filed]:
    """File every extract in its order; gives the same ``Filed`` again after each."""
    filed = Filed()
    with database.open_connection() as kept:
        for filing in written.filings:
            receipt = receive(filing.path, filing.country, filing.period, filing.filed_on, kept)
            filed.submissions.append(receipt.submission_id)
            filed.new += not receipt.duplicate
            if filing.confirm:
                filed.confirms.append(receipt.submission_id)
            yield filed


def wait_until_idle() -> None:
    """Until Airflow knows every DAG and has ended what it starts by itself: then a burst of files is one run.

    Raises ``LocalFault`` when it does not come to that.
    """
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        states = [run_states().get(f"registry__{country}", []) for country in registries()]
        if all(found and not {"queued", "running"} & set(found) for found in states):
            return
        time.sleep(1)
    raise LocalFault("Los DAG no aparecen.", "The DAGs do not appear.", settings().logs / "dag-processor.log")


def wait(filed: Filed, since: float, tell: Callable[[Text], None]) -> None:
    """Until every file was taken in, confirmed where its team confirms it, and built into the marts.

    ``tell`` is called with what is happening, about once a second. Raises ``LocalFault`` when a run fails that
    started after ``since`` (seconds of the clock): what failed before, the ledger has taken up again.
    """
    moved, seen, looked = time.monotonic(), 0, 0.0
    while time.monotonic() < moved + LONGEST:
        left = _left(filed)
        if (events := _events()) != seen:
            moved, seen = time.monotonic(), events
        for number in _to_confirm(filed):
            confirm(number)
        built = left == 0 and _is_built()
        tell(_said(len(filed.submissions), left, built))
        if built:
            return
        if time.monotonic() > looked + BETWEEN:
            _look_for_failure(since)
            looked = time.monotonic()
        time.sleep(1)
    raise LocalFault(
        f"En Airflow no se mueve nada desde hace {LONGEST:.0f} s.",
        f"Nothing has moved in Airflow for {LONGEST:.0f} s.",
        settings().logs,
    )


def _said(total: int, left: int, built: bool) -> Text:
    if built:
        return Text("listo", "done")
    if left:
        return Text(
            f"{total - left} de {total} archivos revisados", f"{total - left} of {total} files judged"
        )
    return Text("dbt construye las tablas", "dbt builds the tables")


def _left(filed: Filed) -> int:
    with database.transaction() as connection:
        return len(
            ledger.select(
                connection,
                f"submission_id = any(%s) and ({ledger.IS_WAITING}"
                " or (submission_id = any(%s) and not confirmed and state <> 'returned'))",
                [filed.submissions, filed.confirms],
            )
        )


def _to_confirm(filed: Filed) -> list[int]:
    with database.transaction() as connection:
        found = ledger.select(
            connection,
            "submission_id = any(%s) and not confirmed"
            f" and {ledger.is_in(ledger.states_before(ledger.Action.CONFIRMED))}",
            [filed.confirms],
        )
    return [one.submission_id for one in found]


def _events() -> int:
    """How far the ledger has come, dbt's builds included."""
    with database.transaction() as connection:
        row = connection.execute(
            "select (select count(*) from intake.event) + (select count(*) from ops.dbt_run)"
        ).fetchone()
    return int(row[0]) if row else 0


def _is_built() -> bool:
    """Whether the last build ended well and knew everything the ledger knows."""
    with database.transaction() as connection:
        return ledger.is_built(connection)


def dag_ids() -> list[str]:
    return [f"registry__{country}" for country in registries()] + list(DAGS)


def _look_for_failure(since: float) -> None:
    for run in airflow_api.runs("~", state="failed"):
        dag_id = run["dag_id"]
        if dag_id in dag_ids() and _moment(run["start_date"]) >= since:
            raise LocalFault(
                f"La corrida {run['dag_run_id']} de «{dag_id}» falló.",
                f"The run {run['dag_run_id']} of “{dag_id}” failed.",
                logs_of(settings(), dag_id),
            )


def _moment(text: str) -> float:
    import datetime as dt

    return dt.datetime.fromisoformat(text).timestamp()


def logs_of(here: Settings, dag_id: str) -> Path:
    return here.home / "airflow" / "logs" / f"dag_id={dag_id}"


def run_states() -> dict[str, list[str]]:
    """The states of the runs of each DAG."""
    states = {}
    for dag_id in dag_ids():
        try:
            states[dag_id] = [run["state"] for run in airflow_api.runs(dag_id)]
        except HTTPError:  # not known yet
            states[dag_id] = []
    return states
