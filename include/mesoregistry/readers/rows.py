"""The rows under a header: blank ones dropped; totals and rows whose cells have moved are findings and left out."""

from __future__ import annotations

import re

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.grid import Grid, letter
from mesoregistry.readers.table import Reading, Row

TOTAL = re.compile(r"\s*(sub ?)?total(es)?( general(es)?)?\s*:?\s*", re.I)
NUMBER = re.compile(r"\s*[\d.,]+\s*%?\s*")
# UTF-8 that a program took for cp1252: "MuÃ±oz" for "Muñoz"; no Spanish word has these pairs
BROKEN = re.compile("[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u017d\u2018-\u2022\u2030\u2039\u203a]")


def rows_of(grid: Grid, first: int, width: int, header_fields: int, reading: Reading) -> list[Row]:
    """Rows from ``first`` (from 0).

    ``width``: columns that have a name. ``header_fields``: fields of the header's own line.
    """
    allowed = _allowed(grid, first, width, header_fields)
    errors_of: dict[int, set[int]] = {}
    for row, column in grid.errors:
        errors_of.setdefault(row, set()).add(column)
    rows: list[Row] = []
    broken: list[str] = []
    for number in range(first, len(grid.rows)):
        cells = grid.rows[number]
        errors = frozenset(errors_of.get(number, ()))
        if not errors and not any(cell and cell.strip() for cell in cells):
            continue
        if finding := _why_left_out(grid, number, width, allowed):
            reading.findings.append(finding)
            continue
        broken += [f"{letter(i)}{number + 1}" for i, cell in enumerate(cells) if cell and BROKEN.search(cell)]
        rows.append(Row(number + 1, (*cells, *[None] * (width - len(cells))), errors))
    if broken:
        reading.findings.append(
            message("letters_broken").finding(Address(grid.name), found=len(broken), first=broken[0])
        )
    return rows


def _allowed(grid: Grid, first: int, width: int, header_fields: int) -> int:
    """Fields a row of a text file may have. A separator too many that every row has moves no cell."""
    lengths = grid.lengths or []
    seen = {lengths[i] for i in range(first, len(lengths)) if any(grid.rows[i])}
    extra = any(any(row[width:]) for row in grid.rows[first:])
    return max(width, header_fields, seen.pop() if len(seen) == 1 and not extra else 0)


def _why_left_out(grid: Grid, number: int, width: int, allowed: int) -> Finding | None:
    """Why a row cannot be read with the others."""
    cells = grid.rows[number]
    filled = [cell for cell in cells if cell]
    if (
        len(cells) > 2
        and TOTAL.fullmatch(filled[0] if filled else "")
        and all(map(NUMBER.fullmatch, filled[1:]))
    ):
        return message("totals_row").finding(Address(grid.name, number + 1))
    if grid.lengths is not None:
        length = grid.lengths[number]
        if length > allowed or any(cells[width:]):
            address = Address(None, number + 1, letter(width))
            return message("too_many_fields").finding(address, found=length, wanted=width)
        if length < width:
            address = Address(None, number + 1, letter(length))
            return message("too_few_fields").finding(address, found=length, wanted=width)
    nul = next((i for i, cell in enumerate(cells) if cell and "\0" in cell), None)
    if nul is not None:
        return message("nul_byte").finding(Address(grid.name, number + 1, letter(nul)))
    return None
