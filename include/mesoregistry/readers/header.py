"""Where the header of a sheet is, under titles, blank rows and merged cells, and the table below it."""

from __future__ import annotations

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, Layout, fields
from mesoregistry.findings import Address
from mesoregistry.readers.grid import Grid, Unreadable, letter
from mesoregistry.readers.header_names import choice_of, header_key, header_keys
from mesoregistry.readers.rows import Heading, rows_of
from mesoregistry.readers.table import Decision, Header, Reading, Table

LONGEST = 500  # characters of a header that are kept
DEPTH = 40  # a header stands in the first rows, whatever is written over it


def table_of(grid: Grid, layout: Layout, reading: Reading, group: str | None = None) -> Table:
    """The table of a sheet; the row of the header is recorded as a decision.

    A row with the wrong number of fields becomes a finding and stays out. Raises ``Unreadable``.
    """
    columns = [column for column in layout.columns if column.group == group]
    if layout.header_rows == 0:
        lengths = grid.lengths or [max((len(row) for row in grid.rows), default=0)]
        fields_of_header = max(set(lengths), key=lengths.count)
        first, headers = 0, [_positional(columns, number) for number in range(1, fields_of_header + 1)]
    else:
        index, headers = find(grid, columns, layout.header_rows)
        first = index + layout.header_rows
        fields_of_header = max(len(row) for row in grid.rows[index:first])
        reading.decisions.append(Decision("header_row", str(index + 1), grid.name))
    if layout.fill_merged:
        grid.fill_merged(r for r in grid.merged if r[0] >= first)
    return Table(
        sheet=grid.name,
        header_row=first,
        headers=tuple(Header(text, letter(position)) for position, text in enumerate(headers)),
        rows=rows_of(
            grid, first, Heading(headers, fields_of_header, _sentences(headers, layout, columns)), reading
        ),
        group=group,
    )


def _sentences(headers: list[str], layout: Layout, columns: list[Column]) -> frozenset[int]:
    """The columns in which a sentence that stands alone is a note; none in what a program exports."""
    if layout.format not in ("workbook", "delimited"):
        return frozenset()
    hidden = header_keys(c for c in columns if c.field and fields()[c.field].side == "vault")
    return frozenset(i for i, text in enumerate(headers) if header_key(text) not in hidden)


def _positional(columns: list[Column], number: int) -> str:
    return next((column.header for column in columns if column.position == number), "")


def find(grid: Grid, columns: list[Column], depth: int) -> tuple[int, list[str]]:
    """Row (from 0) and texts of the header: the one with the most of the columns. Raises ``Unreadable``."""
    wanted = header_keys(columns)
    questions = [column for column in columns if column.split and column.split.choices]
    best: tuple[int, int, list[str]] = (0, 0, [])
    for index in range(min(DEPTH, len(grid.rows))):
        headers = joined(grid, index, depth)
        score = len({header_key(text) for text in headers if text} & wanted)
        score += sum(any(choice_of(text, question) for text in headers) for question in questions)
        if score > best[0]:
            best = (score, index, headers)
    if best[0] < min(2, len(wanted)) or best[0] * 4 < len([c for c in columns if c.required]):
        listed = ", ".join(column.header for column in columns[:6])
        raise Unreadable(message("header_missing").finding(Address(grid.name), wanted=listed))
    return best[1], best[2]


def joined(grid: Grid, index: int, depth: int) -> list[str]:
    """The texts of a header of one or two rows, a merged one written over all its columns."""
    rows = [list(row) for row in grid.rows[index : index + depth]]
    if depth == 2:
        top = rows[0]
        for first, left, last, right in grid.merged:
            if first == index == last and left < len(top):
                top.extend([None] * (right + 1 - len(top)))
                top[left : right + 1] = [top[left]] * (right + 1 - left)
    width = max(len(row) for row in rows)
    texts = [[_tidy(row[i]) if i < len(row) else "" for row in rows] for i in range(width)]
    while texts and not any(texts[-1]):
        texts.pop()
    return [" / ".join(dict.fromkeys(part for part in parts if part)) for parts in texts]


def _tidy(text: str | None) -> str:
    """A header on one line; no database takes the character zero, and no column has a name as long as a page."""
    return " ".join((text or "").replace("\ufeff", "").replace("\0", "").split())[:LONGEST]
