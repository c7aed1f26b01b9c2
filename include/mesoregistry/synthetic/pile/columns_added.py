"""Columns put beside the others of an extract, with the layout that declares them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mesoregistry.catalog.model import Column
from mesoregistry.synthetic.pile.book import Book, Row


def tables(book: Book) -> Iterator[tuple[list[Row], int]]:
    """The rows of each sheet of cases, and the position of the last row of its header."""
    for rows in book.sheets.values():
        first = next((i for i, row in enumerate(rows) if row.origin is not None), None)
        if first:
            yield rows, first - 1


def add_column(book: Book, header: str, text_of_row: Callable[[Row], object]) -> int:
    """Put a column behind the others; its position. Of two rows of header its text stands in the upper one."""
    width = max(len(row.cells) for rows, _ in tables(book) for row in rows)
    for rows, last in tables(book):
        for number, row in enumerate(rows):
            row.cells += [None] * (width - len(row.cells))
            row.cells.append(text_of_row(row) if row.origin is not None else None)
            if number == last - max(book.layout.header_rows - 1, 0):
                row.cells[-1] = header
    return width


def declare(book: Book, *columns: Column) -> None:
    """Add columns to the layout of a book."""
    book.layout = book.layout.model_copy(update={"columns": (*book.layout.columns, *columns)})


def change(book: Book, field: str, **changes: object) -> None:
    """Declare the column of a field otherwise."""
    columns = tuple(
        column.model_copy(update=changes) if column.field == field else column
        for column in book.layout.columns
    )
    book.layout = book.layout.model_copy(update={"columns": columns})


def header_of(book: Book, field: str) -> str:
    return next(column.header for column in book.layout.columns if column.field == field)
