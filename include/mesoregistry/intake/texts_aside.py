"""A long text in an ignored column, in a row whose narrative is empty: its cells stand one column further right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, fields
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.table import Table

LONG = 40  # characters of a text that tells what happened


def texts_aside(table: Table, columns: Sequence[tuple[Column, int]]) -> Iterator[Finding]:
    """Ask about each such cell, where other rows have their narrative and only short notes beside it."""
    narratives = [i for column, i in columns if column.field and fields()[column.field].kind == "narrative"]
    ignored = [i for column, i in columns if column.ignored]
    if not narratives or not ignored:
        return
    with_narrative = [any(_length(row.cells[i]) for i in narratives) for row in table.rows]
    if not any(with_narrative) or sum(with_narrative) * 2 < len(table.rows):
        return  # a file that hardly tells what happened keeps its notes elsewhere
    for position in ignored:
        lengths = [_length(row.cells[position]) for row in table.rows]
        beside = [length for length, has_one in zip(lengths, with_narrative, strict=True) if has_one]
        if sum(length > LONG for length in beside) * 2 >= len(beside):
            continue
        for row, length, has_one in zip(table.rows, lengths, with_narrative, strict=True):
            if length > LONG and not has_one:
                header = table.headers[position]
                address = Address(table.sheet, row.number, header.letter)
                yield message("text_aside").finding(address, header=header.text)


def _length(text: str | None) -> int:
    return len((text or "").strip())
