"""A sheet that seems to hold cases and is not read, since its name is not the agreed one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, Layout
from mesoregistry.findings import Address, Finding
from mesoregistry.readers import header
from mesoregistry.readers.grid import Grid, Unreadable
from mesoregistry.readers.header_names import header_key, header_keys

# what a program or a person adds to the name of a second sheet: agresiones2, agresiones (2), agresiones - copia
ADDED = re.compile(r"[\W\d_]+|\b(copia|copy|de|of)\b")


def unread(grid: Grid, layout: Layout, wanted: str) -> Finding | None:
    """A sheet of a workbook under a name that is not the agreed one, ``wanted``, with a header and rows as expected."""
    try:
        index, _ = header.find(grid, list(layout.columns), layout.header_rows or 1)
    except Unreadable:
        return None
    if not (rows := _rows(grid, index + (layout.header_rows or 1))):
        return None
    return message("sheet_unread").finding(
        Address(grid.name), quotes=("sheet_name",), sheet_name=grid.name, found=rows, wanted=wanted
    )


def unread_of_groups(grid: Grid, layout: Layout, main: Grid, groups: Sequence[str]) -> Finding | None:
    """A second sheet of the cases or of a repeat group: named after it, or with every question of the cases.

    An export has sheets of other groups too, with questions that are called as one of these.
    """
    for group in (None, *groups):
        columns = [column for column in layout.columns if column.group == group]
        try:
            index, texts = header.find(grid, columns, 1, group)
        except Unreadable:
            continue
        name = group or main.name or ""
        is_second = _core(grid.name or "") == _core(name) or (
            group is None and _has_all(texts, main, columns)
        )
        if is_second and (rows := _rows(grid, index + 1)):
            return message("sheet_unread_second").finding(
                Address(grid.name), quotes=("sheet_name", "wanted"),
                sheet_name=grid.name, found=rows, wanted=name,
            )  # fmt: skip
    return None


def _core(name: str) -> str:
    return ADDED.sub("", name.casefold())


def _has_all(texts: Sequence[str], main: Grid, columns: list[Column]) -> bool:
    """Whether a header has every question that the sheet of the cases has."""
    _, of_main = header.find(main, columns, 1)
    questions = {header_key(text) for text in of_main} & header_keys(columns)
    return questions <= {header_key(text) for text in texts}


def _rows(grid: Grid, first: int) -> int:
    return sum(any(row) for row in grid.rows[first:])
