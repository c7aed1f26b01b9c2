"""The rows under a header: blank ones dropped, totals and rows whose cells have moved told and left out."""

from __future__ import annotations

import re

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Finding
from mesoregistry.readers.grid import Grid, letter
from mesoregistry.readers.table import Reading, Row

TOTAL = re.compile(r"\s*(sub ?)?total(es)?( general(es)?)?\s*:?\s*", re.I)
NUMBER = re.compile(r"\s*[\d.,]+\s*%?\s*")
# UTF-8 that a program took for cp1252: "MuÃ±oz" for "Muñoz"; no Spanish word has these pairs
BROKEN = re.compile("[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u017d\u2018-\u2022\u2030\u2039\u203a]")


def rows_of(grid: Grid, first: int, width: int, spoken: int, reading: Reading) -> list[Row]:
    """Rows from ``first`` (from 0). ``width`` columns have a name; the header's own line has ``spoken`` fields."""
    allowed = _allowed(grid, first, width, spoken)
    rows: list[Row] = []
    broken: list[str] = []
    for number in range(first, len(grid.rows)):
        cells = grid.rows[number]
        errors = (
            frozenset(column for at, column in grid.errors if at == number) if grid.errors else frozenset()
        )
        if not errors and not any(cell and cell.strip() for cell in cells):
            continue
        if told := _apart(grid, number, width, allowed):
            reading.findings.append(told)
            continue
        broken += [
            f"{letter(at)}{number + 1}" for at, cell in enumerate(cells) if cell and BROKEN.search(cell)
        ]
        rows.append(Row(number + 1, (*cells, *[None] * (width - len(cells))), errors))
    if broken:
        told = message("letters_broken").finding(sheet=grid.name, found=len(broken), first=broken[0])
        reading.findings.append(told)
    return rows


def _allowed(grid: Grid, first: int, width: int, spoken: int) -> int:
    """Fields a row of a text file may have. A separator too many that every row has moves no cell."""
    lengths = grid.lengths or []
    seen = {lengths[at] for at in range(first, len(lengths)) if any(grid.rows[at])}
    extra = any(any(row[width:]) for row in grid.rows[first:])
    return max(width, spoken, seen.pop() if len(seen) == 1 and not extra else 0)


def _apart(grid: Grid, number: int, width: int, allowed: int) -> Finding | None:
    """Why a row cannot be read with the others."""
    cells = grid.rows[number]
    filled = [cell for cell in cells if cell]
    if (
        len(cells) > 2
        and TOTAL.fullmatch(filled[0] if filled else "")
        and all(map(NUMBER.fullmatch, filled[1:]))
    ):
        return message("totals_row").finding(sheet=grid.name, row=number + 1)
    if grid.lengths is not None:
        found = grid.lengths[number]
        if found > allowed or any(cells[width:]):
            return message("too_many_fields").finding(
                row=number + 1, column=letter(width), found=found, wanted=width
            )
        if found < width:
            return message("too_few_fields").finding(
                row=number + 1, column=letter(found), found=found, wanted=width
            )
    nul = next((at for at, cell in enumerate(cells) if cell and "\0" in cell), None)
    if nul is not None:
        return message("nul_byte").finding(sheet=grid.name, row=number + 1, column=letter(nul))
    return None
