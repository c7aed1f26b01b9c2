"""Load: every file of a country that waits is read, separated and landed; one transaction a submission."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from mesoregistry import collector, database, ledger
from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.catalog.registries import countries
from mesoregistry.database import Connection, guarded
from mesoregistry.gate import reference
from mesoregistry.intake.file_failure import failure, is_of_the_file
from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.keys_of_before import KeysOfBefore
from mesoregistry.intake.land import analyze, ensure_raw_tables
from mesoregistry.intake.marking import with_marks
from mesoregistry.intake.other_month import with_question
from mesoregistry.intake.rule_digest import rule_digest
from mesoregistry.intake.separation import known_texts, separate
from mesoregistry.intake.sources import layout_of, sync_sources
from mesoregistry.intake.unseal import unseal
from mesoregistry.intake.write_reading import write_reading
from mesoregistry.ledger import Submission
from mesoregistry.local import open_copies
from mesoregistry.local.archive_key import ArchiveKeyIsAway
from mesoregistry.readers.child import Reader
from mesoregistry.readers.table import Reading
from mesoregistry.settings import settings
from mesoregistry.steps import announce
from mesoregistry.vault import seal, store

log = logging.getLogger(__name__)


def load(
    country: str,
    only: Collection[int] | None = None,
    progress: Callable[[int, float], None] = lambda submission_id, seconds: None,
) -> list[int]:
    """Land every waiting submission of a country, or ``only`` these, oldest first; those that go to the gate.

    ``progress`` is called after each file, with its seconds. One process a country at a time; what a dead one left is
    done again from the sealed file.

    Raises:
        DatabaseFault: the server failed; the files wait as they did.
    """
    seal.fields()  # a key that is missing or broken is no fault of the files
    prepare()
    with (
        database.open_connection() as lock,
        database.open_connection() as warehouse,
        database.open_connection("vault") as vault,
    ):
        lock.execute("select pg_advisory_lock(hashtext('load ' || %s))", [country])
        open_copies.clear(settings(), country)
        resources = _Resources(warehouse, vault, rule_digest(country), KeysOfBefore(warehouse, vault))
        waiting = [n for n in ledger.waiting(warehouse, country) if only is None or n in only]
        loaded = [number for number in waiting if _load(resources, number, progress)]
        analyze(warehouse, country)
    return loaded


def prepare() -> None:
    """Code lists, sources and landing tables of the catalogue of today, made by one process at a time."""
    with database.transaction() as connection:
        connection.execute("select pg_advisory_xact_lock(hashtext('reference'))")
        reference.load(connection, settings().seeds)
        sync_sources(connection)
        ensure_raw_tables(connection, countries())


@dataclass(frozen=True, slots=True)
class _Resources:
    """What stays open from one file to the next."""

    warehouse: Connection
    vault: Connection
    digest: str
    keys_of_before: KeysOfBefore
    reader: Reader = field(default_factory=Reader)


@collector.paused()
def _load(resources: _Resources, submission_id: int, progress: Callable[[int, float], None]) -> bool:
    """Load one file. Whatever its content provokes is its own: it goes aside, and the next one is taken."""
    began = time.monotonic()
    submission = ledger.submission(resources.warehouse, submission_id)
    source, layout = layout_of(submission)
    known = vocabulary(settings().seeds, submission.country, source.id)
    try:
        reading = _read(resources.reader, submission, layout)
        announce("interpret")
        plain = interpret(reading, layout, known, source.unit, submission.period)
        plain = with_question(plain, submission.period)
        separated = separate(plain, known_texts(plain, submission.country, layout, known))
        stopped = _store(resources, submission, layout, separated)
    except ArchiveKeyIsAway:
        log.warning("submission %s waits for the key of the archive", submission_id)
        return False  # it was put back in review, or is damaged: the others go on
    except Exception as error:
        if not is_of_the_file(error):
            raise
        failed = Interpretation(findings=(failure(error, submission_id),))
        stopped = _store(resources, submission, layout, failed)
    announce("loaded")
    progress(submission_id, time.monotonic() - began)
    return not stopped


def _read(reader: Reader, submission: Submission, layout: Layout) -> Reading:
    announce("open")
    if not layout.covers(submission.period):
        return Reading(findings=[message("layout_missing").finding(found=f"{submission.period:%Y-%m}")])
    with unseal(submission) as path:
        return reader.read(path, layout)


def _store(
    resources: _Resources, submission: Submission, layout: Layout, interpretation: Interpretation
) -> list[str]:
    """Names and texts to the vault, then the rows; returns the rules that stop the file."""
    stopped = sorted({f.rule for f in interpretation.findings if f.severity == "stop"})
    announce("separate")
    with guarded("vault"), resources.vault.transaction():
        tokens = store.store(
            resources.vault,
            submission.country,
            submission.submission_id,
            interpretation.mentions,
            interpretation.texts,
            keep_records=bool(stopped) and submission.accepted_at is not None,
        )
        interpretation = with_marks(with_tokens(interpretation, tokens), tokens)
    interpretation = resources.keys_of_before.with_questions(submission, interpretation, tokens)
    announce("land")
    with database.transaction(resources.warehouse) as connection:
        returned = write_reading(connection, submission, layout, interpretation, stopped, resources.digest)
        announce("landed")
    if returned != stopped and submission.accepted_at is None:
        with guarded("vault"), resources.vault.transaction():
            store.forget(resources.vault, submission.submission_id)
    return returned
