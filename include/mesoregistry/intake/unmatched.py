"""Columns that were declared and are not in a table, and columns of a table that nobody declared."""

from __future__ import annotations

from collections.abc import Sequence, Set

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.likeness import is_near
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.nearest_names import nearest
from mesoregistry.readers.table import Table

FEW = 2  # cells without a header; more are a column


def missing_columns(
    table: Table, columns: Sequence[Column], matches: Sequence[tuple[Column, int]], unknown: Sequence[int]
) -> tuple[list[Finding], set[int]]:
    """A finding for each column that is missing, and the unknown columns that seem to be one under another name."""
    present = {id(column) for column, _ in matches}
    named = [position for position in unknown if table.headers[position].text]
    findings: list[Finding] = []
    renamed: set[int] = set()
    for column in columns:
        if not column.required or id(column) in present:
            continue
        texts = [table.headers[position].text for position in named]
        near = next(
            (i for name in (column.header, *column.also) if (i := nearest(name, texts)) is not None), None
        )
        if near is None:
            findings.append(message("column_missing").finding(Address(table.sheet), header=column.header))
            continue
        header = table.headers[named.pop(near)]
        renamed.add(table.headers.index(header))
        address = Address(table.sheet, column=header.letter)
        findings.append(
            message("column_renamed").finding(
                address, quotes=("found",), header=column.header, found=header.text
            )
        )
    return findings, renamed


def unknown_column(table: Table, position: int, declared: Set[str]) -> list[Finding]:
    """A column nobody declared; one without a header counts only when it holds something."""
    header = table.headers[position]
    filled = [row for row in table.rows if row.cells[position]]
    if not header.text and len(filled) <= max(FEW, len(table.rows) // 20):
        cells = [Address(table.sheet, row.number, header.letter) for row in filled]
        return [message("value_without_header").finding(cell) for cell in cells]
    address = Address(table.sheet, column=header.letter)
    # a header that is near none may be a name that slipped out of its cell
    near = not header.text or is_near(header_key(header.text), frozenset(declared))
    quotes = () if near else ("header",)
    return [
        message("column_unknown").finding(address, quotes=quotes, header=header.text or f"({header.letter})")
    ]
