"""One field in several columns of a table: two layouts of one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.values import Conventions, Values, column_values
from mesoregistry.readers.table import Row, Table
from mesoregistry.vault import case_keys


@dataclass(frozen=True, slots=True)
class Merged:
    """A table in which each column has its values in one place; ``columns`` as in ``MatchedTable``, ignored too."""

    table: Table
    columns: tuple[tuple[Column, int], ...]
    findings: list[Finding] = field(default_factory=list)


def merge(table: Table, matches: Sequence[tuple[Column, int]], conventions: Conventions) -> Merged:
    """Give a column that stands under two of its spellings the value of the one that is filled.

    Where both are, and differ, the row is an error.
    """
    first: dict[int, int] = {}
    others: list[tuple[Column, int, int]] = []
    kept: list[tuple[Column, int]] = []
    for column, position in matches:
        if id(column) not in first:
            first[id(column)] = position
            kept.append((column, position))
        elif not column.ignored:
            others.append((column, first[id(column)], position))
    merged = Merged(table, tuple(kept))
    for column, own, other in others:
        merged = _merge_two(merged, column, own, other, conventions)
    return merged


def _merge_two(merged: Merged, column: Column, own: int, other: int, conventions: Conventions) -> Merged:
    rows: list[Row] = []
    meanings = _meanings(merged.table, column, (own, other), conventions)
    for row in merged.table.rows:
        a, b = row.cells[own], row.cells[other]
        if meanings[a] and meanings[b] and meanings[a] != meanings[b]:
            merged.findings.append(_differ(merged.table, row, column, own, other))
        errors = row.errors | {own} if other in row.errors and not meanings[a] else row.errors
        changed = not meanings[a] and b is not None
        rows.append(
            with_cell(row._replace(errors=errors), own, b) if changed else row._replace(errors=errors)
        )
    return replace(merged, table=replace(merged.table, rows=rows))


def _meanings(
    table: Table, column: Column, positions: tuple[int, int], conventions: Conventions
) -> dict[str | None, frozenset[str]]:
    """Text of a cell -> what it says, however it is written: ``28/05/2024`` and ``2024-05-28`` are one day."""
    texts = list({row.cells[position] for row in table.rows for position in positions})
    cells: list[Values] = [(text,) for text in texts]
    if column.field:
        cells = column_values(texts, column.model_copy(update={"default": None}), conventions).cells
    return {
        text: frozenset(_key(column, value) for value in values if value)
        for text, values in zip(texts, cells, strict=True)
    }


def _key(column: Column, value: str) -> str:
    return (case_keys.normal(value) if column.field == "case_key" else None) or term_key(value)


def _differ(table: Table, row: Row, column: Column, own: int, other: int) -> Finding:
    address = Address(table.sheet, row.number, table.headers[other].letter)
    own_header, second = table.headers[own].text, table.headers[other].text
    return message("alternatives_differ").finding(
        address, field=column.field, header=own_header, second=second
    )


def with_cell(row: Row, position: int, text: str | None) -> Row:
    """The row with another text in one cell."""
    return row._replace(cells=(*row.cells[:position], text, *row.cells[position + 1 :]))
