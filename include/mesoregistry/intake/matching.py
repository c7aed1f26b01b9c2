"""Every column of a table is mapped, ignored on record, or a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, Layout
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.counted_rows import counted
from mesoregistry.intake.lexical import casefolded, without_nulls
from mesoregistry.intake.likely_columns import Unmatched, unmatched_columns
from mesoregistry.intake.rows_of_the_country import rows_of_the_country
from mesoregistry.intake.several_columns import Merged, merge
from mesoregistry.intake.texts_aside import texts_aside
from mesoregistry.intake.typed_others import with_typed_others
from mesoregistry.intake.unmatched import missing_columns, unknown_column, unknown_columns
from mesoregistry.intake.values import Conventions
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.table import Row, Table


@dataclass(frozen=True, slots=True)
class MatchedTable:
    """A table and its mapped columns, each with its position in ``table.headers``; ignored ones are left out.

    ``precisions``: columns that say how precise a date is. ``left_out``: numbers of the rows of other
    countries. ``unmatched``: the columns that it lacks, with the headers that may be theirs.
    """

    table: Table
    columns: tuple[tuple[Column, int], ...]
    precisions: tuple[tuple[Column, int], ...] = ()
    left_out: frozenset[int] = frozenset()
    unmatched: Unmatched = field(default_factory=Unmatched)

    def address(self, row: Row, position: int) -> Address:
        """The cell of a row in the column at a position."""
        return Address(self.table.sheet, row.number, self.table.headers[position].letter)


def match(
    table: Table, conventions: Conventions, period: dt.date | None = None
) -> tuple[MatchedTable, list[Finding]]:
    """Find the columns of a table; a finding for each that is missing, doubled or unknown.

    ``period``: the month that is filed, for columns that count the events of a month.
    """
    layout = conventions.layout
    columns = [column for column in layout.columns if column.group == table.group]
    declared: dict[str, list[Column]] = {}
    for column in columns:
        for name in dict.fromkeys(map(header_key, (column.header, *column.also))):
            declared.setdefault(name, []).append(column)
    typed = {header_key(name) for column in columns for name in column.also_in}
    matches, findings, unknown = _by_header(table, declared, typed, casefolded(layout.nulls))
    missing = [column for column in columns if not any(column is present for present, _ in matches)]
    unmatched = unmatched_columns(table, missing, unknown, conventions)
    findings += unknown_columns(table, unknown, declared.keys(), unmatched)
    findings += missing_columns(table, unmatched)
    merged = with_typed_others(merge(table, matches, conventions), conventions)
    with_values, faults = _matched(merged, matches, layout, period)
    return replace(with_values, unmatched=unmatched), [*findings, *faults]


def _by_header(
    table: Table, declared: Mapping[str, list[Column]], typed: Set[str], nulls: frozenset[str]
) -> tuple[list[tuple[Column, int]], list[Finding], list[int]]:
    """The columns in the order of the file, what is doubled, and the positions of headers that nobody declared."""
    positions: dict[str, list[int]] = {}
    for position, header in enumerate(table.headers):
        positions.setdefault(header_key(header.text), []).append(position)
    matches: list[tuple[Column, int]] = []
    findings: list[Finding] = []
    unknown: list[int] = []
    for key, same in positions.items():
        if key in declared:
            matched, faults = _choose(table, declared[key], same, nulls)
            matches += matched
            findings += faults
        elif key not in typed:
            unknown += same
    return sorted(matches, key=lambda pair: pair[1]), findings, unknown


def _matched(
    merged: Merged, matches: Sequence[tuple[Column, int]], layout: Layout, period: dt.date | None
) -> tuple[MatchedTable, list[Finding]]:
    """The table with its rows of this country, each as often as it counts."""
    rows, of_others = rows_of_the_country(merged.table, matches, layout)
    kept = {row.number for row in rows}
    left_out = frozenset(row.number for row in merged.table.rows if row.number not in kept)
    events = counted(replace(merged.table, rows=rows), merged.columns, layout, period)
    mapped = tuple((column, position) for column, position in events.columns if column.field)
    precisions = tuple(pair for pair in events.columns if pair[0].precision_of)
    matched = MatchedTable(events.table, mapped, precisions, left_out)
    aside = texts_aside(replace(merged.table, rows=rows), matches)
    return matched, [*merged.findings, *of_others, *events.findings, *aside]


def _choose(
    table: Table, named: Sequence[Column], same: Sequence[int], nulls: frozenset[str]
) -> tuple[list[tuple[Column, int]], list[Finding]]:
    """Which of the headers that differ in case or accents alone each column takes: the exact one, the one filled."""
    exact = {i: [c for c in named if table.headers[i].text in (c.header, *c.also)] for i in same}
    filled = [i for i in same if len(same) == 1 or _is_filled(table, i, nulls)]
    matches: list[tuple[Column, int]] = []
    findings: list[Finding] = []
    for column in named:
        own, others = [i for i in same if column in exact[i]], [i for i in same if not exact[i]]
        ranked = [
            [i for i in positions if i in filled] for positions in (own, others or ([] if own else same))
        ]
        candidates = ranked[0] or ranked[1] or [*own, *others, *same][:1]
        if len(candidates) > 1 and len({table.headers[i].text for i in ranked[0]}) == len(candidates):
            # each is a spelling that the layout knows: two layouts of one question, and their rows are compared
            matches += [(column, i) for i in candidates]
            continue
        if len(candidates) > 1:
            header = table.headers[candidates[1]]
            address = Address(table.sheet, column=header.letter)
            findings.append(message("column_doubled").finding(address, header=header.text))
        matches.append((column, candidates[0]))
    taken = {position for _, position in matches}
    if not findings:
        known = {header_key(table.headers[i].text) for i in same}
        findings = [fault for i in filled if i not in taken for fault in unknown_column(table, i, known)]
    return matches, findings


def _is_filled(table: Table, position: int, nulls: frozenset[str]) -> bool:
    """Whether a column says anything; texts that mean nothing do not."""
    return any(without_nulls((row.cells[position] or "").strip(), nulls) for row in table.rows)
