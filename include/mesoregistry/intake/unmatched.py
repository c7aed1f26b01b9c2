"""Columns that were declared and are not in a table, and columns of a table that nobody declared."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.likely_columns import MissingColumn, Unmatched
from mesoregistry.intake.likeness import is_near
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.table import Table

FEW = 2  # cells without a header; more are a column


def missing_columns(table: Table, unmatched: Unmatched) -> list[Finding]:
    """A finding for each column that must be there and is not, with the header that seems to be meant."""
    letters = {header.text: header.letter for header in unmatched.own}
    return [
        _likely(table, column, letters[column.proposal])
        if column.proposal
        else message("column_missing").finding(Address(table.sheet), header=column.header)
        for column in unmatched.missing
        if column.is_required
    ]


def likely_columns(table: Table, unmatched: Unmatched) -> list[Finding]:
    """The same for a table of which only a guess is known: the columns that seem to be there alone."""
    known = [column for column in unmatched.missing if column.proposal]
    return missing_columns(table, replace(unmatched, missing=tuple(known)))


def _likely(table: Table, column: MissingColumn, letter: str) -> Finding:
    address, own = Address(table.sheet, column=letter), column.proposal
    if not column.by_content:
        return message("column_renamed").finding(address, quotes=("found",), header=column.header, found=own)
    evidence = column.shares[own].text
    return message("column_likely").finding(
        address, quotes=("found",), header=column.header, found=own, evidence=evidence
    )


def unknown_columns(
    table: Table, positions: Sequence[int], declared: Set[str], unmatched: Unmatched
) -> list[Finding]:
    """The columns nobody declared, but for those that seem to be one that must be there."""
    renamed = {column.proposal for column in unmatched.missing if column.is_required} - {""}
    unknown = [i for i in positions if table.headers[i].text not in renamed]
    return [finding for i in unknown for finding in unknown_column(table, i, declared)]


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
