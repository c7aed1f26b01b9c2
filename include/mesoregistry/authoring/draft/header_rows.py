"""Where the header of a sheet is, and how many rows it takes, when no layout says it."""

from __future__ import annotations

from mesoregistry.authoring.draft.labels import names_a_field
from mesoregistry.authoring.draft.values import is_date, is_number
from mesoregistry.readers.grid import Grid
from mesoregistry.readers.header import DEPTH

LONG = 120  # a header is shorter; a narrative is not
MOST = 3  # rows of a header
Cells = list[str | None]


def find_header(grid: Grid) -> tuple[int, int] | None:
    """The first header row (from 0) and the number of header rows; ``None`` for a sheet without a table."""
    best, best_score = None, 1.5
    for position, cells in enumerate(grid.rows[:DEPTH]):
        score = _score(cells)
        if score > best_score:
            best, best_score = position, score
    if best is None:
        return None
    lowest = best + 1 if _groups_above(grid, best) else best
    top = best
    while top > 0 and lowest - top < MOST - 1 and _groups_above(grid, top - 1):
        top -= 1
    return top, lowest - top + 1


def _score(cells: Cells) -> float:
    """Different short texts; more when they are labels of fields, less for dates and numbers."""
    texts = [cell.strip() for cell in cells if cell and cell.strip()]
    labels = {text.casefold() for text in texts if not _is_value(text)}
    known = sum(names_a_field(text) for text in labels)
    return len(labels) + 2 * known - 2 * sum(map(_is_value, texts))


def _is_value(text: str) -> bool:
    return is_date(text) or is_number(text) or len(text) > LONG


def _groups_above(grid: Grid, top: int) -> bool:
    """Whether row ``top`` holds titles of groups over the labels of the next row.

    A title of the whole sheet is one text; titles of groups are several, merged over their columns.
    """
    if top + 1 >= len(grid.rows):
        return False
    upper, lower = grid.rows[top], grid.rows[top + 1]
    titles = {cell.strip() for cell in upper if cell and cell.strip()}
    if len(titles) < 2 or any(map(_is_value, titles)):
        return False
    across = [r for r in grid.merged if r[0] == r[2] == top and r[3] > r[1]]
    down = [r for r in grid.merged if r[0] == top and r[2] == top + 1]
    if not across and not down:
        return False
    under = [[_cell(lower, n) for n in range(left, right + 1)] for _, left, _, right in across]
    groups = [[text for text in labels if text] for labels in under]
    if any(len(set(labels)) < len(labels) or any(map(_is_value, labels)) for labels in groups):
        return False
    return any(groups) or bool(down)


def _cell(cells: Cells, column: int) -> str:
    return (cells[column] or "").strip() if column < len(cells) else ""
