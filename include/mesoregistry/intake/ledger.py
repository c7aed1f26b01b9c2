"""The ledger: submissions, their findings, and the chain of events that only grows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import psycopg
from psycopg.rows import class_row

from mesoregistry.findings import Finding, Language, Severity, Text
from mesoregistry.intake.states import NAMES
from mesoregistry.settings import settings
from mesoregistry.vault.fault import guarded

Connection: TypeAlias = "psycopg.Connection[Any]"
CHAIN = 7_301  # one writer of the chain at a time


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


def step(name: str) -> None:
    """Announce a step; the kill test listens. It costs nothing when nobody does."""
    sys.audit("mesoregistry.step", name)


@contextmanager
def warehouse(kept: Connection | None = None) -> Iterator[Connection]:
    """A transaction on the warehouse as ``loader``; faults come out without values.

    ``kept`` is a connection of ``keeping``, for whoever has many transactions to make: entering takes longer than most.
    """
    if kept is None:
        with guarded("warehouse"), psycopg.connect(settings().dsn("warehouse", "loader")) as connection:
            yield connection
    else:
        with guarded("warehouse"), kept.transaction():
            yield kept


@contextmanager
def keeping(database: Literal["warehouse", "vault"] = "warehouse") -> Iterator[Connection]:
    """A connection as ``loader`` for many transactions; outside of one, each statement is its own."""
    with (
        guarded(database),
        psycopg.connect(settings().dsn(database, "loader"), autocommit=True) as connection,
    ):
        yield connection


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


def alone(connection: Connection) -> None:
    """Be the one transaction that writes to the chain; the others wait for the end of this one."""
    connection.execute("select pg_advisory_xact_lock(%s)", [CHAIN])


def record(
    connection: Connection, action: str, submission_id: int | None, detail: Mapping[str, object] | None = None
) -> None:
    """Add an event to the chain; its hash covers the one before."""
    alone(connection)
    last = connection.execute("select hash from intake.event order by event_no desc limit 1").fetchone()
    previous = last[0] if last else "0" * 64
    text = json.dumps(detail or {}, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(f"{previous}|{submission_id}|{action}|{text}".encode()).hexdigest()
    connection.execute(
        "insert into intake.event (submission_id, action, detail, previous_hash, hash)"
        " values (%s, %s, %s, %s, %s)",
        [submission_id, action, text, previous, digest],
    )


def broken_link(connection: Connection) -> int | None:
    """The first event whose hash is not that of its content and of the one before; ``None`` when whole."""
    previous = "0" * 64
    for number, sid, action, detail, told, digest in connection.execute(
        "select event_no, submission_id, action, detail, previous_hash, hash from intake.event order by event_no"
    ):
        text = json.dumps(detail, sort_keys=True, ensure_ascii=False)
        made = hashlib.sha256(f"{previous}|{sid}|{action}|{text}".encode()).hexdigest()
        if told != previous or digest != made:
            return int(number)
        previous = digest
    return None


def keep(connection: Connection, one: Submission, rules: Sequence[str]) -> None:
    """An accepted file, taken in again, is now stopped: what counts already goes on counting, and the team is told."""
    connection.execute(
        "update intake.submission set state = 'to_correct', stopped = %s where submission_id = %s",
        [list(rules), one.submission_id],
    )
    record(connection, "kept", one.submission_id, {"rules": list(rules)})


def findings(connection: Connection, submission_id: int) -> list[Finding]:
    """What was found in a submission, the gravest first, then as they stand in the file."""
    rows = connection.execute(
        "select rule, severity, message_es, message_en, remedy_es, remedy_en, expected_es, expected_en,"
        " sheet, row_number, column_letter, field, value, record_no from intake.finding where submission_id = %s"
        " order by array_position(array['stop', 'error', 'warning', 'note'], severity), stage desc, finding_no",
        [submission_id],
    ).fetchall()
    return [
        Finding(
            rule, Severity(severity), Text(m_es, m_en), Text(r_es, r_en), sheet, row, column, field, value,
            Text(e_es, e_en) if e_es else None, record,
        )
        for rule, severity, m_es, m_en, r_es, r_en, e_es, e_en, sheet, row, column, field, value, record in rows
    ]  # fmt: skip


def describe(connection: Connection, submission_id: int, language: Language = "es") -> str:
    """``Honduras, marzo 2024, v2: 412 filas, 9 por corregir``."""
    one = submission(connection, submission_id)
    title = f"{_country(one, language)}, {_month(one, language)}, v{one.version}"
    state = NAMES[one.state].in_(language)
    if one.state in ("received", "returned"):
        return f"{title}: {state}"
    rows = f"{one.rows_read or 0} {'filas' if language == 'es' else 'rows'}"
    if one.state in ("to_correct", "to_confirm"):
        state = f"{one.rows_waiting or 0} {state}"
    return f"{title}: {rows}" if one.state == "accepted" else f"{title}: {rows}, {state}"


def describe_all(connection: Connection, submission_ids: Sequence[int], language: Language = "es") -> str:
    """Several files of one country in a line: ``Honduras, enero 2012 a mayo 2025, 161 envíos: 11939 filas``."""
    found = select(connection, "submission_id = any(%s)", [list(submission_ids)])
    first, last = min(found, key=lambda o: o.period), max(found, key=lambda o: o.period)
    es = language == "es"
    span = _month(first, language)
    if last.period != first.period:
        span = f"{span} {'a' if es else 'to'} {_month(last, language)}"
    said = [f"{sum(o.rows_read or 0 for o in found)} {'filas' if es else 'rows'}"]
    if waiting := sum(o.rows_waiting or 0 for o in found):
        said.append(f"{waiting} {'en espera' if es else 'waiting'}")
    if returned := sum(o.state == "returned" for o in found):
        said.append(f"{returned} {'devueltos' if es else 'returned'}")
    title = f"{_country(first, language)}, {span}, {len(found)} {'envíos' if es else 'files'}"
    return f"{title}: {', '.join(said)}"


def _country(one: Submission, language: Language) -> str:
    from mesoregistry.catalog.load import registries

    name = registries()[one.country].name
    return name.es if language == "es" else name.en


def _month(one: Submission, language: Language) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", one.period, locale=language)).replace(" de ", " ")
