"""Every column of a table is mapped, ignored on record, or a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, Layout
from mesoregistry.findings import Finding
from mesoregistry.readers.header import key
from mesoregistry.readers.table import Table


@dataclass(frozen=True, slots=True)
class Matched:
    """A table and where its declared columns stand; ignored ones are left out."""

    table: Table
    columns: tuple[tuple[Column, int], ...]


def match(table: Table, layout: Layout, findings: list[Finding]) -> Matched:
    """Find the columns of a table; what is missing, doubled or unknown goes to ``findings``."""
    declared: dict[str, list[Column]] = {}
    for column in layout.columns:
        if column.group == table.group:
            for name in dict.fromkeys(map(key, (column.header, *column.also))):
                declared.setdefault(name, []).append(column)
    found: list[tuple[Column, int]] = []
    for at, header in enumerate(table.headers):
        columns = declared.get(key(header.text), [])
        if not columns:
            _unknown(table, at, findings)
        elif any(column is taken for column in columns for taken, _ in found):
            told = message("column_doubled").finding(
                sheet=table.sheet, column=header.letter, header=header.text
            )
            findings.append(told)
        else:
            found += [(column, at) for column in columns]
    present = {id(column) for column, _ in found}
    for column in (one for one in layout.columns if one.group == table.group):
        if column.required and id(column) not in present:
            findings.append(message("column_missing").finding(sheet=table.sheet, header=column.header))
    return Matched(_ours(table, found), tuple((column, at) for column, at in found if column.field))


def _ours(table: Table, found: Sequence[tuple[Column, int]]) -> Table:
    """The table without the rows that a column with ``only`` says are another country's."""
    picking = {at: {key(text) for text in column.only} for column, at in found if column.only}
    if not picking or table.group:
        return table
    rows = [
        row for row in table.rows if all(key(row.cells[at] or "") in ours for at, ours in picking.items())
    ]
    return replace(table, rows=rows)


def _unknown(table: Table, at: int, findings: list[Finding]) -> None:
    """A column nobody declared; one without a header counts only when it holds something."""
    header = table.headers[at]
    if header.text or any(row.cells[at] for row in table.rows):
        findings.append(
            message("column_unknown").finding(
                sheet=table.sheet, column=header.letter, header=header.text or f"({header.letter})"
            )
        )
