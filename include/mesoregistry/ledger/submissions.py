"""Submissions: the rows of ``intake.submission``, and how they are looked up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg.rows import class_row

from mesoregistry.database import Connection


@dataclass(frozen=True, slots=True)
class Submission:
    """One row of ``intake.submission``."""

    submission_id: int
    country: str
    source_id: str
    period: dt.date
    version: int
    filed_on: dt.date
    sha256: str
    extension: str
    state: str
    rows_read: int | None
    rows_waiting: int | None
    confirmed: bool
    accepted_at: dt.datetime | None
    gate_run_id: int | None
    stopped: list[str]


COLUMNS = ", ".join(Submission.__slots__)


def submission(connection: Connection, submission_id: int, *, lock: bool = False) -> Submission:
    """Raises ``KeyError`` when there is none."""
    with connection.cursor(row_factory=class_row(Submission)) as cursor:
        query = f"select {COLUMNS} from intake.submission where submission_id = %s"
        row = cursor.execute((query + (" for update" if lock else "")).encode(), [submission_id]).fetchone()
    if row is None:
        raise KeyError(f"no submission {submission_id}")
    return row


def select(connection: Connection, condition: str, values: Sequence[object]) -> list[Submission]:
    """Submissions in the order in which they are to be taken: by day of filing, then version."""
    with connection.cursor(row_factory=class_row(Submission)) as cursor:
        query = f"select {COLUMNS} from intake.submission where {condition} order by filed_on, version, submission_id"
        return cursor.execute(query.encode(), values).fetchall()
