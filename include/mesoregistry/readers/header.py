"""Where the header of a sheet is, under titles, blank rows and merged cells, and the table below it."""

from __future__ import annotations

from collections.abc import Set

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, Layout, fields
from mesoregistry.findings import Address
from mesoregistry.readers.grid import Grid, Range, Unreadable, letter
from mesoregistry.readers.guessed_header import guessed_table
from mesoregistry.readers.header_hints import doubtful_hints, without_hints
from mesoregistry.readers.header_names import choice_of, header_key, header_keys
from mesoregistry.readers.header_texts import joined
from mesoregistry.readers.own_sheets import is_list
from mesoregistry.readers.rows import Heading, rows_of
from mesoregistry.readers.table import Decision, Header, Reading, Table

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
        index, written = find(grid, columns, layout.header_rows, group)
        headers = without_hints(written, header_keys(columns))
        reading.findings += doubtful_hints(grid.name, written, headers)
        first = index + layout.header_rows
        fields_of_header = max(len(row) for row in grid.rows[index:first])
        reading.decisions.append(Decision("header_row", str(index + 1), grid.name))
        headers += [""] * (_width_of_rows(grid, first, fields_of_header) - len(headers))
    _fill_merged(grid, layout, first, _mapped(headers, columns), reading)
    return Table(
        sheet=grid.name,
        header_row=first,
        headers=tuple(Header(text, letter(position)) for position, text in enumerate(headers)),
        rows=rows_of(
            grid, first, Heading(headers, fields_of_header, _sentences(headers, layout, columns)), reading
        ),
        group=group,
    )


def _mapped(headers: list[str], columns: list[Column]) -> set[int]:
    """The positions of the headers of fields."""
    keys = header_keys(column for column in columns if column.field)
    return {i for i, text in enumerate(headers) if header_key(text) in keys}


def _width_of_rows(grid: Grid, first: int, fields_of_header: int) -> int:
    """How many columns hold something under the header's own line, with a header or without one."""
    widest = 0
    for row in grid.rows[first:]:
        end = len(row) if grid.lengths is None else min(len(row), fields_of_header)
        while end > widest and not row[end - 1]:
            end -= 1
        widest = max(widest, end)
    return widest


def _fill_merged(grid: Grid, layout: Layout, first: int, mapped: Set[int], reading: Reading) -> None:
    """A cell merged down over rows holds for each of them; said, unless the layout says so itself."""
    ranges = [r for r in grid.merged if r[0] >= first]
    if layout.fill_merged is None:
        ranges = [r for r in ranges if r[1] == r[3] and r[1] in mapped and r[2] > r[0] and _holds(grid, r)]
        if ranges:
            place = f"{letter(ranges[0][1])}{ranges[0][0] + 1}"
            reading.findings.append(
                message("cells_merged").finding(Address(grid.name), found=len(ranges), first=place)
            )
    if layout.fill_merged is not False:
        grid.fill_merged(ranges)


def _holds(grid: Grid, merged: Range) -> bool:
    top, left, *_ = merged
    return top < len(grid.rows) and left < len(grid.rows[top]) and bool(grid.rows[top][left])


def _sentences(headers: list[str], layout: Layout, columns: list[Column]) -> frozenset[int]:
    """The columns in which a sentence that stands alone is a note; none in what a program exports."""
    if layout.format not in ("workbook", "delimited"):
        return frozenset()
    hidden = header_keys(c for c in columns if c.field and fields()[c.field].side == "vault")
    return frozenset(i for i, text in enumerate(headers) if header_key(text) not in hidden)


def _positional(columns: list[Column], number: int) -> str:
    return next((column.header for column in columns if column.position == number), "")


def find(grid: Grid, columns: list[Column], depth: int, group: str | None = None) -> tuple[int, list[str]]:
    """Row (from 0) and texts of the header: the one with the most of the columns. Raises ``Unreadable``."""
    wanted = header_keys(columns)
    questions = [column for column in columns if column.split and column.split.choices]
    best: tuple[int, int, list[str]] = (0, 0, [])
    for index in range(min(DEPTH, len(grid.rows))):
        headers = joined(grid, index, depth, wanted)
        score = len({header_key(text) for text in without_hints(headers, wanted) if text} & wanted)
        score += sum(any(choice_of(text, question) for text in headers) for question in questions)
        if score > best[0]:
            best = (score, index, headers)
    if best[0] < min(2, len(columns)) or best[0] * 4 < len([c for c in columns if c.required]):
        if is_list(grid.rows):
            raise Unreadable(message("file_of_corrections").finding(Address(grid.name)))
        listed = ", ".join(column.header for column in columns[:6])
        finding = message("header_missing").finding(Address(grid.name), wanted=listed)
        raise Unreadable(finding, guessed_table(grid, depth, group))
    return best[1], best[2]
