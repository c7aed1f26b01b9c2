"""A total that somebody typed under the cases, compared with the rows that stand over it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.grid import Grid, letter
from mesoregistry.readers.no_cases import COUNT, TOTAL

WHOLE = re.compile(r"\d{1,7}")
OF_ROWS = re.compile(r"\b(casos?|registros?|hechos?|filas?|folios?|cases|rows|records)\b", re.I)
Row = Sequence[str | None]
BARE = re.compile(
    r"\s*((gran )?total(es)?( general)?|[Σ∑]|sumas?)\s*[:=]?\s*[\d.,]*\s*", re.I
)  # of nothing named
PARTS = re.compile(r"[;|\n]")


def differing_total(
    grid: Grid, above: range, begins: int, number: int, no_cases: Collection[int]
) -> Finding | None:
    """The question about a row of totals whose number is none of those that its rows give.

    Args:
        above: positions of all rows over it; ``begins``: the first after the total before it.
        number: position of the row of totals. ``no_cases``: positions of rows that are none.
    """
    cases = [grid.rows[n] for n in above if n not in no_cases and any(grid.rows[n])]
    since = [grid.rows[n] for n in above if n >= begins and n not in no_cases and any(grid.rows[n])]
    typed = list(_numbers(grid.rows[number]))
    if not cases or not typed:
        return None
    whole = [row for n, row in enumerate(grid.rows) if n >= above.start and n not in no_cases and any(row)]
    names_rows = any(OF_ROWS.search(cell) for cell in grid.rows[number] if cell)
    label = next((n, cell) for n, cell in enumerate(grid.rows[number]) if cell)
    for index, (position, total) in enumerate(typed):
        if names_rows and index == 0:
            right = _counts(cases) | _counts(since) | _counts(whole)
        elif BARE.fullmatch(label[1]):
            right = _counted((cases, since, whole), position, position > label[0] + 1)
        else:
            right = {len(whole)}.union(*(_sizes(rows) | _sums(rows, position) for rows in (cases, since)))
        if total not in right:
            place = f"{letter(position)}{number + 1}"
            address = Address(grid.name)
            return message("total_differs").finding(address, place=place, found=total, count=len(cases))
    return None


def _numbers(cells: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    """Positions and values of the whole numbers of a row of totals; a percentage is none."""
    for position, cell in enumerate(cells):
        text = (cell or "").strip()
        if match := TOTAL.fullmatch(text) or (None if "%" in text else COUNT.fullmatch(text)):
            text = match["number"] or ""
        plain = re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", text)
        if WHOLE.fullmatch(plain):
            yield position, int(plain)


def _counts(rows: Sequence[Row]) -> set[int]:
    """What a total of cases may count: rows, or the different texts of their first column, which has the key."""
    return {len(rows), len({row[0] for row in rows if row and row[0]})}


def _sizes(rows: Sequence[Row]) -> set[int]:
    """What a total may count that says of what: rows, or what ``_of_column`` says of any column."""
    columns = range(max((len(row) for row in rows), default=0))
    return {len(rows)}.union(*(_of_column(rows, position) for position in columns))


def _of_column(rows: Sequence[Row], position: int) -> set[int]:
    """Filled cells of a column, its different texts, the values in its cells."""
    texts = _texts(rows, position)
    return {len(texts), len(set(texts)), sum(len(PARTS.split(text)) for text in texts)}


def _counted(parts: Sequence[Sequence[Row]], position: int, is_under: bool) -> set[int]:
    """What a total that names nothing may count: cases, attacks, women; ``is_under``: or what stands over it.

    Beside its label it stands under another column by chance.
    """
    right: set[int] = set()
    for rows in parts:
        right |= _counts(rows) | _values(rows) | _sums(rows, position)
        right |= _of_column(rows, position) if is_under else set()
    return right


def _values(rows: Sequence[Row]) -> set[int]:
    """How many values each column holds that no row leaves empty: attacks and women are more than the rows."""
    columns = (_texts(rows, position) for position in range(max((len(row) for row in rows), default=0)))
    return {sum(len(PARTS.split(text)) for text in texts) for texts in columns if len(texts) == len(rows)}


def _texts(rows: Sequence[Row], position: int) -> list[str]:
    return [cell for row in rows if position < len(row) and (cell := row[position])]


def _sums(rows: Sequence[Row], position: int) -> set[int]:
    """The sum of the numbers of a column."""
    texts = ((row[position] or "").strip() for row in rows if position < len(row))
    numbers = [int(text) for text in texts if WHOLE.fullmatch(text)]
    return {sum(numbers)} if numbers else set()
