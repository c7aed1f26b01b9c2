"""From tables of text to an interpretation: columns to fields, values of cells, records of tables, identity apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from mesoregistry import collector
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout, first_values
from mesoregistry.findings import Finding
from mesoregistry.intake.alike_keys import alike_keys
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.key_doubts import key_doubts
from mesoregistry.intake.landed_records import Records
from mesoregistry.intake.likely_columns import unmatched_of_guess
from mesoregistry.intake.matching import MatchedTable, match
from mesoregistry.intake.records import TableRecords, table_records
from mesoregistry.intake.row_findings import with_records
from mesoregistry.intake.unmatched import likely_columns
from mesoregistry.intake.values import Conventions, Unit, Vocabulary
from mesoregistry.readers.table import Reading, Table


@collector.paused()
def interpret(
    reading: Reading,
    layout: Layout,
    vocabulary: Vocabulary,
    unit: Unit = "event",
    period: dt.date | None = None,
) -> Interpretation:
    """Match the columns, read the values and separate identity.

    ``vocabulary``: code list -> keys (``term_key``) of the terms that may be written. ``unit``: what a row counts as.
    ``period``: the month that is filed, where a column counts the events of one month.
    A finding of severity ``stop`` means that the file goes back whole: there are no records then.
    """
    decisions = _decisions(reading)
    date_system = decisions.get("date_system", ["1900"])[0]
    conventions = Conventions(layout, vocabulary, date_system, unit)
    if reading.guess:
        return _with_guess(reading, reading.guess, conventions)
    matches = [match(table, conventions, period) for table in reading.tables]
    matched = [table for table, _ in matches]
    matched_only = Interpretation(
        findings=_findings(reading, matches),
        columns=_columns(matched),
        decisions=decisions,
        unmatched=tuple(table.unmatched for table in matched if table.unmatched.missing),
    )
    out = _without_other_countries(matched_only, reading, matched)
    return out if out.stopped else _with_values(out, _tables(matched, conventions))


def _with_guess(reading: Reading, guess: Table, conventions: Conventions) -> Interpretation:
    """The headers that seem to be meant in a file that goes back whole since none of its own is known."""
    unmatched = unmatched_of_guess(guess, conventions)
    findings = (*reading.findings, *likely_columns(guess, unmatched))
    return Interpretation(findings=findings, decisions=_decisions(reading), unmatched=(unmatched,))


def _with_values(out: Interpretation, tables: Sequence[TableRecords]) -> Interpretation:
    records = Records.joined([table.records for table in tables])
    return replace(
        out,
        records=records,
        mentions=tuple(chain.from_iterable(table.mentions for table in tables)),
        texts=tuple(chain.from_iterable(table.texts for table in tables)),
        findings=(*out.findings, *_of_tables(tables, records, out.columns)),
    )


def _of_tables(
    tables: Sequence[TableRecords], records: Records, columns: Mapping[str, Mapping[str, object]]
) -> Iterator[Finding]:
    """What was found in the values, and keys of which nobody can say what they were."""
    yield from chain.from_iterable(table.findings for table in tables)
    letters = columns.get("case_key", {}).get("letters")
    if isinstance(letters, dict):
        yield from key_doubts(records, letters)
        yield from alike_keys(records, letters)


def _findings(reading: Reading, matches: Sequence[tuple[MatchedTable, list[Finding]]]) -> tuple[Finding, ...]:
    """What the reader and the matching of columns found."""
    findings = [*reading.findings, *chain.from_iterable(findings for _, findings in matches)]
    return tuple(with_records(findings, [table for table, _ in matches]))


def _decisions(reading: Reading) -> dict[str, list[str]]:
    decisions: dict[str, list[str]] = {}
    for decision in reading.decisions:
        decisions.setdefault(decision.name, []).append(decision.value)
    return decisions


def _columns(matched: Sequence[MatchedTable]) -> dict[str, dict[str, object]]:
    """Where the column of each field stands: its group, and its letter in each sheet."""
    groups: dict[str, str | None] = {}
    letters: dict[str, dict[str, str]] = {}
    for source in matched:
        for column, position in source.columns:
            assert column.field
            groups.setdefault(column.field, column.group)
            by_sheet = letters.setdefault(column.field, {})
            by_sheet.setdefault(source.table.sheet or "", source.table.headers[position].letter)
    column_of = {field: field for field in groups} | first_values(groups)
    return {name: {"group": groups[field], "letters": letters[field]} for name, field in column_of.items()}


def _without_other_countries(
    out: Interpretation, reading: Reading, matched: Sequence[MatchedTable]
) -> Interpretation:
    """Count the rows that a column with ``only`` left out; a finding when no row is left."""
    rows = sum(len(table.rows) for table in reading.tables)
    left_out = sum(len(table.left_out) for table in matched)
    if not left_out:
        return out
    findings = [message("no_rows").finding()] if left_out == rows else []
    return replace(
        out,
        findings=(*out.findings, *findings),
        decisions={**out.decisions, "rows_of_others": [str(left_out)]},
    )


def _tables(matched: Sequence[MatchedTable], conventions: Conventions) -> list[TableRecords]:
    """The records of each main table; they are numbered on from one table to the next."""
    groups = [table for table in matched if table.table.group is not None]
    tables: list[TableRecords] = []
    first = 1
    for main in (table for table in matched if table.table.group is None):
        tables.append(table_records(main, groups, conventions, first))
        first += len(main.table.rows)
    return tables
