"""Findings about whole rows: those of the reader get their record, and rows that were pasted twice are asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import fields
from mesoregistry.findings import Address, Finding
from mesoregistry.intake import names
from mesoregistry.intake.matching import MatchedTable
from mesoregistry.intake.table_part import TablePart
from mesoregistry.intake.values import Conventions
from mesoregistry.readers.table import Row

Place = tuple[str | None, int]  # sheet and number of a row

LEAST = 3  # cells of a row that tells something: its key, words, and what they are about


def with_records(findings: Iterable[Finding], matched: Sequence[MatchedTable]) -> list[Finding]:
    """The reader's findings, each with the record of its row.

    A finding about a row of another country goes with the row; one about a row that is no record stays as it is.
    """
    findings = list(findings)
    if not any(finding.row for finding in findings):
        return findings
    records, of_others = _records(matched), _of_others(matched)
    return [
        replace(finding, record=records.get((finding.sheet, finding.row or 0)))
        for finding in findings
        if (finding.sheet, finding.row or 0) not in of_others
    ]


def _of_others(matched: Sequence[MatchedTable]) -> set[Place]:
    """The rows of other countries, in the main tables and in the repeat groups below them."""
    left_out = {number for source in matched for number in source.left_out}
    own = {(source.table.sheet, number) for source in matched for number in source.left_out}
    return own | {
        (source.table.sheet, row.number)
        for source in (matched if left_out else ())
        for row, parent in zip(source.table.rows, source.table.parents, strict=False)
        if parent in left_out
    }


def _records(matched: Sequence[MatchedTable]) -> dict[Place, int]:
    """The record of each row of the main tables, and of the repeat groups below them."""
    records: dict[Place, int] = {}
    by_parent: dict[int, int] = {}
    number = 0
    for source in matched:
        for row in source.table.rows if source.table.group is None else ():
            number += 1
            # a row that counts several events is several records: what is said of it is said of the first
            by_parent[row.number] = records.setdefault((source.table.sheet, row.number), number)
    for source in matched:
        for row, parent in zip(source.table.rows, source.table.parents, strict=False):
            if parent in by_parent:
                records.setdefault((source.table.sheet, row.number), by_parent[parent])
    return records


def pasted_twice(
    main: MatchedTable, groups: Sequence[TablePart], numbers: range, conventions: Conventions
) -> list[Finding]:
    """Rows of which every cell is that of a row above, where the gate cannot see that they are one.

    The gate compares cases by their key and, where a row is an attack, by the woman: what has neither is compared here.
    A KoboToolbox export numbers its submissions: two that say the same are two.
    """
    keys = [position for column, position in main.columns if column.field == "case_key"]
    people = [i for c, i in main.columns if c.field and fields()[c.field].kind in ("person", "organisation")]
    if conventions.layout.format == "kobo":
        return []
    others = list(_under_other_keys(main, keys[0], numbers)) if keys else []
    if keys and conventions.unit == "event":
        return others
    first: dict[object, Row] = {}
    findings: list[Finding] = []
    for index, (row, number) in enumerate(zip(main.table.rows, numbers, strict=True)):
        if keys and (not row.cells[keys[0]] or any(_is_name(row.cells[i], conventions) for i in people)):
            continue
        before = first.setdefault(_content(row, groups, index), row)
        if before.number != row.number and all(f.row != row.number for f in findings[-1:]):
            address = Address(main.table.sheet, row.number)
            findings.append(message("row_pasted_twice").finding(address, record=number, other=before.number))
    return [*findings, *others]


def _under_other_keys(main: MatchedTable, key: int, numbers: range) -> Iterator[Finding]:
    """Rows of which every cell but the key is that of a row above, where one of them tells what happened in words.

    A name and nothing else is no telling: one woman may be in two cases.
    """
    words = [i for c, i in main.columns if c.field and fields()[c.field].kind in ("person", "narrative")]
    tellings = [tuple([row.cells[i] for i in words]) for row in main.table.rows]
    repeated = {telling for telling, count in Counter(tellings).items() if count > 1 and any(telling)}
    first: dict[object, Row] = {}
    for row, number, telling in zip(main.table.rows, numbers, tellings, strict=True):
        cells = row.cells
        if telling not in repeated or not (cells[key] or "").strip():
            continue
        before = first.setdefault((*cells[:key], *cells[key + 1 :]), row)
        if before is not row and cells[key] != before.cells[key] and sum(map(bool, cells)) >= LEAST:
            address = Address(main.table.sheet, row.number)
            yield message("row_pasted_other_key").finding(address, record=number, other=before.number)


def _is_name(text: str | None, conventions: Conventions) -> bool:
    return bool(text and text.strip()) and names.kind_of(text or "", conventions.layout.names) is None


def _content(row: Row, groups: Sequence[TablePart], index: int) -> object:
    below = (part.matched.table.rows[i].cells for part in groups for i in part.members[index])
    return (_stripped(row.cells), *map(_stripped, below))


def _stripped(cells: Sequence[str | None]) -> tuple[str, ...]:
    return tuple((cell or "").strip() for cell in cells)
