"""KoboToolbox (and Ona) exports.

A main table, repeat groups joined by ``_index`` and ``_parent_index`` or written as ``group[2]/question``
columns, and select-multiple questions in their three modes.
"""

from __future__ import annotations

import re
from pathlib import Path

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, Layout
from mesoregistry.readers import delimited, workbook
from mesoregistry.readers.grid import Unreadable
from mesoregistry.readers.header import key, names, table_of
from mesoregistry.readers.sniff import Kind
from mesoregistry.readers.table import Decision, Header, Reading, Row, Table

CHOSEN = frozenset({"1", "true", "yes", "sí", "si"})
UNIT = "\x1f"  # between the chosen values of one cell: no label holds it
REPEATED = re.compile(r"(?P<group>.+?)\[(?P<number>\d+)\]/(?P<question>.+)")


def tables(path: Path, kind: Kind, layout: Layout, reading: Reading) -> list[Table]:
    """The main table first, then its repeat groups. Raises ``Unreadable``."""
    groups = list(dict.fromkeys(c.group for c in layout.columns if c.group))
    if kind == "text":
        main = table_of(delimited.grid_of(path, layout, reading), layout, reading)
        made = [_from_columns(main, group) for group in groups]
    else:
        [grid, *_] = workbook.sheets(path, kind, layout, reading)
        main = table_of(grid, layout, reading)
        made = [_from_sheet(path, kind, layout, reading, group) for group in groups]
        _join(main, made, reading)
    told = ", ".join(h.text for h in main.headers if _is_system(h.text, layout)) or "-"
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


def _join(main: Table, groups: list[Table], reading: Reading) -> None:
    """Give each row of a group the number of its row in the main table, through the group above it if any."""
    above: dict[str, dict[str, int]] = {(main.sheet or ""): _by_index(main)}
    for table in groups:
        parent_at, of_at = _position(table, "_parent_index"), _position(table, "_parent_table_name")
        index_at = _position(table, "_index")
        rows: list[Row] = []
        parents: list[int] = []
        mine: dict[str, int] = {}
        for row in table.rows:
            home = above.get((row.cells[of_at] or "") if of_at is not None else "", above[main.sheet or ""])
            parent = home.get((row.cells[parent_at] or "") if parent_at is not None else "")
            if parent is None:
                told = message("parent_missing").finding(sheet=table.sheet, row=row.number, group=table.group)
                reading.findings.append(told)
                continue
            rows.append(row)
            parents.append(parent)
            if index_at is not None and row.cells[index_at]:
                mine[row.cells[index_at] or ""] = parent
        object.__setattr__(table, "rows", rows)
        object.__setattr__(table, "parents", parents)
        above[table.sheet or ""] = mine


def _by_index(main: Table) -> dict[str, int]:
    at = _position(main, "_index")
    if at is None:
        return {str(number): row.number for number, row in enumerate(main.rows, start=1)}
    return {row.cells[at] or "": row.number for row in main.rows}


def _position(table: Table, header: str) -> int | None:
    return next((at for at, h in enumerate(table.headers) if h.text == header), None)


def _from_columns(main: Table, group: str) -> Table:
    """A repeat group written as ``group[1]/question``: a row for each number that has a value."""
    found = [(at, m) for at, h in enumerate(main.headers) if (m := REPEATED.fullmatch(h.text))]
    found = [(at, m) for at, m in found if m["group"] == group]
    if not found:
        raise Unreadable(message("group_missing").finding(group=group))
    questions = list(dict.fromkeys(m["question"] for _, m in found))
    numbers = sorted({int(m["number"]) for _, m in found})
    letters = {m["question"]: main.headers[at].letter for at, m in reversed(found)}
    place = {(int(m["number"]), m["question"]): at for at, m in found}
    rows: list[Row] = []
    parents: list[int] = []
    for row in main.rows:
        for number in numbers:
            at = [place.get((number, question)) for question in questions]
            cells = tuple(row.cells[i] if i is not None else None for i in at)
            if any(cell not in (None, "n/a") for cell in cells):
                rows.append(Row(row.number, cells))
                parents.append(row.number)
    headers = tuple(Header(f"{group}/{question}", letters[question]) for question in questions)
    return Table(main.sheet, main.header_row, headers, rows, group, parents)


def _finished(table: Table, layout: Layout) -> Table:
    """Choices folded into one cell, the columns of the system and of groups taken out."""
    columns = [c for c in layout.columns if c.group == table.group]
    folded = _folded(table, [c for c in columns if c.split and c.split.choices])
    keep = [
        at
        for at, header in enumerate(folded.headers)
        if not _is_system(header.text, layout) and not REPEATED.fullmatch(header.text)
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


def _is_system(header: str, layout: Layout) -> bool:
    if key(header) in names(layout.columns):
        return False
    return header.startswith(("_", "meta/")) or header in {"start", "end", "today", "deviceid", "username"}


def _folded(table: Table, columns: list[Column]) -> Table:
    headers = list(table.headers)
    rows = [list(row.cells) for row in table.rows]
    gone: set[int] = set()
    for column in columns:
        prefixes = tuple(key(name) + "/" for name in (column.header, *column.also))
        choices = [at for at, h in enumerate(headers) if key(h.text).startswith(prefixes)]
        whole = next((at for at, h in enumerate(headers) if key(h.text) in names([column])), None)
        if not choices:
            continue
        if whole is None:
            whole = choices[0]
        labels = {at: headers[at].text.rsplit("/", 1)[1] for at in choices}
        for cells in rows:
            chosen = [labels[at] for at in choices if (cells[at] or "").casefold() in CHOSEN]
            cells[whole] = UNIT.join(chosen) or None
        headers[whole] = Header(column.header, headers[whole].letter)
        gone |= set(choices) - {whole}
    keep = [at for at in range(len(headers)) if at not in gone]
    return Table(
        table.sheet,
        table.header_row,
        tuple(headers[at] for at in keep),
        [
            Row(
                old.number,
                tuple(cells[at] for at in keep),
                frozenset(keep.index(e) for e in old.errors if e in keep),
            )
            for old, cells in zip(table.rows, rows, strict=True)
        ],
        table.group,
        table.parents,
    )
