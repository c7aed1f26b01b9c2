"""The table of a sheet in which no header of the layout stands: for suggestions alone, and read for nothing else."""

from __future__ import annotations

from mesoregistry.readers.grid import Grid, letter
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.header_texts import joined
from mesoregistry.readers.table import Header, Row, Table

DEPTH = 40  # as of ``header``
LONG = 120  # characters: a header is shorter, a narrative is not
ROWS = 200  # enough to see what a column holds


def guessed_table(grid: Grid, depth: int, group: str | None) -> Table | None:
    """The first row with the most different short texts, over the rows below it; ``None`` without such a row."""
    best: tuple[int, int, list[str]] = (1, 0, [])  # one text alone is a title
    for index in range(min(DEPTH, len(grid.rows))):
        texts = joined(grid, index, depth)
        count = len({header_key(text) for text in texts if _is_label(text)})
        if count > best[0]:
            best = (count, index, texts)
    if not best[2]:
        return None
    first = best[1] + depth
    headers = tuple(Header(text, letter(position)) for position, text in enumerate(best[2]))
    rows = [
        Row(number, tuple((row + [None] * len(headers))[: len(headers)]))
        for number, row in enumerate(grid.rows[first : first + ROWS], start=first + 1)
        if any(row)
    ]
    return Table(grid.name, first, headers, rows, group)


def _is_label(text: str) -> bool:
    return 0 < len(text) <= LONG and not any(character.isdigit() for character in text)
