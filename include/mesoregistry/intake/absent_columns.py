"""Columns that a file may leave out, whose default holds then for each of its rows."""

from __future__ import annotations

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, Layout
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.matching import MatchedTable
from mesoregistry.intake.table_part import FieldColumns, TablePart
from mesoregistry.intake.values import Conventions, column_values


def with_defaults(part: TablePart, conventions: Conventions, columns: FieldColumns) -> list[Finding]:
    """Add what holds where the column is missing as where its cells are empty; a note for each such column."""
    findings: list[Finding] = []
    table = part.matched.table
    for column in _absent(part.matched, conventions.layout):
        assert column.field
        cells = column_values([None] * len(table.rows), column, conventions).cells
        columns[column.field] = part.by_record(cells)
        findings.append(
            message("default_taken").finding(Address(table.sheet), header=column.header, read=column.default)
        )
    return findings


def _absent(matched: MatchedTable, layout: Layout) -> list[Column]:
    """The columns with a default that the table lacks and may lack, of fields that no other column fills."""
    filled = {column.field for column, _ in matched.columns}
    return [
        column
        for column in layout.columns
        if column.group == matched.table.group
        and column.default is not None
        and not column.required
        and column.field
        and column.field not in filled
        and column.part is None
    ]
