"""What stands among and below the cases of a sheet: totals, notes, another table. Each is told once, and is no case."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding, Text
from mesoregistry.readers.cell_texts import TellingTexts
from mesoregistry.readers.grid import Grid
from mesoregistry.readers.no_cases import NUMBER, alone, is_head, no_case
from mesoregistry.readers.totals import differing_total

SENTENCE = re.compile(r"[^\W\d_]{2,}(?:\W+[^\W\d_]+){2,}")  # three words or more
LEGEND = re.compile(r"\s*(leyenda|c[oó]digos|claves|abreviaturas|siglas|simbolog[ií]a)\s*:?\s*", re.I)
FEW = 4  # cells of a row of a table that is no table of cases
SAMPLE = 500  # rows that show what a table holds
REPEATS = Text("La fila repite", "The row repeats")
REPEAT = Text("Las filas {first} a {last} repiten", "Rows {first} to {last} repeat")
Filled = list[tuple[int, str]]
Rules = dict[int, str]
Counts = dict[int, int]  # position of a row -> how many of its cells hold something


@dataclass(slots=True)
class NoCases:
    """``rows``: the positions of rows that are no cases; ``findings``: what is said of them; ``counts``: by row."""

    counts: Counts
    rows: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def no_cases(
    grid: Grid, first: int, headers: Sequence[str], sentences: Collection[int], telling: TellingTexts
) -> NoCases:
    """The rows from ``first`` (from 0) that are no cases.

    Args:
        sentences: positions of columns in which a sentence that stands alone in its row is no value.
        telling: the texts that a row which is no case by itself must hold.
    """
    counts = {n: len(row) - row.count(None) for n, row in enumerate(grid.rows[first:], first)}
    out = NoCases(counts)
    worth_a_look = telling.of_rows(grid, first) | {first} if counts else set()
    rules = {n: rule for n in sorted(worth_a_look) if (rule := no_case(grid.rows[n], headers, n == first))}
    most = max((count for n, count in counts.items() if n not in rules), default=0)
    if sentences and _are_cases(grid, counts, rules):
        for start, end in _tables_below(grid, counts, most):
            out.rows.update(range(start, end))
            out.findings.append(_of_table(grid, start, end))
        notes = _sentences(grid, counts, rules, most, headers, sentences)
        rules |= {n: "note_row" for n in notes if n not in out.rows}
    _add_single(out, grid, first, rules)
    return out


def _add_single(out: NoCases, grid: Grid, first: int, rules: dict[int, str]) -> None:
    """Add the rows that are no cases by themselves, the totals among them compared with what stands over them."""
    begins = first
    for number, rule in sorted(rules.items()):
        if number in out.rows:
            continue
        out.rows.add(number)
        if rule == "header_again":
            out.findings += _header_again(grid, number, rules)
            continue
        differing = (
            differing_total(grid, range(first, number), begins, number, out.rows)
            if rule == "totals_row"
            else None
        )
        out.findings.append(differing or message(rule).finding(Address(grid.name, number + 1)))
        begins = number + 1 if rule == "totals_row" else begins


def _header_again(grid: Grid, number: int, rules: dict[int, str]) -> Iterator[Finding]:
    """The header written once more; one of two rows is told of once, at its first."""
    if rules.get(number - 1) == "header_again":
        return
    last = next(n for n in range(number + 1, len(grid.rows) + 1) if rules.get(n) != "header_again") - 1
    lines = REPEAT.format(first=number + 1, last=last + 1) if last > number else REPEATS
    yield message("header_again").finding(Address(grid.name, number + 1), lines=lines)


def _are_cases(grid: Grid, counts: Counts, rules: dict[int, str]) -> bool:
    """Whether most cells are no numbers; a table of counts says nothing of what stands below it."""
    numbers = islice((n for n, count in counts.items() if count > FEW and n not in rules), SAMPLE)
    cells = [cell for n in numbers for cell in grid.rows[n] if cell]
    return sum(NUMBER.fullmatch(cell) is None for cell in cells) * 2 >= len(cells)


def _filled(cells: Sequence[str | None]) -> Filled:
    return [(i, cell) for i, cell in enumerate(cells) if cell]


def _sentences(
    grid: Grid, counts: Counts, rules: Rules, most: int, headers: Sequence[str], sentences: Collection[int]
) -> Iterator[int]:
    """Rows of one text: a sentence at the end, what stands right over the header once more, the head of a part."""
    last = max((n for n, count in counts.items() if count * 2 >= most and n not in rules), default=-1)
    numbers = [n for n, count in counts.items() if count] if most > 2 else []
    for number, following in pairwise([*numbers, -1] if numbers else []):
        is_title = rules.get(following) == "header_again"
        if number in rules or not (number > last or is_title or counts[number] == 1):
            continue
        cells = _filled(grid.rows[number])
        if cells[0][0] in sentences and alone(cells, headers):
            is_sentence = number > last and SENTENCE.search(cells[0][1])
            before = grid.rows[number - 1] if number > numbers[0] else ()
            if is_title or is_sentence or is_head(cells[0], before, grid.rows[following]):
                yield number


def _tables_below(grid: Grid, counts: Counts, most: int) -> Iterator[tuple[int, int]]:
    """First row and end of each table of few columns that stands, after a blank row, under the cases."""
    numbers = list(counts)
    blanks = [n for n in numbers[1:] if not counts[n]]
    for blank, following in pairwise([*blanks, numbers[-1] + 1] if blanks else []):
        if following - blank - 1 > 1 and all(counts[n] <= FEW for n in range(blank + 1, following)):
            rows = [_filled(grid.rows[n]) for n in range(blank + 1, following)]
            if _is_small_table(rows, most):
                yield blank + 1, following


def _is_small_table(rows: Sequence[Filled], most: int) -> bool:
    """Labels with numbers, or a header of its own over cells that stand under it alone."""
    if any(len(row) > FEW or len(row) * 2 > most for row in rows):
        return False
    counts = sum(len(row) > 1 and bool(NUMBER.fullmatch(row[-1][1])) for row in rows)
    if counts * 3 >= len(rows) * 2:
        return True
    if LEGEND.fullmatch(rows[0][0][1]) and len(rows[0]) == 1 < len(rows):
        return all(len(row) <= 2 for row in rows)
    own = {position for position, _ in rows[0]}
    is_named = len(own) > 1 and not any(re.search(r"\d", cell) or len(cell) > 40 for _, cell in rows[0])
    return is_named and all({position for position, _ in row} <= own for row in rows[1:])


def _of_table(grid: Grid, start: int, end: int) -> Finding:
    rows = [_filled(grid.rows[n]) for n in range(start, end)]
    counts = sum(len(row) > 1 and bool(NUMBER.fullmatch(row[-1][1])) for row in rows)
    if counts * 3 >= len(rows) * 2:
        return message("table_of_counts").finding(Address(grid.name, start + 1), last=end)
    # what has no numbers may be cases
    return message("table_below").finding(Address(grid.name), begins=start + 1, last=end)
