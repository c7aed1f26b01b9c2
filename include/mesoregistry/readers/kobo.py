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
from mesoregistry.readers import delimited, workbook
from mesoregistry.readers.choices import fold
from mesoregistry.readers.grid import Unreadable
from mesoregistry.readers.header import key, names, table_of
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
    told = ", ".join(h.text for h in main.headers if _is_system(h.text, layout, None)) or "-"
    reading.decisions.append(Decision("system_columns", told, main.sheet))
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
    above: dict[str, dict[str, int]] = {(main.sheet or ""): _by_index(main)}
    joined: list[Table] = []
    for table in groups:
        parent_at, of_at = _position(table, "_parent_index"), _position(table, "_parent_table_name")
        index_at = _position(table, "_index")
        rows: list[Row] = []
        parents: list[int] = []
        mine: dict[str, int] = {}
        for row in table.rows:
            home = _home(above, row.cells[of_at] if of_at is not None else None)
            parent = home.get((row.cells[parent_at] or "") if parent_at is not None else "")
            if parent is None:
                told = message("parent_missing").finding(sheet=table.sheet, row=row.number, group=table.group)
                reading.findings.append(told)
                continue
            rows.append(row)
            parents.append(parent)
            if index_at is not None and row.cells[index_at]:
                mine[row.cells[index_at] or ""] = parent
        joined.append(replace(table, rows=rows, parents=parents))
        above[table.sheet or ""] = mine
    return joined


def _home(above: dict[str, dict[str, int]], name: str | None) -> dict[str, int]:
    """The rows of the parent table. A sheet name is cut to 31 characters, ``_parent_table_name`` is not."""
    if name is None:
        return next(iter(above.values()))
    cut = (
        index
        for sheet, index in above.items()
        if len(sheet) >= CUT and name.startswith(sheet.removesuffix("..."))
    )
    return above[name] if name in above else next(cut, {})


def _by_index(main: Table) -> dict[str, int]:
    at = _position(main, "_index")
    if at is None:
        return {str(number): row.number for number, row in enumerate(main.rows, start=1)}
    return {row.cells[at] or "": row.number for row in main.rows}


def _position(table: Table, header: str) -> int | None:
    return next((at for at, h in enumerate(table.headers) if h.text == header), None)


def _repeated(header: str) -> tuple[str, tuple[int, ...], str] | None:
    """Group, numbers and question of ``a/b[2]/c[1]/d``: ``a/b/c``, (2, 1), ``d``."""
    if (found := REPEATED.fullmatch(header)) is None:
        return None
    numbers = tuple(int(number) for number in NUMBER.findall(found["path"]))
    return NUMBER.sub("", found["path"]), numbers, found["question"]


def _from_columns(main: Table, group: str, nulls: tuple[str, ...]) -> Table:
    """A repeat group written as ``group[1]/question``: a row for each number that has a value."""
    found = [(at, m) for at, h in enumerate(main.headers) if (m := _repeated(h.text)) and m[0] == group]
    if not found:
        raise Unreadable(message("group_missing").finding(group=group))
    questions = list(dict.fromkeys(question for _, (_, _, question) in found))
    letters = {question: main.headers[at].letter for at, (_, _, question) in reversed(found)}
    place = {(numbers, question): at for at, (_, numbers, question) in found}
    empty = {None, *(null.casefold() for null in nulls)}
    rows: list[Row] = []
    parents: list[int] = []
    for row in main.rows:
        for numbers in sorted({numbers for numbers, _ in place}):
            at = [place.get((numbers, question)) for question in questions]
            cells = tuple(row.cells[i] if i is not None else None for i in at)
            if any((cell and cell.strip().casefold()) not in empty for cell in cells):
                rows.append(Row(row.number, cells))
                parents.append(row.number)
    headers = tuple(Header(f"{group}/{question}", letters[question]) for question in questions)
    return Table(main.sheet, main.header_row, headers, rows, group, parents)


def _finished(table: Table, layout: Layout) -> Table:
    """Choices folded into one cell, the columns of the system and of groups taken out."""
    columns = [c for c in layout.columns if c.group == table.group]
    folded = fold(table, [c for c in columns if c.split and c.split.choices])
    groups = {column.group for column in layout.columns}
    keep = [
        at
        for at, header in enumerate(folded.headers)
        if not _is_system(header.text, layout, table.group)
        and ((of := _repeated(header.text)) is None or of[0] not in groups)
    ]
    return Table(
        folded.sheet,
        folded.header_row,
        tuple(folded.headers[at] for at in keep),
        [
            Row(
                r.number,
                tuple(r.cells[at] for at in keep),
                frozenset(keep.index(e) for e in r.errors if e in keep),
            )
            for r in folded.rows
        ],
        folded.group,
        folded.parents,
    )


def _is_system(header: str, layout: Layout, group: str | None) -> bool:
    if key(header) in names(column for column in layout.columns if column.group == group):
        return False
    return header.startswith(("_", "meta/")) or header in {"start", "end", "today", "deviceid", "username"}
