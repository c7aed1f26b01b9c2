"""Rows of repeat groups joined to their row of the main table, by what never repeats where the export has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address
from mesoregistry.readers.grid import Unreadable
from mesoregistry.readers.links import NOT_UNIQUE, Index, differing_links, number_of, position
from mesoregistry.readers.repeated_columns import is_no_answer
from mesoregistry.readers.table import Reading, Row, Table

CUT = 28  # a sheet name this long may be the beginning of a longer one
IDENTITIES = (
    ("_submission__id", "_id"),
    ("_submission__uuid", "_uuid"),
    ("PARENT_KEY", "KEY"),
    ("PARENT_KEY", "meta-instanceID"),
    ("PARENT_KEY", "meta/instanceID"),
)
"""Columns of a group and of the main table that name the answer itself, wherever its rows were pasted to."""


def join(
    main: Table,
    groups: Sequence[Table],
    reading: Reading,
    questions: Callable[[Table], Sequence[int]],
    nothing: Set[str],
) -> list[Table]:
    """Give each row of a group the number of its row in the main table, through the group above it if any.

    A row without a case is told, unless it answers none of the ``questions``, or with words for ``nothing``.
    Raises ``Unreadable`` when an answered row belongs to a key that two rows have, or nothing says to which it does.
    """
    rows_above: dict[str, Index] = {(main.sheet or ""): _by_index(main)}
    joined: list[Table] = []
    for table in groups:
        empty = {row.number for row in table.rows if _is_empty(row, questions(table), nothing)}
        parents = _parents(main, table, rows_above, empty, reading)
        for row, parent in zip(table.rows, parents, strict=True):
            if parent is None:
                rule = "group_row_empty" if row.number in empty else "parent_missing"
                reading.findings.append(
                    message(rule).finding(Address(table.sheet, row.number), group=table.group)
                )
        kept = [(row, parent) for row, parent in zip(table.rows, parents, strict=True) if parent is not None]
        joined.append(replace(table, rows=[row for row, _ in kept], parents=[parent for _, parent in kept]))
        index = position(table, "_index")
        rows_above[table.sheet or ""] = (
            {} if index is None else _unique((number_of(row.cells[index]), parent) for row, parent in kept)
        )
    return joined


def without_empty_rows(table: Table, questions: Sequence[int], reading: Reading, nothing: Set[str]) -> Table:
    """The table less the rows in which no question (positions of columns) is answered: nobody and nothing."""
    kept: list[tuple[Row, int]] = []
    for row, parent in zip(table.rows, table.parents, strict=True):
        if not _is_empty(row, questions, nothing):
            kept.append((row, parent))
        else:
            address = Address(table.sheet, row.number)
            reading.findings.append(message("group_row_empty").finding(address, group=table.group))
    return replace(table, rows=[row for row, _ in kept], parents=[parent for _, parent in kept])


def _is_empty(row: Row, questions: Sequence[int], nothing: Set[str]) -> bool:
    """Whether a row answers none of the questions."""
    return not row.errors and all(is_no_answer(row.cells[i], nothing) for i in questions)


def _parents(
    main: Table, table: Table, rows_above: Mapping[str, Index], empty: Set[int], reading: Reading
) -> list[int | None]:
    """For each row of a group, the number of its row in the main table; ``empty``: numbers of rows without answers."""
    identities = list(_identities(main, table))
    parent, parent_table = position(table, "_parent_index"), position(table, "_parent_table_name")
    if not identities and parent is None and len(empty) < len(table.rows):
        raise Unreadable(message("group_without_links").finding(Address(table.sheet), group=table.group))
    parents: list[int | None] = []
    for row in table.rows:
        known = [(i, index) for i, index in identities if row.cells[i]]
        if known:
            column, index = known[0]
            key = _identity(row.cells[column])
        else:
            index = _index_above(rows_above, row.cells[parent_table] if parent_table is not None else None)
            key = number_of(row.cells[parent]) if parent is not None else ""
        number = index.get(key)
        if number == NOT_UNIQUE and row.number in empty:
            number = None
        if number == NOT_UNIQUE:
            raise Unreadable(message("parent_not_unique").finding(group=table.group, line=row.number))
        parents.append(number)
    if identities:
        used = table.headers[identities[0][0]].text
        reading.findings += differing_links(table, rows_above[main.sheet or ""], main.sheet, parents, used)
    return parents


def _identities(main: Table, table: Table) -> Iterable[tuple[int, Index]]:
    """The columns of a group that name the answer, each with the rows of the main table by that name."""
    for own, of_main in IDENTITIES:
        column, main_column = position(table, own), position(main, of_main)
        if column is not None and main_column is not None:
            yield column, _unique((_identity(row.cells[main_column]), row.number) for row in main.rows)


def _identity(text: str | None) -> str:
    """What names an answer, without the path to a row in it, in one form: programs write its letters in both cases."""
    return number_of((text or "").split("/")[0]).casefold().removeprefix("uuid:")


def _unique(rows: Iterable[tuple[str | None, int]]) -> Index:
    """Rows by key; a key that two rows of different answers have is ``NOT_UNIQUE``."""
    index: Index = {}
    for key, number in rows:
        if key:
            index[key] = number if index.get(key, number) == number else NOT_UNIQUE
    return index


def _index_above(rows_above: Mapping[str, Index], name: str | None) -> Index:
    """The rows of the parent table. A sheet name is cut to 31 characters, ``_parent_table_name`` is not."""
    if name is None:
        return next(iter(rows_above.values()))
    cut = (
        index
        for sheet, index in rows_above.items()
        if len(sheet) >= CUT and name.startswith(sheet.removesuffix("..."))
    )
    return rows_above[name] if name in rows_above else next(cut, {})


def _by_index(main: Table) -> Index:
    index = position(main, "_index")
    if index is None:
        return {str(number): row.number for number, row in enumerate(main.rows, start=1)}
    return _unique((number_of(row.cells[index]), row.number) for row in main.rows)
