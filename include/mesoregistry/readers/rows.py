"""The rows under a header: blank ones dropped; rows that are no cases, or whose cells have moved, are left out."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.below_cases import no_cases
from mesoregistry.readers.cell_errors import is_error
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


LONGEST = 32_767  # characters: what a cell of Excel holds; a rule of the gate looks at each of them
# UTF-8 that a program took for cp1252, "MuÃ±oz" for "Muñoz", or for Mac Roman, "Ju√°rez"; letters lost for good
BROKEN = re.compile(
    "√[^\\s\\w]|√[ªº∫±≥≠°©µ]|\ufffd|[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u017d\u2018-\u2022\u2030\u2039\u203a]"
)

ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d?);", re.IGNORECASE)


def rows_of(grid: Grid, first: int, heading: Heading, reading: Reading) -> list[Row]:
    """Rows from ``first`` (from 0)."""
    width = len(heading.texts)
    lengths = RowLengths.of(grid, first, width, heading.fields)
    left_out = no_cases(grid, first, heading.texts, heading.sentences)
    reading.findings += left_out.findings
    errors_of: dict[int, set[int]] = {}
    for row, column in grid.errors:
        errors_of.setdefault(row, set()).add(column)
    rows: list[Row] = []
    broken: list[str] = []
    for number in range(first, len(grid.rows)):
        cells = grid.rows[number]
        errors = errors_of.get(number, set())
        if number in left_out.rows or not (errors or any(cell and cell.strip() for cell in cells)):
            continue
        if finding := _too_long(grid, number) or lengths.fault(number):
            reading.findings.append(finding)
            continue
        broken += [f"{letter(i)}{number + 1}" for i, cell in enumerate(cells) if cell and BROKEN.search(cell)]
        reading.findings += _without_nul(grid, number)
        reading.findings += _struck(grid, number)
        rows.append(_row(number, cells, errors, width))
    if broken:
        reading.findings.append(
            message("letters_broken").finding(Address(grid.name), found=len(broken), first=broken[0])
        )
    return rows


def _row(number: int, cells: Sequence[str | None], errors: set[int], width: int) -> Row:
    """A row as wide as its header; the text of an error is no value."""
    texts = {i for i, cell in enumerate(cells) if cell and is_error(cell)}
    if texts:
        cells = [None if i in texts else cell for i, cell in enumerate(cells)]
    if any(cell and "&" in cell for cell in cells):
        cells = [cell and with_letters(cell) for cell in cells]
    return Row(number + 1, (*cells, *[None] * (width - len(cells))), frozenset(errors | texts))


def with_letters(text: str) -> str:
    """``Estelí`` of ``Estel&iacute;``."""
    return ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


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
