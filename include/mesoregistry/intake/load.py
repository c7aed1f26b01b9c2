"""Load: every file of a country that waits is read, separated and landed; one transaction a submission."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg.types.json import Jsonb

from mesoregistry import database, ledger
from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.load import registries, registry
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout, Source
from mesoregistry.database import Connection, DatabaseFault, guarded
from mesoregistry.findings import Finding
from mesoregistry.gate import reference
from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.land import ensure_raw_tables, land
from mesoregistry.intake.unsealed_file import clear, opened
from mesoregistry.ledger import Submission, write_findings
from mesoregistry.readers.child import Reader
from mesoregistry.settings import settings
from mesoregistry.steps import announce
from mesoregistry.vault import store

WAITING = "(state in ('received', 'in_review'))"


def waiting(country: str) -> list[int]:
    """Submissions of a country that were received, or left half-way by a worker that died."""
    with database.transaction() as connection:
        return [s.submission_id for s in ledger.select(connection, f"country = %s and {WAITING}", [country])]


def load(country: str) -> list[int]:
    """Land every waiting submission of a country, oldest first. Returns those that go to the gate.

    One worker a country at a time; what a dead one left is done again from the sealed file.
    """
    with database.transaction() as connection:
        # two workers of two countries must not make one table or copy one list at once
        connection.execute("select pg_advisory_xact_lock(hashtext('reference'))")
        reference.load(connection, settings().seeds)
        sync_sources(connection)
        ensure_raw_tables(connection, registries())
    with (
        database.open_connection() as gate,
        database.open_connection() as warehouse,
        database.open_connection("vault") as vault,
        Reader() as reader,
    ):
        gate.execute("select pg_advisory_lock(hashtext('load ' || %s))", [country])
        clear(country)
        desk = _Desk(warehouse, vault, reader)
        return [submission_id for submission_id in waiting(country) if _load_one(desk, submission_id)]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What stays open from one file to the next."""

    warehouse: Connection
    vault: Connection
    reader: Reader


def _load_one(desk: _Desk, submission_id: int) -> bool:
    one = ledger.submission(desk.warehouse, submission_id)
    source, layout = layout_of(one)
    announce("open")
    with opened(one) as path:
        reading = desk.reader.read(path, layout)
    known = vocabulary(settings().seeds, one.country, source.id)
    announce("interpret")
    read = interpret(reading, layout, known)
    try:
        stopped = _store(desk, one, layout, read)
    except DatabaseFault as fault:
        if not fault.of_the_data:
            raise
        told = message("file_not_stored").finding(found=fault.sqlstate)
        stopped = _store(desk, one, layout, Interpretation(findings=(told,)))
    announce("loaded")
    return not stopped


def _store(desk: _Desk, one: Submission, layout: Layout, read: Interpretation) -> list[str]:
    """Names and texts to the vault, then the rows; the rules that stop the file."""
    stopped = sorted({f.rule for f in read.findings if f.severity == "stop"})
    announce("separate")
    with guarded("vault"), desk.vault.transaction():
        if stopped and one.accepted_at is None:
            store.forget(desk.vault, one.submission_id)
        elif not stopped:
            tokens = store.store(desk.vault, one.country, one.submission_id, read.mentions, read.texts)
            read = with_tokens(read, tokens)
    announce("land")
    with database.transaction(desk.warehouse) as connection:
        _write(connection, one, layout, read, stopped)
        announce("landed")
    return stopped


def _write(
    connection: Connection, one: Submission, layout: Layout, read: Interpretation, stopped: Sequence[str]
) -> None:
    if ledger.submission(connection, one.submission_id, lock=True).state == "withdrawn":
        return
    found = [*read.findings, *([] if stopped else _against_history(connection, one, layout, read))]
    write_findings(connection, one.submission_id, "read", found)
    if stopped and one.accepted_at is not None:
        ledger.keep(connection, one, stopped)
        return
    land(connection, one, [] if stopped else read.records)
    errors = [f for f in found if f.severity == "error" and f.row is not None and f.record is None]
    apart = len({(f.sheet, f.row) for f in errors})
    connection.execute(
        "update intake.submission set state = %s, layout_id = %s, rows_read = %s, decisions = %s, columns = %s,"
        " gate_run_id = null, stopped = %s where submission_id = %s",
        [
            "returned" if stopped else "in_review", layout.id, len(read.records) + apart,
            Jsonb(read.decisions), Jsonb(read.columns), list(stopped), one.submission_id,
        ],
    )  # fmt: skip
    action = "returned" if stopped else "landed"
    ledger.record(connection, action, one.submission_id, {"rows": len(read.records), "rules": list(stopped)})


def _against_history(
    connection: Connection, one: Submission, layout: Layout, read: Interpretation
) -> Iterator[Finding]:
    """What only the ledger can see: a partial file, an older version after a newer."""
    same = ledger.select(
        connection,
        "country = %s and source_id = %s and period = %s and submission_id <> %s and state <> 'withdrawn'"
        " and (accepted_at is not null or state = 'in_review')",
        [one.country, one.source_id, one.period, one.submission_id],
    )
    before = [s for s in same if (s.filed_on, s.version) < (one.filed_on, one.version)]
    after = [s for s in same if s.accepted_at and (s.filed_on, s.version) > (one.filed_on, one.version)]
    source, _ = layout_of(one)
    if before and source.mode == "replaces":
        rows = before[-1].rows_read or 0
        if len(read.records) < rows * layout.minimum_share:
            yield message("file_partial").finding(found=len(read.records), wanted=rows)
    if after:
        yield message("version_older").finding(found=after[-1].filed_on.isoformat())


def layout_of(one: Submission) -> tuple[Source, Layout]:
    """The source of a submission and the layout that holds for its period."""
    source = next(s for s in registry(one.country).sources if s.id == one.source_id)
    return source, source.layout_for(one.period)


def sync_sources(connection: Connection) -> None:
    """Copy what dbt and the gate must know of the catalogue into ``intake.source``."""
    for country, one in registries().items():
        for s in one.sources:
            connection.execute(
                "insert into intake.source values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
                " on conflict (country, source_id) do update set"
                " country_es = excluded.country_es, country_en = excluded.country_en,"
                " network_es = excluded.network_es, network_en = excluded.network_en,"
                " valid_from = excluded.valid_from, valid_to = excluded.valid_to,"
                " unit = excluded.unit, scope = excluded.scope, mode = excluded.mode",
                [
                    country, s.id, one.name.es, one.name.en, s.network.es, s.network.en,
                    s.valid_from, s.valid_to, s.unit, s.scope, s.mode,
                ],
            )  # fmt: skip
