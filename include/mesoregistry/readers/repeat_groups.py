"""Rows of repeat groups joined to their row of the main table, by what never repeats where the export has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address
from mesoregistry.readers.grid import Unreadable
from mesoregistry.readers.links import (
    NOT_UNIQUE,
    Index,
    check_numbers,
    differing_links,
    identities_of,
    identity,
    number_of,
    position,
    unique,
    unread_rows,
)
from mesoregistry.readers.repeated_columns import is_no_answer
from mesoregistry.readers.table import Reading, Row, Table

CUT = 28  # a sheet name this long may be the beginning of a longer one


def join(
    main: Table,
    groups: Sequence[Table],
    reading: Reading,
    questions: Callable[[Table], Sequence[int]],
    nothing: Set[str],
) -> list[Table]:
    """Give each row of a group the number of its row in the main table, through the group above it if any.

    A row without a case is told, unless it answers none of the ``questions``, or with words for ``nothing``.
    Raises ``Unreadable`` when an answered row is of a key that two rows have, a number that none can have, or none.
    """
    rows_above: dict[str, Index] = {(main.sheet or ""): _by_index(main, reading)}
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
            {} if index is None else unique((number_of(row.cells[index]), parent) for row, parent in kept)
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
    identities = list(identities_of(main, table))
    if not identities and position(table, "_parent_index") is None and len(empty) < len(table.rows):
        raise Unreadable(message("group_without_links").finding(Address(table.sheet), group=table.group))
    parents: list[int | None] = []
    by_number: list[tuple[str, Index]] = []
    numbers = _numbers_above(table, rows_above)
    for row, by_index in zip(table.rows, numbers, strict=True):
        known = [(identity(row.cells[i]), index) for i, index in identities if row.cells[i]]
        key, index = known[0] if known else by_index
        number = index.get(key)
        if row.number in empty:
            number = None if number == NOT_UNIQUE else number
        elif not known:
            by_number.append(by_index)
        if number == NOT_UNIQUE:
            raise Unreadable(message("parent_not_unique").finding(group=table.group, line=row.number))
        parents.append(number)
    check_numbers(table, by_number, len(unread_rows(main, reading)))
    if identities:
        used = table.headers[identities[0][0]].text
        reading.findings += differing_links(table, rows_above[main.sheet or ""], main.sheet, parents, used)
    return parents


def _numbers_above(table: Table, rows_above: Mapping[str, Index]) -> list[tuple[str, Index]]:
    """For each row of a group, the number of the row above it, with the rows of the table that it is a number of."""
    number, name = position(table, "_parent_index"), position(table, "_parent_table_name")
    return [
        (
            number_of(row.cells[number]) if number is not None else "",
            _index_above(rows_above, row.cells[name] if name is not None else None),
        )
        for row in table.rows
    ]


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


def _by_index(main: Table, reading: Reading) -> Index:
    index = position(main, "_index")
    if index is None:
        unread = unread_rows(main, reading)
        lines = sorted({row.number for row in main.rows} | unread)
        return {str(i): line for i, line in enumerate(lines, start=1) if line not in unread}
    return unique((number_of(row.cells[index]), row.number) for row in main.rows)
