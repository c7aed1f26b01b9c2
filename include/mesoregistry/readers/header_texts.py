"""The texts of a header of one or two rows, the upper one over the columns below it."""

from __future__ import annotations

from collections.abc import Set

from mesoregistry.readers.grid import Grid
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.rows import with_letters

LONGEST = 500  # characters of a header that are kept


def joined(grid: Grid, index: int, depth: int, wanted: Set[str] = frozenset()) -> list[str]:
    """The texts of a header of one or two rows, a text of the upper one over all its columns.

    Where the upper cells are not merged (values pasted, a CSV), a text holds up to the next: ``wanted`` (keys of
    headers) says whether a lower text alone is a header.
    """
    rows = [[_tidy(cell) for cell in row] for row in grid.rows[index : index + depth]]
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    if depth == 2 and len(rows) == 2:
        merged = _fill_merged_tops(grid, index, rows[0])
        _fill_right(rows[0], rows[1], merged, wanted)
    texts = [" / ".join(dict.fromkeys(part for part in parts if part)) for parts in zip(*rows, strict=True)]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _fill_merged_tops(grid: Grid, index: int, top: list[str]) -> bool:
    """Write a merged cell of the upper row over its columns; whether there is any."""
    ranges = [
        (left, right) for first, left, last, right in grid.merged if first == index == last and right > left
    ]
    for left, right in ranges:
        if left < len(top):
            top.extend([""] * (right + 1 - len(top)))
            top[left : right + 1] = [top[left]] * (right + 1 - left)
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
