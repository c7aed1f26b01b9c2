"""What stands among and below the cases of a sheet: totals, notes, another table. Each is told once, and is no case."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.grid import Grid
from mesoregistry.readers.no_cases import NUMBER, alone, no_case
from mesoregistry.readers.totals import differing_total

SENTENCE = re.compile(r"[^\W\d_]{2,}(?:\W+[^\W\d_]+){2,}")  # three words or more
FEW = 4  # cells of a row of a table that is no table of cases
Filled = list[tuple[int, str]]


@dataclass(slots=True)
class NoCases:
    """``rows``: the positions of rows that are no cases; ``findings``: what is said of them."""

    rows: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def no_cases(grid: Grid, first: int, headers: Sequence[str], sentences: Collection[int]) -> NoCases:
    """The rows from ``first`` (from 0) that are no cases.

    ``sentences``: positions of columns in which a sentence that stands alone in its row is no value.
    """
    out = NoCases()
    filled = {n: cells for n in range(first, len(grid.rows)) if (cells := _filled(grid.rows[n]))}
    rules = {n: rule for n in filled if (rule := no_case(grid.rows[n], headers, n == first))}
    most = max((len(cells) for n, cells in filled.items() if n not in rules), default=0)
    if sentences and _are_cases(filled, rules):
        for start, end in _tables_below(filled, most, first, len(grid.rows)):
            out.rows.update(range(start, end))
            out.findings.append(_of_table(grid, start, end, filled))
        alone_in = {
            n: cells for n, cells in filled.items() if cells[0][0] in sentences and alone(cells, headers)
        }
        rules |= {n: "note_row" for n in _sentences(filled, alone_in, rules, most) if n not in out.rows}
    _add_single(out, grid, first, rules)
    return out


def _add_single(out: NoCases, grid: Grid, first: int, rules: dict[int, str]) -> None:
    """Add the rows that are no cases by themselves, the totals among them compared with what stands over them."""
    begins = first
    for number, rule in sorted(rules.items()):
        if number in out.rows:
            continue
        out.rows.add(number)
        differing = (
            differing_total(grid, range(first, number), begins, number, out.rows)
            if rule == "totals_row"
            else None
        )
        out.findings.append(differing or message(rule).finding(Address(grid.name, number + 1)))
        begins = number + 1 if rule == "totals_row" else begins


def _are_cases(filled: dict[int, Filled], rules: dict[int, str]) -> bool:
    """Whether most cells are no numbers; a table of counts says nothing of what stands below it."""
    cells = [cell for n, row in filled.items() if n not in rules and len(row) > FEW for _, cell in row]
    return sum(NUMBER.fullmatch(cell) is None for cell in cells) * 2 >= len(cells)


def _filled(cells: Sequence[str | None]) -> Filled:
    return [(i, cell) for i, cell in enumerate(cells) if cell and cell.strip()]


def _sentences(
    filled: dict[int, Filled], alone_in: dict[int, Filled], rules: dict[int, str], most: int
) -> Iterator[int]:
    """Rows of one sentence: at the end of the sheet, or right over the header written once more."""
    last = max((n for n, cells in filled.items() if len(cells) * 2 >= most and n not in rules), default=-1)
    for number, following in pairwise([*sorted(filled), -1] if most > 2 else []):
        if number in alone_in and number not in rules:
            ends = number > last and SENTENCE.search(alone_in[number][0][1]) is not None
            if ends or rules.get(following) == "header_again":
                yield number


def _tables_below(filled: dict[int, Filled], most: int, first: int, end: int) -> Iterator[tuple[int, int]]:
    """First row and end of each table of few columns that stands, after a blank row, under the cases."""
    blanks = [n for n in range(first + 1, end) if n not in filled]
    for blank, following in pairwise([*blanks, end]):
        rows = [filled[n] for n in range(blank + 1, following)]
        if len(rows) > 1 and _is_small_table(rows, most):
            yield blank + 1, following


def _is_small_table(rows: Sequence[Filled], most: int) -> bool:
    """Labels with numbers, or a header of its own over cells that stand under it alone."""
    if any(len(row) > FEW or len(row) * 2 > most for row in rows):
        return False
    counts = sum(len(row) > 1 and bool(NUMBER.fullmatch(row[-1][1])) for row in rows)
    if counts * 3 >= len(rows) * 2:
        return True
    own = {position for position, _ in rows[0]}
    named = len(own) > 1 and not any(re.search(r"\d", cell) or len(cell) > 40 for _, cell in rows[0])
    return named and all({position for position, _ in row} <= own for row in rows[1:])


def _of_table(grid: Grid, start: int, end: int, filled: dict[int, Filled]) -> Finding:
    rows = [filled[n] for n in range(start, end)]
    counts = sum(len(row) > 1 and bool(NUMBER.fullmatch(row[-1][1])) for row in rows)
    if counts * 3 >= len(rows) * 2:
        return message("table_of_counts").finding(Address(grid.name, start + 1), last=end)
    # what has no numbers may be cases
    return message("table_below").finding(Address(grid.name), begins=start + 1, last=end)
