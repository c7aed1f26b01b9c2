"""What a row of a repeat group says of its case: the columns for it, and whether they say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.whole_numbers import without_decimals
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.grid import Unreadable
from mesoregistry.readers.table import Reading, Table

Index = dict[str, int]  # key of a row -> the number of its row in the main table
NOT_UNIQUE = -1
NUMBER = re.compile(r"\d{1,6}")  # what is longer is the number of no row, and may be a phone
IDENTITIES = (
    ("_submission__id", "_id"),
    ("_submission__uuid", "_uuid"),
    ("PARENT_KEY", "KEY"),
    ("PARENT_KEY", "meta-instanceID"),
    ("PARENT_KEY", "meta/instanceID"),
)
"""Columns of a group and of the main table that name the answer itself, wherever its rows were pasted to."""


def number_of(text: str | None) -> str:
    """A number of a row in one form: programs write ``7.0`` where they keep numbers with decimals, people blanks.

    Excel's mark of a text, an apostrophe, stands in what was pasted.
    """
    return without_decimals((text or "").strip().lstrip("'’"))


def position(table: Table, header: str) -> int | None:
    """The position of a column of the program's own, however its letters are cased; ``None`` without it."""
    name = header.casefold()
    return next((i for i, h in enumerate(table.headers) if h.text.casefold() == name), None)


def identities_of(main: Table, table: Table) -> Iterable[tuple[int, Index]]:
    """The columns of a group that name the answer, each with the rows of the main table by that name."""
    for own, of_main in IDENTITIES:
        column, main_column = position(table, own), position(main, of_main)
        if column is not None and main_column is not None:
            yield column, unique((identity(row.cells[main_column]), row.number) for row in main.rows)


def identity(text: str | None) -> str:
    """What names an answer, without the path to a row in it, in one form: programs write its letters in both cases."""
    return number_of((text or "").split("/")[0]).casefold().removeprefix("uuid:")


def unique(rows: Iterable[tuple[str | None, int]]) -> Index:
    """Rows by key; a key that two rows of different answers have is ``NOT_UNIQUE``."""
    index: Index = {}
    for key, number in rows:
        if key:
            index[key] = number if index.get(key, number) == number else NOT_UNIQUE
    return index


def unread_rows(table: Table, reading: Reading) -> set[int]:
    """The numbers of rows of a sheet that were told and left out: each may be a case, with rows in groups."""
    errors = {f.row for f in reading.findings if f.sheet == table.sheet and f.row and f.severity == "error"}
    return errors - {row.number for row in table.rows}


def check_numbers(table: Table, numbers: Iterable[tuple[str, Index]], unread: int) -> None:
    """Hold the numbers that rows of a group name against those that the rows above have.

    Numbers beyond an unbroken row of them are of a sheet that was numbered again after a row was deleted: then others
    belong to other cases too, and nothing tells which. Raises ``Unreadable``.

    Args:
        numbers: the number that each row names, with the rows above by theirs.
        unread: how many rows above were left out; theirs may be the last numbers.
    """
    last_of: dict[int, int] = {}
    for number, index in numbers:
        last = last_of.get(id(index))
        if last is None:
            first = 0 if "0" in index else 1
            last = len(index) + first - 1
            has_gaps = any(str(i) not in index for i in range(first, last + 1))
            last = last_of[id(index)] = 0 if has_gaps else last
        if last and NUMBER.fullmatch(number) and number not in index and not 0 < int(number) <= last + unread:
            raise Unreadable(
                message("parent_index_beyond").finding(
                    Address(table.sheet), group=table.group, found=number, limit=last
                )
            )


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
