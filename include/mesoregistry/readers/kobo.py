"""KoboToolbox (and Ona) exports.

A main table, repeat groups joined by ``_index`` and ``_parent_index`` or written as ``group[2]/question``
columns, and select-multiple questions in their three modes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.findings import Address
from mesoregistry.readers import delimited, workbook
from mesoregistry.readers.choices import join_choices
from mesoregistry.readers.grid import Unreadable
from mesoregistry.readers.header import header_key, header_keys, table_of
from mesoregistry.readers.sniff import Kind
from mesoregistry.readers.table import Decision, Header, Reading, Row, Table

REPEATED = re.compile(r"(?P<path>.+\[\d+\])/(?P<question>[^\[\]]+)")
CUT = 28  # a sheet name this long may be the beginning of a longer one
NUMBER = re.compile(r"\[(\d+)\]")


def tables(path: Path, kind: Kind, layout: Layout, reading: Reading) -> list[Table]:
    """The main table first, then its repeat groups. Raises ``Unreadable``."""
    groups = list(dict.fromkeys(c.group for c in layout.columns if c.group))
    if kind == "text":
        main = table_of(delimited.grid_of(path, layout, reading), layout, reading)
        made = [_from_columns(main, group, layout.nulls) for group in groups]
    else:
        [grid, *_] = workbook.sheets(path, kind, layout, reading)
        main = table_of(grid, layout, reading)
        made = [_from_sheet(path, kind, layout, reading, group) for group in groups]
        made = _join(main, made, reading)
    system = ", ".join(h.text for h in main.headers if _is_system(h.text, layout, None)) or "-"
    reading.decisions.append(Decision("system_columns", system, main.sheet))
    return [_finished(table, layout) for table in (main, *made)]


def _from_sheet(path: Path, kind: Kind, layout: Layout, reading: Reading, group: str) -> Table:
    try:
        [grid] = workbook.sheets(path, kind, layout, reading, re.escape(group))
    except Unreadable as fault:
        if fault.finding.rule != "sheet_missing":
            raise
        raise Unreadable(message("group_missing").finding(group=group)) from None
    return table_of(grid, layout, reading, group)


def _join(main: Table, groups: list[Table], reading: Reading) -> list[Table]:
    """Give each row of a group the number of its row in the main table, through the group above it if any."""
    rows_above: dict[str, dict[str, int]] = {(main.sheet or ""): _by_index(main)}
    joined: list[Table] = []
    for table in groups:
        parents = _parents(table, rows_above)
        for row, parent in zip(table.rows, parents, strict=True):
            if parent is None:
                address = Address(table.sheet, row.number)
                reading.findings.append(message("parent_missing").finding(address, group=table.group))
        kept = [(row, parent) for row, parent in zip(table.rows, parents, strict=True) if parent is not None]
        joined.append(replace(table, rows=[row for row, _ in kept], parents=[parent for _, parent in kept]))
        index = _position(table, "_index")
        rows_above[table.sheet or ""] = (
            {} if index is None else {key: parent for row, parent in kept if (key := row.cells[index])}
        )
    return joined


def _parents(table: Table, rows_above: dict[str, dict[str, int]]) -> list[int | None]:
    """For each row of a group, the number of its row in the main table."""
    parent, parent_table = _position(table, "_parent_index"), _position(table, "_parent_table_name")
    parents: list[int | None] = []
    for row in table.rows:
        index = _parent_rows(rows_above, row.cells[parent_table] if parent_table is not None else None)
        parents.append(index.get((row.cells[parent] or "") if parent is not None else ""))
    return parents


def _parent_rows(rows_above: dict[str, dict[str, int]], name: str | None) -> dict[str, int]:
    """The rows of the parent table. A sheet name is cut to 31 characters, ``_parent_table_name`` is not."""
    if name is None:
        return next(iter(rows_above.values()))
    cut = (
        index
        for sheet, index in rows_above.items()
        if len(sheet) >= CUT and name.startswith(sheet.removesuffix("..."))
    )
    return rows_above[name] if name in rows_above else next(cut, {})


def _by_index(main: Table) -> dict[str, int]:
    index = _position(main, "_index")
    if index is None:
        return {str(number): row.number for number, row in enumerate(main.rows, start=1)}
    return {row.cells[index] or "": row.number for row in main.rows}


def _position(table: Table, header: str) -> int | None:
    return next((i for i, h in enumerate(table.headers) if h.text == header), None)


def _repeated(header: str) -> tuple[str, tuple[int, ...], str] | None:
    """Group, numbers and question of ``a/b[2]/c[1]/d``: ``a/b/c``, (2, 1), ``d``."""
    if (match := REPEATED.fullmatch(header)) is None:
        return None
    numbers = tuple(int(number) for number in NUMBER.findall(match["path"]))
    return NUMBER.sub("", match["path"]), numbers, match["question"]


def _from_columns(main: Table, group: str, nulls: tuple[str, ...]) -> Table:
    """A repeat group written as ``group[1]/question``: a row for each number that has a value."""
    repeated = [(i, m) for i, h in enumerate(main.headers) if (m := _repeated(h.text)) and m[0] == group]
    if not repeated:
        raise Unreadable(message("group_missing").finding(group=group))
    questions = list(dict.fromkeys(question for _, (_, _, question) in repeated))
    letters = {question: main.headers[i].letter for i, (_, _, question) in reversed(repeated)}
    positions = {(numbers, question): i for i, (_, numbers, question) in repeated}
    empty = {None, *(null.casefold() for null in nulls)}
    rows: list[Row] = []
    parents: list[int] = []
    for row in main.rows:
        for numbers in sorted({numbers for numbers, _ in positions}):
            places = [positions.get((numbers, question)) for question in questions]
            cells = tuple(row.cells[i] if i is not None else None for i in places)
            if any((cell and cell.strip().casefold()) not in empty for cell in cells):
                rows.append(Row(row.number, cells))
                parents.append(row.number)
    headers = tuple(Header(f"{group}/{question}", letters[question]) for question in questions)
    return Table(main.sheet, main.header_row, headers, rows, group, parents)


def _finished(table: Table, layout: Layout) -> Table:
    """Choices joined into one cell, the columns of the system and of groups taken out."""
    columns = [c for c in layout.columns if c.group == table.group]
    joined = join_choices(table, [c for c in columns if c.split and c.split.choices])
    groups = {column.group for column in layout.columns}

    def is_kept(header: str) -> bool:
        parts = _repeated(header)
        return not _is_system(header, layout, table.group) and (parts is None or parts[0] not in groups)

    return joined.with_columns([i for i, header in enumerate(joined.headers) if is_kept(header.text)])


def _is_system(header: str, layout: Layout, group: str | None) -> bool:
    if header_key(header) in header_keys(column for column in layout.columns if column.group == group):
        return False
    return header.startswith(("_", "meta/")) or header in {"start", "end", "today", "deviceid", "username"}
