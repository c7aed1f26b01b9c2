"""Every column of a table is mapped, ignored on record, or a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, Layout
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.table import Row, Table


@dataclass(frozen=True, slots=True)
class MatchedTable:
    """A table and its mapped columns, each with its position in ``table.headers``; ignored ones are left out."""

    table: Table
    columns: tuple[tuple[Column, int], ...]

    def address(self, row: Row, position: int) -> Address:
        """The cell of a row in the column at a position."""
        return Address(self.table.sheet, row.number, self.table.headers[position].letter)


def match(table: Table, layout: Layout) -> tuple[MatchedTable, list[Finding]]:
    """Find the columns of a table; a finding for each that is missing, doubled or unknown."""
    columns = [column for column in layout.columns if column.group == table.group]
    declared: dict[str, list[Column]] = {}
    for column in columns:
        for name in dict.fromkeys(map(header_key, (column.header, *column.also))):
            declared.setdefault(name, []).append(column)
    matches: list[tuple[Column, int]] = []
    findings: list[Finding] = []
    for position, header in enumerate(table.headers):
        named = declared.get(header_key(header.text), [])
        if not named:
            findings += _unknown(table, position)
        elif any(column is taken for column in named for taken, _ in matches):
            address = Address(table.sheet, column=header.letter)
            findings.append(message("column_doubled").finding(address, header=header.text))
        else:
            matches += [(column, position) for column in named]
    findings += _missing(table, columns, matches)
    mapped = tuple((column, position) for column, position in matches if column.field)
    return MatchedTable(_rows_of_the_country(table, matches), mapped), findings


def _missing(table: Table, columns: Sequence[Column], matches: Sequence[tuple[Column, int]]) -> list[Finding]:
    present = {id(column) for column, _ in matches}
    return [
        message("column_missing").finding(Address(table.sheet), header=column.header)
        for column in columns
        if column.required and id(column) not in present
    ]


def _unknown(table: Table, position: int) -> list[Finding]:
    """A column nobody declared; one without a header counts only when it holds something."""
    header = table.headers[position]
    if not header.text and not any(row.cells[position] for row in table.rows):
        return []
    address = Address(table.sheet, column=header.letter)
    return [message("column_unknown").finding(address, header=header.text or f"({header.letter})")]


def _rows_of_the_country(table: Table, matches: Sequence[tuple[Column, int]]) -> Table:
    """The table without the rows that a column with ``only`` says are another country's."""
    wanted = {
        position: {header_key(text) for text in column.only} for column, position in matches if column.only
    }
    if not wanted or table.group:
        return table
    rows = [
        row
        for row in table.rows
        if all(header_key(row.cells[position] or "") in texts for position, texts in wanted.items())
    ]
    return replace(table, rows=rows)
