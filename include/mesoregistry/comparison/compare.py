"""A file that is not filed yet, case by case against the files that stand. Nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mesoregistry import database, ledger
from mesoregistry.comparison.cases import case_of, place_of
from mesoregistry.comparison.differences import MOST, Case, Differences, Kind, Waiting
from mesoregistry.comparison.earlier import earlier_corrections
from mesoregistry.comparison.effect import month_figures
from mesoregistry.database import Connection
from mesoregistry.intake import tellings
from mesoregistry.intake.export_age import Age
from mesoregistry.intake.file_read import FileRead, read_file
from mesoregistry.intake.gone_cases import gone_cases
from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.last_tellings import Cases, Files, LastTellings
from mesoregistry.intake.marking import with_marks
from mesoregistry.intake.periods import today_in
from mesoregistry.ledger import Submission
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.tokens import known_tokens

NOTHING_WAITS = Waiting()


def compare(path: Path, country: str, month: dt.date, waiting: Waiting = NOTHING_WAITS) -> Differences | None:
    """What a file would change if it were filed for a month; ``None`` when it goes back whole.

    ``waiting``: the rows that would wait, for the figures.

    Raises:
        Refused: nobody kept the registry in that month.
        DatabaseFault: a statement failed.
    """
    file = read_file(path, country, month, today_in(country))
    separated = file.separated(month)
    if separated.stopped:
        return None
    read = _with_known_marks(country, separated)
    with database.reading("loader") as connection:
        files = _files(connection, file)
        own = tellings.by_key(tellings.of_records(read.records))
        before, gone = _before(connection, files, own, read)
        corrections = tuple(
            earlier_corrections(connection, separated.records, read.records, files.submission)
        )
        waiting = _with_new_keys(waiting, files, read, before, gone)
        figures = month_figures(connection, file, read.records, waiting)
    differences = _differences(files, (own, before, gone), separated.records.column("case_key"))
    return replace(differences, corrections=corrections, figures=figures)


def _with_new_keys(
    waiting: Waiting, files: Files, read: Interpretation, before: Cases, gone: Cases
) -> Waiting:
    """A row that waits under a new key may be a case that is missing, as ``older_files.waits_without_key`` has it."""
    keys = (record.values.get("case_key") for record in read.records if record.number in waiting.records)
    is_new = any(key is not None and key not in before for key in keys)
    return replace(waiting, without_key=waiting.without_key or (not files.adds and bool(gone) and is_new))


def _with_known_marks(country: str, separated: Interpretation) -> Interpretation:
    """With the vault's tokens as it would land; of what the vault never met, tokens that are nobody's."""
    identities = {mention.identity for mention in separated.mentions}
    with database.open_connection("vault") as vault:
        known = known_tokens(vault, country, identities)
    tokens: Mapping[Identity, str] = {
        identity: known.get(identity, f"{number:032x}") for number, identity in enumerate(identities)
    }
    return with_marks(with_tokens(separated, tokens), tokens)


def _files(connection: Connection, file: FileRead) -> Files:
    """The accepted files of its source, as if this one came now."""
    accepted = ledger.select(
        connection,
        "country = %s and source_id = %s and accepted_at is not null and state <> 'withdrawn'",
        [file.country, file.source.id],
    )
    submission = ledger.unfiled(file.country, file.source.id, file.month, file.day)
    return Files(submission, file.source.mode == "adds", accepted, [])


def _before(connection: Connection, files: Files, own: Cases, read: Interpretation) -> tuple[Cases, Cases]:
    """What stands of the cases of the file, and the cases that it lacks."""
    if files.adds:
        last = LastTellings.of(connection, files)
        before = last.rows(connection, [key for key in own if key in last.teller])
        return before, last.rows(connection, gone_cases(connection, files, last, own, Age.of(read.decisions)))
    standing = _standing(files.same_period)
    if standing is None:
        return {}, {}
    number = standing.submission_id
    rows = tellings.by_key(tellings.landed(connection, standing.country, [number])[number])
    return rows, {key: cases for key, cases in rows.items() if key not in own}


def _standing(versions: Sequence[Submission]) -> Submission | None:
    """The version that counts: the last, or the last that is whole while rows of a newer one wait."""
    whole = [version for version in versions if not version.is_provisional]
    return (whole or list(versions))[-1] if versions else None


def _differences(
    files: Files, compared: tuple[Cases, Cases, Cases], keys: Sequence[str | None]
) -> Differences:
    """``compared``: the cases of the file, what stands of them, those that it lacks. ``keys``: as typed, by record."""
    own, before, gone = compared
    period = f"{files.submission.period:%Y-%m}"
    cases = [
        case_of(rows, before.get(mark), period, keys[rows[0].record - 1] or "") for mark, rows in own.items()
    ]
    cases += [Case(Kind.GONE, *place_of(rows[0])) for rows in gone.values()]
    standing = files.before[-1] if files.adds and files.before else _standing(files.same_period)
    return Differences(
        standing.version if standing else None,
        standing.filed_on.isoformat() if standing else None,
        {kind: sum(case.kind is kind for case in cases) for kind in Kind},
        tuple(case for case in cases if case.kind is not Kind.UNCHANGED)[:MOST],
        sum(key is None for key in keys),
        dict(sorted(Counter(case.month for case in cases if case.kind is Kind.LATE).items())),
        files.adds,
    )
