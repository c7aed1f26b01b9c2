"""What the tasks of the DAGs call. Each can be repeated: the ledger says what is left to do.

A task that has nothing to do raises ``NothingToDo``; one that must not be tried again, ``Stopped``. Both hold a
line for people, and never a value of a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from mesoregistry import database, ledger
from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Language
from mesoregistry.gate.check import check_submissions
from mesoregistry.gate.verdict import Verdict
from mesoregistry.intake import accept as acceptance
from mesoregistry.intake import inbox, load, reprocess
from mesoregistry.intake.failure_message import failure_message
from mesoregistry.ledger import State, heads, verification
from mesoregistry.local import cleaning
from mesoregistry.local.backup import take
from mesoregistry.settings import settings
from mesoregistry.steps import announce


class NothingToDo(Exception):
    """The task is skipped; its message says why."""


class Stopped(Exception):
    """The task fails, and would fail each time; its message says why."""


def load_waiting(country: str, since: str | None = None, until: str | None = None) -> list[int]:
    """Land the files of a country that wait, and before that reopen those from ``since`` to ``until`` (``2024-05``).

    Returns:
        The submissions to be judged and answered: what was landed, and what could not be read.

    Raises:
        NothingToDo: no file waits, and the warehouse has seen all that was accepted.
        Refused: ``since`` or ``until`` is no month.
    """
    if since or until:
        reprocess.reopen(country, since or until or "", until or since or "")
    with database.transaction() as connection:
        waiting = ledger.waiting(connection, country)
        if not waiting and not ledger.needs_build(connection):
            raise NothingToDo("nada espera")
    return sorted({*waiting, *load.load(country)})


def judge(country: str, submission_ids: Sequence[int]) -> Verdict:
    """Let the gate judge what was landed; files that could not even be read are returned as well."""
    announce("check")
    with database.transaction() as connection:
        chosen = ledger.select(connection, "submission_id = any(%s)", [list(submission_ids)])
    # one that counted before is not returned, but its new reading failed all the same
    aside = (State.RETURNED, State.TO_CORRECT)
    returned = {s.submission_id: s.stopped for s in chosen if s.stopped and s.state in aside}
    verdict = check_submissions(country, [number for number in submission_ids if number not in returned])
    announce("checked")
    return replace(verdict, stopped={**returned, **verdict.stopped})


def check(country: str, submission_ids: Sequence[int]) -> dict[str, int]:
    """``judge`` as a task: findings by severity. Raises ``Stopped`` when a file goes back or a rule broke."""
    verdict = judge(country, submission_ids)
    if not verdict.success:
        raise Stopped(failure_message(verdict))
    return dict(verdict.counts)


def accept(country: str, submission_ids: Sequence[int] | None) -> dict[str, int]:
    """Accept what passed: ``{accepted, returned, to_confirm, rows, waiting}``."""
    return asdict(acceptance.accept(country, submission_ids or []))


def describe(submission_ids: Sequence[int], language: Language = "es") -> list[str]:
    """Each submission in a line, as ``Honduras, marzo 2024, v2: 412 filas, 9 por corregir``.

    Of several of one country the first line counts all of them.
    """
    with database.transaction() as connection:
        lines = [ledger.describe(connection, submission_id, language) for submission_id in submission_ids]
        if len(lines) > 1:
            lines.insert(0, ledger.describe_all(connection, submission_ids, language))
        return lines


def sweep() -> int:
    """Receive what lies in the inbox; returns how many files."""
    return len(inbox.sweep())


def overlooked() -> dict[str, int]:
    """How many files wait, by each country whose DAG must be called; every country when a build is missing."""
    with database.transaction() as connection:
        counts = {country: len(ledger.waiting(connection, country)) for country in registries()}
        needs_build = ledger.needs_build(connection)  # any country's run calls for one
    return {country: count for country, count in counts.items() if count or needs_build}


def verify_chain() -> None:
    """Keep the newest event signed outside of the database, and verify the chain of events once a day.

    Raises:
        NothingToDo: it was verified less than a day ago, and was whole.
        Stopped: it is not whole; the message holds the number of the event or submission.
    """
    with database.transaction() as connection:
        if not verification.is_due(connection):
            heads.keep(connection)
            raise NothingToDo("la cadena se verificó hace menos de un día")
        tampering = verification.verify(connection)
    if tampering is not None:
        raise Stopped(f"{tampering.text.es} → mesoregistry audit verify")
    with database.transaction() as connection:
        heads.keep(connection)


def back_up() -> None:
    """Ship the WAL, and once a day take a backup. Raises ``NothingToDo`` unless one was taken."""
    if take.nightly(settings()) is None:
        raise NothingToDo("no toca" if settings().backup_to else "no hay dónde: MESO_BACKUP_TO")


def clean() -> None:
    """Shorten logs, and once a day forget old ones. Raises ``NothingToDo`` when it was done today."""
    if not cleaning.clean(settings()):
        raise NothingToDo("no toca")
