"""A file that is not filed yet, case by case against the files that stand. Nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mesoregistry import database, ledger
from mesoregistry.catalog.fields import fields
from mesoregistry.catalog.landed_columns import field_of
from mesoregistry.comparison.differences import MOST, Case, Change, Differences, Kind
from mesoregistry.database import Connection
from mesoregistry.findings import Text
from mesoregistry.intake import tellings
from mesoregistry.intake.case_history import gone_cases
from mesoregistry.intake.export_age import Age
from mesoregistry.intake.file_read import FileRead, read_file
from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.last_tellings import Cases, Files, LastTellings
from mesoregistry.intake.marking import elements, with_marks
from mesoregistry.intake.periods import today_in
from mesoregistry.intake.tellings import Telling
from mesoregistry.ledger import Submission
from mesoregistry.vault.identity import Identity, known_tokens
from mesoregistry.vault.marks import PREFIX

EVENT_DATE = "event_date"


def compare(path: Path, country: str, month: dt.date) -> Differences | None:
    """What a file would change if it were filed for a month; ``None`` when it goes back whole.

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
    return _differences(files, (own, before, gone), separated.records.column("case_key"))


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
        _case(rows, before.get(mark), period, keys[rows[0].record - 1] or "") for mark, rows in own.items()
    ]
    cases += [Case(Kind.GONE, *_place(rows[0])) for rows in gone.values()]
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


def _case(rows: Sequence[Telling], before: Sequence[Telling] | None, period: str, key: str) -> Case:
    place = (*_place(rows[0]), key)
    if before is None:
        return Case(Kind.LATE if "" < _month(rows[0]) < period else Kind.NEW, *place)
    names = tellings.differing_columns(rows, before)
    if not names and len(rows) == len(before):
        return Case(Kind.UNCHANGED, *place)
    return Case(Kind.CORRECTED, *place, tuple(_changes(names, rows[0], before[0])))


def _place(row: Telling) -> tuple[int, str | None, str]:
    return row.address.row or 0, row.address.sheet, _month(row)


def _month(row: Telling) -> str:
    date = row.values[tellings.columns().index(EVENT_DATE)] or ""
    return date[:7] if len(date) >= len("2024-03") else ""


def _changes(names: Sequence[str], own: Telling, before: Telling) -> Iterator[Change]:
    """One change a field: a name lands in two columns, of which neither says it."""
    sealed: set[str] = set()
    for name in names:
        label, position = fields()[field_of(name)], tellings.columns().index(name)
        old, new = before.values[position], own.values[position]
        if name != field_of(name) or any(PREFIX in (text or "") for text in (old, new)):
            if label.es not in sealed:
                yield Change(Text(label.es, label.en), None, None, is_sealed=True)
            sealed.add(label.es)
        else:
            yield Change(Text(label.es, label.en), _shown(old, label.many), _shown(new, label.many))


def _shown(landed: str | None, many: bool) -> str | None:
    return ", ".join(filter(None, elements(landed))) or None if many else landed
