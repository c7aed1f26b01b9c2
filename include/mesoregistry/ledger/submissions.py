"""Submissions: the rows of ``intake.submission``, and how they are looked up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.rows import kwargs_row

from mesoregistry.database import Connection
from mesoregistry.ledger import chain
from mesoregistry.ledger.states import WAITING, Action, State


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
    state: State
    rows_read: int | None
    rows_waiting: int | None
    confirmed: bool
    accepted_at: dt.datetime | None
    gate_run_id: int | None
    stopped: list[str]
    is_quiet: bool
    keyed: bool
    waits_without_key: bool
    resealed_sha256: str | None

    @property
    def is_provisional(self) -> bool:
        """Whether a row waits and no row has a key: an older file of the period that is whole stands before it."""
        return self.waits_without_key and not self.keyed

    @property
    def place(self) -> tuple[dt.date, int, int]:
        """Where it stands among the files of its source, as ``select`` orders them and the marts do."""
        return self.filed_on, self.version, self.submission_id


def unfiled(country: str, source_id: str, period: dt.date, filed_on: dt.date) -> Submission:
    """A file as it would stand in the ledger, for what looks at one before it is filed. Its number is 0."""
    return Submission(
        0, country, source_id, period, 0, filed_on, "", "", State.RECEIVED, None, None, False, None, None, [], False,
        False, False, None,
    )  # fmt: skip


COLUMNS = ", ".join(Submission.__slots__)


def is_in(states: Iterable[State]) -> str:
    """The SQL condition that a submission is in one of ``states``."""
    return f"state in ({', '.join(repr(str(state)) for state in states)})"


HAS_FILE = (
    "not exists (select 1 from intake.event as gone where gone.submission_id = submission.submission_id"
    f" and gone.action in ('{Action.ERASED}', '{Action.EXPIRED}') and gone.event_no > (select max(came.event_no)"
    " from intake.event as came where came.submission_id = submission.submission_id"
    f" and came.action in ('{Action.RECEIVED}', '{Action.RECEIVED_AGAIN}')))"
)
"""The SQL condition that the sealed file of a submission is kept still."""

IS_WAITING = is_in(WAITING)
MOVED_BY_RUNS = (
    Action.LANDED, Action.JUDGED, Action.RETURNED, Action.KEPT, Action.ASKED, Action.ACCEPTED, Action.REPLACED,
)  # fmt: skip


def _from_row(*, state: str, **columns: Any) -> Submission:
    return Submission(state=State(state), **columns)


def submission(connection: Connection, submission_id: int, *, lock: bool = False) -> Submission:
    """One submission; with ``lock`` nobody else moves it, or writes to the chain, before the transaction ends.

    The chain is locked before the row, here and everywhere: in one order no two writers wait for each other.

    Raises:
        KeyError: there is none of that number.
    """
    if lock:
        chain.lock(connection)
    with connection.cursor(row_factory=kwargs_row(_from_row)) as cursor:
        query = f"select {COLUMNS} from intake.submission where submission_id = %s"
        row = cursor.execute((query + (" for update" if lock else "")).encode(), [submission_id]).fetchone()
    if row is None:
        raise KeyError(f"no submission {submission_id}")
    return row


def select(connection: Connection, condition: str, values: Sequence[object]) -> list[Submission]:
    """Submissions in the order in which they are to be taken: by day of filing, then version."""
    with connection.cursor(row_factory=kwargs_row(_from_row)) as cursor:
        query = f"select {COLUMNS} from intake.submission where {condition} order by filed_on, version, submission_id"
        return cursor.execute(query.encode(), values).fetchall()


def waiting(connection: Connection, country: str) -> list[int]:
    """Submissions of a country that were received, or left half-way by a process that died; in their order."""
    return [s.submission_id for s in select(connection, f"country = %s and {IS_WAITING}", [country])]


def waiting_since(connection: Connection) -> dt.date | None:
    """The day (UTC) on which the oldest file came that waits, of any country; ``None`` when none does."""
    query = f"select min(received_at at time zone 'utc')::date from intake.submission where {IS_WAITING}"
    row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def overlooked(connection: Connection, country: str, minutes: float) -> list[int]:
    """Waiting submissions of a country with which nothing happened for so long, while its intake moved nothing at all.

    Whoever files a few minutes before is heard by the watcher, and a long run takes its files one after the other.
    """
    if connection.execute(
        "select 1 from intake.event inner join intake.submission using (submission_id)"
        " where country = %s and action = any(%s) and recorded_at > now() - %s * interval '1 minute' limit 1",
        [country, [str(action) for action in MOVED_BY_RUNS], minutes],
    ).fetchone():
        return []
    still = "not exists (select 1 from intake.event where event.submission_id = submission.submission_id"
    still += " and recorded_at > now() - %s * interval '1 minute')"
    waits = select(connection, f"country = %s and {IS_WAITING} and {still}", [country, minutes])
    return [submission.submission_id for submission in waits]


def countries_in_progress(connection: Connection) -> list[str]:
    """Countries with a waiting file that moved in the last five minutes. A file stuck for longer holds nobody up."""
    rows = connection.execute(
        f"select distinct country from intake.submission where {IS_WAITING}"
        " and submission_id in"
        " (select submission_id from intake.event where recorded_at > now() - interval '5 minutes')"
        " order by country".encode()
    ).fetchall()
    return [country for (country,) in rows]
