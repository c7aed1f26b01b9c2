"""The rows under a header: blank ones dropped; rows that are no cases, or whose cells have moved, are left out."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.below_cases import no_cases
from mesoregistry.readers.cell_errors import is_error
from mesoregistry.readers.cell_texts import (
    BROKEN,
    ESCAPED,
    LONGEST,
    TellingTexts,
    distinct_texts,
    first_text,
    odd_texts,
)
from mesoregistry.readers.grid import Grid, letter
from mesoregistry.readers.row_lengths import RowLengths
from mesoregistry.readers.table import Reading, Row


@dataclass(frozen=True, slots=True)
class Heading:
    """A header. ``texts``: of each column; ``fields``: of its own line in a text file.

    ``sentences``: positions of columns in which a sentence that stands alone in its row is no value.
    """

    texts: Sequence[str]
    fields: int
    sentences: frozenset[int] = frozenset()


LINE_END = re.compile(r"_x000(?:d|(a))_", re.I)
ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d?);", re.IGNORECASE)


def rows_of(grid: Grid, first: int, heading: Heading, reading: Reading) -> list[Row]:
    """Rows from ``first`` (from 0)."""
    width, texts = len(heading.texts), distinct_texts(grid, first)
    lengths = RowLengths.of(grid, first, width, heading.fields)
    odd, lost = odd_texts(texts)
    left_out = no_cases(grid, first, heading.texts, heading.sentences, _telling(grid, first, texts, heading))
    reading.findings += left_out.findings
    errors_of = _errors_of_rows(grid)
    rows, broken = list[Row](), list[str]()
    for number in range(first, len(grid.rows)):
        cells, errors = grid.rows[number], errors_of.get(number)
        if number in left_out.rows or not (errors or left_out.counts[number]):
            continue
        is_odd = bool(errors) or (bool(odd) and not odd.isdisjoint(cells))
        if finding := lengths.fault(number) or (_too_long(grid, number) if is_odd else None):
            reading.findings.append(finding)
            continue
        if number in grid.struck:
            reading.findings += _struck(grid, number)
        if is_odd:
            broken += _broken(number, cells, lost)
            reading.findings += _without_nul(grid, number)
            rows.append(_odd_row(number, cells, errors or set(), width))
        else:
            rows.append(Row(number + 1, _as_wide(cells, width)))
    if broken:
        reading.findings.append(
            message("letters_broken").finding(Address(grid.name), found=len(broken), first=broken[0])
        )
    return rows


def _telling(grid: Grid, first: int, texts: set[str], heading: Heading) -> TellingTexts:
    firsts = {first_text(cells) for cells in islice(grid.rows, first, None)}
    return TellingTexts.of(texts, firsts, heading.texts)


def _errors_of_rows(grid: Grid) -> dict[int, set[int]]:
    errors: dict[int, set[int]] = {}
    for row, column in grid.errors:
        errors.setdefault(row, set()).add(column)
    return errors


def _broken(number: int, cells: Sequence[str | None], lost: Collection[str | None]) -> list[str]:
    """The addresses of the cells of a row whose letters are broken."""
    return [
        f"{letter(i)}{number + 1}"
        for i, cell in enumerate(cells)
        if cell and (cell in lost or BROKEN.search(cell))
    ]


def _as_wide(cells: Sequence[str | None], width: int) -> tuple[str | None, ...]:
    return tuple(cells) if len(cells) >= width else (*cells, *[None] * (width - len(cells)))


def _odd_row(number: int, cells: Sequence[str | None], errors: set[int], width: int) -> Row:
    """A row as wide as its header; the text of an error is no value, an entity is its letter."""
    texts = {i for i, cell in enumerate(cells) if cell and is_error(cell)}
    cells = [None if i in texts else cell and with_letters(cell) for i, cell in enumerate(cells)]
    return Row(number + 1, _as_wide(cells, width), frozenset(errors | texts))


def with_letters(text: str) -> str:
    """``Estelí`` of ``Estel&iacute;`` and ``Estel&amp;iacute;``; without ``_x000D_``, an end of a line."""
    for _ in range(2):
        text = ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text
    return LINE_END.sub(lambda match: "\n" if match[1] else "", text) if ESCAPED in text else text


def _too_long(grid: Grid, number: int) -> Finding | None:
    """Why a row cannot be read with the others."""
    cells = grid.rows[number]
    long = next((i for i, cell in enumerate(cells) if cell and len(cell) > LONGEST), None)
    if long is None:
        return None
    address = Address(grid.name, number + 1, letter(long))
    return message("cell_too_long").finding(address, found=len(cells[long] or ""), limit=LONGEST)


def _without_nul(grid: Grid, number: int) -> list[Finding]:
    """Take the character zero out of the cells of a row: it stands for nothing, and no table can keep it."""
    cells = grid.rows[number]
    places = [i for i, cell in enumerate(cells) if cell and "\0" in cell]
    for i in places:
        cells[i] = (cells[i] or "").replace("\0", "") or None
    return [message("nul_byte").finding(Address(grid.name, number + 1, letter(i))) for i in places]


def _struck(grid: Grid, number: int) -> list[Finding]:
    """A row that is struck out, or its cells that are: whoever did it may have meant that it should not count."""
    struck = grid.struck.get(number)
    if not struck:
        return []
    filled = {i for i, cell in enumerate(grid.rows[number]) if cell and cell.strip()}
    if filled <= struck:
        return [message("row_struck").finding(Address(grid.name, number + 1))]
    return [
        message("cell_struck").finding(Address(grid.name, number + 1, letter(i)))
        for i in sorted(struck & filled)
    ]
