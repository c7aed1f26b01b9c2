"""A team's file as tables of text, read with no layout: its format, its sheets, its header rows, its groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mesoregistry.authoring.draft.draft_table import DraftTable
from mesoregistry.authoring.draft.header_rows import find_header
from mesoregistry.authoring.draft.kobo_form import from_columns, from_sheets, is_kobo
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.readers import delimited, header_texts, sniff, text_parts, workbook
from mesoregistry.readers.grid import Grid, Unreadable
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.table import Reading

LANGUAGE = re.compile(r".+__([a-z]{2})")


@dataclass(frozen=True, slots=True)
class TeamFile:
    """What a layout says of a file as a whole. ``tables``: the main one first, then its groups.

    ``visible``: the visible sheets of a workbook, in their order; ``sheets``: those that hold the main table;
    ``merged``: there are cells merged over several rows under the header.
    """

    format: str
    tables: tuple[DraftTable, ...]
    delimiter: str | None = None
    encoding: str | None = None
    visible: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    merged: bool = False


def read_tables(path: Path) -> TeamFile:
    """Read a file of any format. Raises ``Unreadable`` as the readers do, and for a file without a header."""
    kind = sniff.kind_of(path)
    any_layout = Layout(id="draft", format="delimited" if kind == "text" else "kobo", columns=())
    reading = Reading()
    if kind == "text":
        grids = [delimited.grid_of(path, any_layout, reading)]
    elif kind == "texts":
        grids = text_parts.grids(path, any_layout, reading)
    else:
        grids = workbook.sheets(path, kind, any_layout, reading, "(?s).*")
    located = [(grid, place) for grid in grids if (place := find_header(grid))]
    if not located:
        raise Unreadable(message("header_missing").finding(wanted="-"))
    tables = [_table(grid, *place) for grid, place in located]
    if kind == "text":
        return _of_text(tables[0], {d.name: d.value for d in reading.decisions})
    visible = tuple(grid.name or "" for grid in grids)
    if kind == "texts" or any(map(is_kobo, tables)):
        return TeamFile("kobo", tuple(from_sheets(tables)), visible=visible)
    return _of_workbook(tables, located, visible)


def _table(grid: Grid, top: int, depth: int) -> DraftTable:
    headers = tuple(header_texts.joined(grid, top, depth))
    rows = (tuple(row[: len(headers)]) for row in grid.rows[top + depth :] if any(row))
    padded = tuple((*row, *[None] * (len(headers) - len(row))) for row in rows)
    return DraftTable(grid.name, headers, padded, depth)


def _of_text(table: DraftTable, decisions: dict[str, str]) -> TeamFile:
    delimiter = {"tab": "\t"}.get(decisions["delimiter"], decisions["delimiter"])
    if is_kobo(table):
        return TeamFile("kobo", tuple(from_columns(table)))
    if delimiter == "," and _is_uwazi(table):
        return TeamFile("uwazi", (_one_language(table),))
    return TeamFile("delimited", (table,), delimiter, decisions["encoding"])


def _of_workbook(
    tables: list[DraftTable], located: list[tuple[Grid, tuple[int, int]]], visible: tuple[str, ...]
) -> TeamFile:
    """The widest table, and the sheets that have the same header: a sheet a month."""
    main = max(tables, key=lambda table: (len(table.headers), len(table.rows)))
    same = [
        table for table in tables if set(map(header_key, table.headers)) == set(map(header_key, main.headers))
    ]
    first = same[0]
    rows = tuple(row for table in same for row in _in_order(table, first))
    [(grid, (top, depth))] = [pair for pair in located if pair[0].name == first.sheet]
    merged = any(r[0] >= top + depth and r[2] > r[0] for r in grid.merged)
    joined = replace(first, rows=rows)
    names = tuple(table.sheet or "" for table in same)
    return TeamFile("workbook", (joined,), visible=visible, sheets=names, merged=merged)


def _in_order(table: DraftTable, first: DraftTable) -> Iterator[tuple[str | None, ...]]:
    order = [[header_key(text) for text in table.headers].index(header_key(text)) for text in first.headers]
    return (tuple(row[position] for position in order) for row in table.rows)


def _is_uwazi(table: DraftTable) -> bool:
    languages = sum(LANGUAGE.fullmatch(text) is not None for text in table.headers)
    nested = any(cell and "::" in cell for row in table.rows[:200] for cell in row)
    return bool(languages) or nested or header_key(table.headers[0]) in ("title", "titulo")


def _one_language(table: DraftTable) -> DraftTable:
    """``property__es`` is ``property``; the columns of other languages are left out, as the reader does."""
    keep = [n for n, text in enumerate(table.headers) if _language(text) in ("", "es")]
    headers = tuple(table.headers[n].removesuffix("__es") for n in keep)
    return replace(
        table, headers=headers, rows=tuple(tuple(_leaf(row[n]) for n in keep) for row in table.rows)
    )


def _language(text: str) -> str:
    match = LANGUAGE.fullmatch(text)
    return match[1] if match else ""


def _leaf(cell: str | None) -> str | None:
    return "|".join(part.rsplit("::", 1)[-1] for part in cell.split("|")) if cell and "::" in cell else cell
