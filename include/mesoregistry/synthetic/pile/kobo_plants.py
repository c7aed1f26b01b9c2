"""What is planted in the repeat groups of a KoboToolbox export."""

from __future__ import annotations

import random

from mesoregistry.synthetic.pile.book import Book, Row


def empty_answer(book: Book, row: Row, rng: random.Random) -> bool:
    """A row of a repeat group with nothing but its numbers."""
    index = _kobo_cell(book, row, "_index")
    groups = [name for name, rows in book.sheets.items() if _position(rows, "_parent_index") is not None]
    if index is None or not groups:
        return False
    rows = book.sheets[rng.choice(groups)]
    cells: list[object] = [None] * len(rows[0].cells)
    for header, value in (("_index", str(len(rows))), ("_parent_index", index)):
        position = _position(rows, header)
        if position is not None:
            cells[position] = value
    rows.append(Row(cells))
    return True


def pasted_parts(book: Book, row: Row, rng: random.Random) -> bool:
    """Rows of another export: the number of a case is that of another one, its answer's own number is not."""
    index = _kobo_cell(book, row, "_index")
    main = book.main()
    if index is None or _position(main, "_id") is None:
        return False
    others = [known for known in main if known.origin is not None and known is not row]
    position = _position(main, "_index")
    if not others or position is None:
        return False
    other = rng.choice(others).cells[position]
    row.cells[position] = other
    for rows in book.sheets.values():
        parent = _position(rows, "_parent_index")
        for line in rows[1:] if parent is not None else []:
            if parent is not None and line.cells[parent] == index:
                line.cells[parent] = other
    return True


def _kobo_cell(book: Book, row: Row, header: str) -> object:
    position = _position(book.main(), header) if book.layout.format == "kobo" else None
    return None if position is None else row.cells[position]


def _position(rows: list[Row], header: str) -> int | None:
    return rows[0].cells.index(header) if rows and header in rows[0].cells else None
