"""Uwazi CSV: values by ``|``, nested ones as ``group::value``, a column ``property__es`` a language."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from mesoregistry.catalog.model import Layout, fields
from mesoregistry.readers import delimited
from mesoregistry.readers.grid import Grid
from mesoregistry.readers.header import table_of
from mesoregistry.readers.header_names import header_key, header_keys
from mesoregistry.readers.table import Decision, Reading, Table

OTHER = "(other language)"  # a header no property has
LANGUAGE = re.compile(r"(?P<property>.+)__(?P<language>[a-z]{2,3})")


def table(path: Path, layout: Layout, reading: Reading) -> Table:
    """The one table, in the layout's language. Raises ``Unreadable``."""
    return table_of_grid(delimited.grid_of(path, layout, reading), layout, reading)


def table_of_grid(grid: Grid, layout: Layout, reading: Reading) -> Table:
    """The same of its cells. Raises ``Unreadable``."""
    _choose_language(grid.rows, layout, reading)
    grid.texts = None  # the header has others now
    read = table_of(grid, layout, reading)
    own = read.with_columns([i for i, header in enumerate(read.headers) if header.text != OTHER])
    lists = {i for i, header in enumerate(own.headers) if header_key(header.text) in _of_lists(layout)}
    rows = [
        row._replace(cells=tuple(_plain(cell) if i in lists else cell for i, cell in enumerate(row.cells)))
        for row in own.rows
    ]
    return replace(own, rows=rows)


def _of_lists(layout: Layout) -> set[str]:
    return header_keys(c for c in layout.columns if c.field and fields()[c.field].kind == "code")


def _choose_language(rows: list[list[str | None]], layout: Layout, reading: Reading) -> None:
    """``property__es`` becomes ``property``; columns of other languages are marked, to be left out."""
    others: list[str] = []
    declared = header_keys(layout.columns)
    first = next((row for row in rows if any(row)), [])
    written = list(first)
    for position, cell in enumerate(first):
        match = LANGUAGE.fullmatch((cell or "").strip())
        if match is None or header_key(cell or "") in declared:
            continue
        if match["language"] == layout.language:
            first[position] = match["property"]
        else:
            first[position] = OTHER
            others.append(match[0])
    for row in rows:
        if row is not first and row[: len(written)] == written:
            row[: len(written)] = first  # the header once more
    reading.decisions.append(Decision("language", layout.language))
    if others:
        reading.decisions.append(Decision("columns_of_other_languages", ", ".join(others)))


def _plain(cell: str | None) -> str | None:
    """``group::value`` is the value: the group is known from the list."""
    if cell is None or "::" not in cell:
        return cell
    return "|".join(part.rsplit("::", 1)[-1] for part in cell.split("|"))
