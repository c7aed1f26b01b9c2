"""Files the synthetic registry and waits until Airflow has taken it in and built the marts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mesoregistry import database, ledger
from mesoregistry.findings import Text
from mesoregistry.intake.answers import confirm
from mesoregistry.intake.quiet_month import file_quiet_month
from mesoregistry.intake.receive import receive
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import settings
from mesoregistry.synthetic.airflow_runs import LONGEST, raise_failure
from mesoregistry.synthetic.extracts import Plan

BETWEEN = 5.0  # seconds from one question to Airflow to the next: each takes processor time from the tasks


@dataclass(slots=True)
class Filed:
    """What was filed: the submission of each file of the plan, and how many the ledger did not know yet."""

    submissions: list[int] = field(default_factory=list)
    confirms: list[int] = field(default_factory=list)
    new: int = 0


def demo_folder(months: int | None) -> Path:
    """Where the extracts of a demo are: the small one's of so many months, or the ten years'."""
    return settings().home / "demo" / ("decade" if months is None else f"{months}")


def file_all(written: Plan) -> Iterator[Filed]:
    """File the quiet months, and every extract in its order; yields the same ``Filed`` after each, one file longer."""
    filed = Filed()
    for month in written.quiet:
        file_quiet_month(month.country, month.period, month.filed_on)
    with database.open_connection() as kept:
        for filing in written.filings:
            receipt = receive(filing.path, filing.country, filing.period, filing.filed_on, kept)
            filed.submissions.append(receipt.submission_id)
            filed.new += not receipt.duplicate
            if filing.confirm:
                filed.confirms.append(receipt.submission_id)
            yield filed


def wait_until_built(filed: Filed, since: float, report: Callable[[Text], None]) -> None:
    """Wait until every file was taken in, confirmed where its team confirms it, and built into the marts.

    ``report`` is called with the progress, about once a second. Raises ``LocalFault`` when a run fails that
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
        report(_progress(len(filed.submissions), left, built))
        if built:
            return
        if time.monotonic() > looked + BETWEEN:
            raise_failure(since)
            looked = time.monotonic()
        time.sleep(1)
    raise LocalFault(
        f"En Airflow no se mueve nada desde hace {LONGEST:.0f} s.",
        f"Nothing has moved in Airflow for {LONGEST:.0f} s.",
        settings().logs,
    )


def _progress(total: int, left: int, built: bool) -> Text:
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
        submissions = ledger.select(
            connection,
            "submission_id = any(%s) and not confirmed"
            f" and {ledger.is_in(ledger.states_before(ledger.Action.CONFIRMED))}",
            [filed.confirms],
        )
    return [submission.submission_id for submission in submissions]


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
