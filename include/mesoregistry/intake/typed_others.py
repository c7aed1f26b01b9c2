"""What was typed beside «other» in a column of its own: it takes the place of «other»."""

from __future__ import annotations

import re
from dataclasses import replace

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column
from mesoregistry.findings import Address, Finding
from mesoregistry.intake import lexical
from mesoregistry.intake.several_columns import Merged, with_cell
from mesoregistry.intake.values import Conventions
from mesoregistry.readers.choices import UNIT
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.table import Row, Table

OTHER = re.compile(r"(otr[oa]s?|others?)(\W*(especifi|explique|indique|cual|specify|please).*)?\W*")


def with_typed_others(merged: Merged, conventions: Conventions) -> Merged:
    """Put what was typed in a column of ``also_in`` in the place of «other»; where nobody chose «other», ask."""
    for column, own in merged.columns:
        keys = {header_key(name) for name in column.also_in}
        typed = [i for i, header in enumerate(merged.table.headers) if header_key(header.text) in keys]
        nulls = lexical.casefolded((*conventions.layout.nulls, *column.nulls))
        for position in typed:
            rows = [_with_typed(row, column, own, position, nulls) for row in merged.table.rows]
            merged.findings.extend(
                _not_chosen(merged.table, row, column, own, position)
                for row in merged.table.rows
                if _is_stray(row, column, own, position, nulls)
            )
            merged = replace(merged, table=replace(merged.table, rows=rows))
    return merged


def _typed(row: Row, position: int, nulls: frozenset[str]) -> str | None:
    return lexical.without_nulls(lexical.clean(row.cells[position]), nulls)


def _parts(row: Row, column: Column, own: int) -> tuple[list[str], str]:
    """What was chosen, value by value, and the separator of the cell."""
    chosen = row.cells[own] or ""
    separator = UNIT
    if column.split and not column.split.choices:
        separator = column.split.separator or UNIT
    elif column.split and UNIT not in chosen:
        chosen = chosen.replace(" ", UNIT)
    return [part for part in chosen.split(separator) if part.strip()], separator


def _is_stray(row: Row, column: Column, own: int, position: int, nulls: frozenset[str]) -> bool:
    """Whether a text was typed though what was chosen is something else, and no «other» beside it."""
    text = _typed(row, position, nulls)
    if not text:
        return False
    keys = [term_key(part) for part in _parts(row, column, own)[0]]
    return bool(keys) and term_key(text) not in keys and not any(map(OTHER.fullmatch, keys))


def _not_chosen(table: Table, row: Row, column: Column, own: int, position: int) -> Finding:
    address = Address(table.sheet, row.number, table.headers[position].letter)
    header, chosen = table.headers[position].text, table.headers[own].text
    return message("typed_without_other").finding(address, field=column.field, header=header, chosen=chosen)


def _with_typed(row: Row, column: Column, own: int, position: int, nulls: frozenset[str]) -> Row:
    text = _typed(row, position, nulls)
    if text is None:
        return row
    parts, separator = _parts(row, column, own)
    others = [part for part in parts if OTHER.fullmatch(term_key(part))]
    if (not column.split and parts and not others) or term_key(text) in map(term_key, parts):
        return row
    known = [part for part in parts if part not in others]
    values = separator.join([*known, text])
    # a single choice of a select-multiple question may hold blanks
    return with_cell(row, own, f"{values}{UNIT}" if column.split and column.split.choices else values)
