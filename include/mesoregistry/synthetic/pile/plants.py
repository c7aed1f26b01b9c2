"""How a kind is planted: what is typed over a cell, into a row, or as a line of its own."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.pile.kind import Plant


def typed(field: str, *texts: str, when: Callable[[str], bool] = bool) -> Plant:
    """Type one of ``texts`` over a cell of a field that ``when`` (by its text) allows."""

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        position = book.columns.get(field)
        if position is None or not when(text_of(row.cells[position])):
            return False
        row.cells[position] = rng.choice(texts)
        return True

    return plant


def of_lone_case(plant: Plant) -> Plant:
    """The same, in the only row of a case: two rows of one case must not say different things."""

    def plant_if_lone(book: Book, row: Row, rng: random.Random) -> bool:
        position = book.columns.get("case_key")
        key = row.cells[position] if position is not None else None
        others = [cells for cells in (other.cells for other in sheet_of(book, row)) if cells is not row.cells]
        repeats = position is not None and any(key in cells[position : position + 1] for cells in others)
        return not repeats and plant(book, row, rng)

    return plant_if_lone


def changed(field: str, *changes: Callable[[str], str], text_only: bool = False) -> Plant:
    """Change the text of a cell of a field; ``text_only``: of a text file alone."""

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        position = None if text_only and book.suffix != ".csv" else book.columns.get(field)
        text = text_of(row.cells[position]) if position is not None else ""
        new = rng.choice(changes)(text) if text else text
        if position is None or new == text:
            return False
        row.cells[position] = new
        return True

    return plant


def text_of(cell: object) -> str:
    """A cell as a text file holds it."""
    return cell.isoformat()[:10] if isinstance(cell, dt.date) else "" if cell is None else str(cell)


def dated(
    *changes: Callable[[dt.date, str], str],
    text_only: bool = False,
    when: Callable[[dt.date], bool] = lambda day: True,
) -> Plant:
    """Write the day of the event otherwise, given the layout's own form; ``text_only``: in a text file alone."""

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        position = book.columns["event_date"]
        day = _day(row.cells[position], book.layout.dates)
        if day is None or not when(day) or (text_only and book.suffix != ".csv"):
            return False
        row.cells[position] = rng.choice(changes)(day, book.layout.dates[0])
        return True

    return plant


def _day(cell: object, formats: tuple[str, ...]) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    for pattern in (formats[0], "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text_of(cell), pattern).date()
        except ValueError:
            continue
    return None


def line(make: Callable[[Book, Row], list[object]], *, last: bool = False) -> Plant:
    """Put a line below a row of the main sheet; ``last``: at the end of the sheet."""

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        rows = sheet_of(book, row)
        index = next(i for i, known in enumerate(rows) if known is row)
        rows.insert(len(rows) if last else index + 1, Row(make(book, row)))
        return True

    return plant


def header_again(book: Book, row: Row) -> list[object]:
    """The cells of the header above a row."""
    rows = sheet_of(book, row)
    first = next(i for i, known in enumerate(rows) if known.origin is not None)
    return list(rows[first - 1].cells)


def filled(row: Row, *cells: object) -> list[object]:
    """Cells as wide as a row, the first ones filled."""
    return [*cells, *[None] * (len(row.cells) - len(cells))]


def last_line(*cells: object) -> Plant:
    """Put a line with these cells at the end of the sheet."""
    return line(lambda book, row: filled(row, *cells), last=True)


def rows_beside(book: Book, row: Row) -> int:
    """How many records of the sound file stand in the sheet of a row."""
    return sum(known.origin is not None for known in sheet_of(book, row))


def sheet_of(book: Book, row: Row) -> list[Row]:
    """The rows of the sheet that a row stands in."""
    return next(rows for rows in book.sheets.values() if any(known is row for known in rows))


def moved(book: Book, row: Row, rng: random.Random) -> bool:
    """One cell put in: what stands behind it moves to the right."""
    position = book.columns.get("profile")
    if position is None or book.layout.format == "kobo":
        return False
    end = max(book.columns.values()) + 1
    row.cells[position:end] = ["", *row.cells[position : end - 1]]
    return True


def cut_short(book: Book, row: Row, rng: random.Random) -> bool:
    """A text file without the separators of its last, empty cells."""
    if book.suffix != ".csv" or row.cells[-1] not in ("", None):
        return False
    while len(row.cells) > 1 and row.cells[-1] in ("", None):
        row.cells.pop()
    return True
