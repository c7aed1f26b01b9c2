"""A file comes in: recognised by its bytes, sealed, written into the ledger."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from mesoregistry import database, ledger, steps
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Source
from mesoregistry.intake import archive
from mesoregistry.intake.filed_again import is_judged_anew, known_file
from mesoregistry.intake.month_locks import refuse_locked
from mesoregistry.intake.periods import Refused, source_of, today_in, undecided
from mesoregistry.ledger import Action, State, Submission
from mesoregistry.vault import receipts

EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".zip"})

LARGEST = 50 * 1024**2  # bytes; a file of 31,497 rows is far below it


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a file that came in; ``duplicate``: these very bytes came before for the country, and stand."""

    submission_id: int
    country: str
    period: dt.date
    version: int
    duplicate: bool
    state: State


def receive(
    path: Path,
    country: str,
    period: dt.date,
    filed_on: dt.date | None = None,
    kept: database.Connection | None = None,
) -> Receipt:
    """Take a file in. Safe to repeat, and safe against dying between the seal and the ledger.

    ``kept`` is a connection of ``database.open_connection``, for a caller that files many.
    Raises ``Refused`` for an unknown country or period, for a registry that is still a draft and for what a person
    asked to be gone; ``OSError`` when the file cannot be read.
    """
    refuse_large(path.stat().st_size)
    return receive_content(path.name, path.read_bytes(), country, period, filed_on, kept)


def receive_content(
    name: str,
    content: bytes,
    country: str,
    period: dt.date,
    filed_on: dt.date | None = None,
    kept: database.Connection | None = None,
) -> Receipt:
    """The same for a file that was read already; ``name`` is its own."""
    source = source_of(country, period, filed_on or today_in(country))
    for finding in undecided(source.layout_for(period)):
        raise Refused(finding)
    refuse_large(len(content))
    sha256 = hashlib.sha256(content).hexdigest()
    with database.transaction(kept) as connection:
        lock_versions(connection, country)
        filed_on = filed_on or _day_of_filing(connection, country, source, period)
        if known := known_file(connection, country, sha256, period):
            if not is_judged_anew(connection, known, period):
                return receipt_of(known, duplicate=True)
            _seal(name, content, known, known.version)  # its copy may have been lost, or its key be away
            return _receive_known(connection, known, period, filed_on)
        refuse_locked(connection, country, period)
        new = ledger.NewFile(country, source.id, period, filed_on, sha256, len(content), _extension(name))
        steps.announce("seal")
        _seal(name, content, new, ledger.next_version(connection, country, source.id, period))
        steps.announce("receive")
        submission = ledger.file(connection, new)
        steps.announce("received")
    return receipt_of(submission, duplicate=False)


def _seal(name: str, content: bytes, filed: ledger.NewFile | Submission, version: int) -> None:
    receipt = receipts.sign(filed.country, filed.source_id, filed.period, version, filed.sha256)
    archive.keep(name, content, filed.sha256, receipt)


def _day_of_filing(connection: database.Connection, country: str, source: Source, period: dt.date) -> dt.date:
    """Today, or the day of the last file it may correct where that is later.

    Which of two files corrects the other is said by the order in which they came. A clock that stood in another year
    when one of them did must not turn that round.
    """
    row = connection.execute(
        "select max(filed_on) from intake.submission"
        " where country = %s and source_id = %s and (%s or period = %s) and state <> 'withdrawn'",
        [country, source.id, source.mode == "adds", period],
    ).fetchone()
    last: dt.date | None = row[0] if row else None
    return max(today_in(country), last or dt.date.min)


def lock_versions(connection: database.Connection, country: str) -> None:
    """One filing at a time for a country, until the transaction ends: versions are counted without a gap."""
    connection.execute("select pg_advisory_xact_lock(hashtext('receive ' || %s))", [country])


def refuse_large(size: int) -> None:
    """Raise ``Refused`` for a file of more bytes than are ever read into memory."""
    if size > LARGEST:
        size_text, limit = f"{size // 1024**2} MB", f"{LARGEST // 1024**2} MB"
        raise Refused(message("file_too_large").finding(found=size_text, limit=limit))


def receipt_of(submission: Submission, *, duplicate: bool) -> Receipt:
    """The receipt for a submission as it stands."""
    return Receipt(
        submission.submission_id, submission.country, submission.period, submission.version, duplicate,
        submission.state,
    )  # fmt: skip


def _receive_known(
    connection: database.Connection, known: Submission, period: dt.date, filed_on: dt.date
) -> Receipt:
    """Judge the bytes of a known file anew. One of which rows count keeps its day: it corrects none."""
    refuse_locked(connection, known.country, period)
    day = filed_on if known.state is State.RETURNED else known.filed_on
    detail = {"filed_on": day.isoformat()}
    moved = ledger.move(connection, known.submission_id, Action.RECEIVED_AGAIN, detail=detail, filed_on=day)
    ledger.notify_arrival(connection, known.country)
    return receipt_of(moved, duplicate=False)


def _extension(name: str) -> str:
    """What follows the last dot, when it is one of ours: in ``caso de Ana.Paz`` it is no extension."""
    extension = Path(name).suffix.lower()
    return extension if extension in EXTENSIONS else ""
