"""What older files of a source still tell while rows of a newer one wait; the marts decide it by the same rules.

See ``dbt/models/intermediate/int_event_versions.sql``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from mesoregistry import ledger
from mesoregistry.catalog.messages import message
from mesoregistry.database import Connection
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.sources import layout_of
from mesoregistry.ledger import Submission

Key = str
DOUBTED_KEYS = ("case_key_cut", "case_key_is_date")
"""Rules of rows whose key is not what it was."""
REPEATS = ("case_not_doubled", "attack_not_doubled")
"""Rules of rows that only repeat one above: the case is told by that one."""
Place = tuple[str | None, int]  # sheet and row of the first row of a case


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a file by key: those of which every row counts, and those with a row that waits."""

    counting: dict[Key, Place] = field(default_factory=dict)
    waiting: dict[Key, Place] = field(default_factory=dict)


def older_files(connection: Connection, submission: Submission) -> list[Submission]:
    """Accepted files that stood before a submission, the newest first.

    Of a source that replaces, those of its period; of one that adds, all.
    """
    adds = layout_of(submission)[0].mode == "adds"
    accepted = ledger.select(
        connection,
        "country = %s and source_id = %s and (%s or period = %s) and submission_id <> %s"
        " and accepted_at is not null and state <> 'withdrawn'",
        [submission.country, submission.source_id, adds, submission.period, submission.submission_id],
    )
    place = _order(submission)
    return sorted((s for s in accepted if _order(s) < place), key=_order, reverse=True)


def _order(submission: Submission) -> tuple[bool, dt.date, int, int]:
    """The order in which files stand: one that is provisional stands below every other."""
    return not submission.is_provisional, *submission.place


def cases(connection: Connection, country: str, submission_ids: Sequence[int]) -> dict[int, Cases]:
    """The cases with a key of landed submissions of a country."""
    of_file = {number: Cases() for number in submission_ids}
    query = "select * from intake.cases(%s, %s)"
    for number, key, waits, sheet, row in connection.execute(query, [country, list(submission_ids)]):
        (of_file[number].waiting if waits else of_file[number].counting)[key] = (sheet, row)
    return of_file


def waits_without_key(connection: Connection, submission: Submission, unread: int) -> bool:
    """Whether a row waits of which nobody can say which case it tells; ``unread``: rows without a record."""
    if unread:
        return True
    row = connection.execute(
        f"select exists (select 1 from intake.waiting_row as waiting inner join raw.{submission.country} as rows"
        " on waiting.submission_id = rows._submission and waiting.record_no = rows._record"
        " where waiting.submission_id = %s and (rows.case_key is null or exists (select 1 from intake.finding as doubts"
        " where doubts.submission_id = waiting.submission_id and doubts.record_no = waiting.record_no"
        " and doubts.rule = any(%s))))".encode(),
        [submission.submission_id, list(DOUBTED_KEYS)],
    ).fetchone()
    return bool(row and row[0]) or _waits_under_a_new_key(connection, submission)


def _waits_under_a_new_key(connection: Connection, submission: Submission) -> bool:
    """Whether a row waits under a key that no older file has, while one of their cases is missing: it may be that."""
    older = older_files(connection, submission)
    if not older or layout_of(submission)[0].mode == "adds":
        return False
    known = cases(connection, submission.country, [f.submission_id for f in (submission, *older)])
    own = known.pop(submission.submission_id)
    keys = {key for file in known.values() for key in (*file.counting, *file.waiting)}
    missing = keys - own.counting.keys() - own.waiting.keys()
    return not own.waiting.keys() <= keys and any(_teller(key, older, known, adds=False) for key in missing)


def write_notes(connection: Connection, submission: Submission) -> None:
    """Say of an accepted or held file which older tellings go on counting; replaces what was said before."""
    notes = list(_notes(connection, submission))
    ledger.write_findings(connection, submission.submission_id, "accept", notes)


def _notes(connection: Connection, submission: Submission) -> Iterator[Finding]:
    older = older_files(connection, submission)
    adds = layout_of(submission)[0].mode == "adds"
    if submission.accepted_at is None or submission.is_provisional:
        same = [file for file in older if file.period == submission.period and not file.is_provisional]
        if same:
            yield message("older_file_counts").finding(**_version(same[0]))
        return
    if not submission.waits_without_key and not submission.rows_waiting:
        return
    known = cases(
        connection, submission.country, [submission.submission_id, *(f.submission_id for f in older)]
    )
    own = known[submission.submission_id]
    for key, (sheet, row) in own.waiting.items():
        if file := _teller(key, older, known, adds=adds):
            yield message("older_case_counts").finding(Address(sheet, row), **_version(file))
    if adds or not submission.waits_without_key:
        return
    keys = {key: None for file in older for key in known[file.submission_id].counting}
    for key in keys:
        if key in own.counting or key in own.waiting:
            continue
        if file := _teller(key, older, known, adds=adds):
            place = str(Address(*known[file.submission_id].counting[key]))
            yield message("older_case_kept").finding(place=place, **_version(file))


def _teller(
    key: Key, older: Sequence[Submission], known: dict[int, Cases], *, adds: bool
) -> Submission | None:
    """The file whose telling of a case stands, of the older ones from the newest on."""
    for file in older:
        content = known[file.submission_id]
        if key in content.counting:
            return file
        if key not in content.waiting and not adds and not file.waits_without_key:
            return None
    return None


def _version(file: Submission) -> dict[str, Any]:
    return {"version": file.version, "day": file.filed_on.isoformat()}
