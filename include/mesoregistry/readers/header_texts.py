"""The texts of a header of one to three rows, the upper ones over the columns below them."""

from __future__ import annotations

from collections.abc import Set
from itertools import zip_longest

from mesoregistry.readers.grid import Grid
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.rows import with_letters

LONGEST = 500  # characters of a header that are kept


def joined(grid: Grid, index: int, depth: int, wanted: Set[str] = frozenset()) -> list[str]:
    """The texts of a header of one to three rows, a text of an upper row over all its columns.

    Where the upper cells are not merged (values pasted, a CSV), a text holds up to the next: ``wanted`` (keys of
    headers) says whether what stands below is a header by itself.
    """
    rows = [[_tidy(cell) for cell in row] for row in grid.rows[index : index + depth]]
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    for level in reversed(range(depth - 1 if len(rows) == depth else 0)):
        merged = _fill_merged(grid, index + level, index + depth - 1, rows[level])
        _fill_right(rows[level], _texts(rows[level + 1 :]), merged, wanted)
    texts = _texts(rows)
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _texts(rows: list[list[str]]) -> list[str]:
    """What stands in each column, from above to below; a text that is repeated once."""
    return [" / ".join(dict.fromkeys(filter(None, parts))) for parts in zip_longest(*rows, fillvalue="")]


def _fill_merged(grid: Grid, index: int, lowest: int, row: list[str]) -> bool:
    """Write each merged cell of a row above the ``lowest`` over its columns; whether there is any."""
    ranges = [
        (left, right)
        for first, left, last, right in grid.merged
        if first == index and last < lowest and right > left
    ]
    for left, right in ranges:
        if left < len(row):
            row.extend([""] * (right + 1 - len(row)))
            row[left : right + 1] = [row[left]] * (right + 1 - left)
    return bool(ranges)


def _fill_right(top: list[str], below: list[str], merged: bool, wanted: Set[str]) -> None:
    """Write a text of the upper row over the empty cells that follow it, where a text stands under them."""
    below.extend([""] * (len(top) - len(below)))
    group = ""
    for position, text in enumerate(top):
        if text:
            group = text if below[position] else ""
        elif below[position] and group:
            together = header_key(f"{group} / {below[position]}") in wanted
            if together or not (merged or header_key(below[position]) in wanted):
                top[position] = group


def _tidy(text: str | None) -> str:
    """A header on one line; no database takes the character zero, and no column has a name as long as a page."""
    plain = with_letters((text or "").replace("\ufeff", "").replace("\0", ""))
    return " ".join(plain.split())[:LONGEST]
