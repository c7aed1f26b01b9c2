"""What a row of a repeat group says of its case: the columns for it, and whether they say the same."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.whole_numbers import without_decimals
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.table import Table

Index = dict[str, int]  # key of a row -> the number of its row in the main table
NOT_UNIQUE = -1


def number_of(text: str | None) -> str:
    """A number of a row in one form: programs write ``7.0`` where they keep numbers with decimals, people blanks."""
    return without_decimals((text or "").strip())


def position(table: Table, header: str) -> int | None:
    """The position of a column of the program's own, however its letters are cased; ``None`` without it."""
    name = header.casefold()
    return next((i for i, h in enumerate(table.headers) if h.text.casefold() == name), None)


def differing_links(
    table: Table, index: Index, main: str | None, parents: Sequence[int | None], used: str
) -> list[Finding]:
    """The question about rows of which ``_parent_index`` names another case than the one that they were joined to.

    Args:
        index: the rows of the main table, whose sheet is ``main``, by their ``_index``.
        parents: the rows of the main table that the rows of ``table`` were joined to, by the column ``used``.
    """
    columns = [position(table, name) for name in ("_parent_index", "_parent_table_name")]
    cells = [[row.cells[i] if i is not None else None for i in columns] for row in table.rows]
    linked = [
        (row.number, parent, index.get(number_of(key), parent))
        for row, parent, (key, name) in zip(table.rows, parents, cells, strict=True)
        if parent and (name == main or columns[1] is None)
    ]
    differing = [number for number, parent, other in linked if other not in (parent, NOT_UNIQUE)]
    if columns[1] is None and len(differing) * 2 > len(linked):
        return []  # of a group within a group: the numbers are those of its rows
    return [
        message("parent_links_differ").finding(
            Address(table.sheet), group=table.group, line=differing[0], count=len(differing), used=used
        )
        for _ in differing[:1]
    ]
