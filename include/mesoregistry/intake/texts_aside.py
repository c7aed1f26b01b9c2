"""A long text in an ignored column, in a row whose narrative is empty: its cells stand one column further right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress

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
    long = {i: [len(row.cells[i] or "") > LONG for row in table.rows] for i in ignored}
    long = {i: is_long for i, is_long in long.items() if any(is_long)}
    with_narrative = [any(_is_text(row.cells[i]) for i in narratives) for row in table.rows] if long else []
    if sum(with_narrative) * 2 < len(table.rows):
        return  # a file that hardly tells what happened keeps its notes elsewhere
    for position, is_long in long.items():
        beside = list(compress(is_long, with_narrative))
        if sum(beside) * 2 >= len(beside):
            continue
        for row, is_aside, has_one in zip(table.rows, is_long, with_narrative, strict=True):
            if is_aside and not has_one:
                header = table.headers[position]
                address = Address(table.sheet, row.number, header.letter)
                yield message("text_aside").finding(address, header=header.text)


def _is_text(text: str | None) -> bool:
    return text is not None and not text.isspace() and text != ""
