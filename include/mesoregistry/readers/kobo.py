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
from mesoregistry.readers.header import table_of
from mesoregistry.readers.header_names import header_key, header_keys
from mesoregistry.readers.repeated_columns import group_of_columns, question_of_group
from mesoregistry.readers.sniff import Kind
from mesoregistry.readers.table import Decision, Reading, Table

CUT = 28  # a sheet name this long may be the beginning of a longer one


def tables(path: Path, kind: Kind, layout: Layout, reading: Reading) -> list[Table]:
    """The main table first, then its repeat groups. Raises ``Unreadable``."""
    groups = list(dict.fromkeys(c.group for c in layout.columns if c.group))
    if kind == "text":
        main = table_of(delimited.grid_of(path, layout, reading), layout, reading)
        made = [group_of_columns(main, group, layout.nulls) for group in groups]
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


def _finished(table: Table, layout: Layout) -> Table:
    """Choices joined into one cell, the columns of the system and of groups taken out."""
    columns = [c for c in layout.columns if c.group == table.group]
    joined = join_choices(table, [c for c in columns if c.split and c.split.choices])
    groups = {column.group for column in layout.columns}

    def is_kept(header: str) -> bool:
        parts = question_of_group(header)
        return not _is_system(header, layout, table.group) and (parts is None or parts[0] not in groups)

    return joined.with_columns([i for i, header in enumerate(joined.headers) if is_kept(header.text)])


def _is_system(header: str, layout: Layout, group: str | None) -> bool:
    if header_key(header) in header_keys(column for column in layout.columns if column.group == group):
        return False
    return header.startswith(("_", "meta/")) or header in {"start", "end", "today", "deviceid", "username"}
