"""What is planted in the shape of a row: how its cells show, are merged, stored or placed, and two days in one cell."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.pile.book_writer import QUOTE
from mesoregistry.synthetic.pile.contents import Content
from mesoregistry.synthetic.pile.kind import Plant
from mesoregistry.synthetic.pile.plants import rows_beside, sheet_of, text_of

BY_HAND = ("workbook", "delimited")
ACCENTS = "áéíóúñÁÉÍÓÚÑ"
SHOWN = 4  # letters with an accent that show how a line is stored
SEEN = 3  # rows beside, so that the usual width of a row is seen


def day_of(row: Row, book: Book) -> dt.date | None:
    """The day in the cell of the event, where it is a date of the workbook or one of the layout's first form."""
    cell = row.cells[book.columns["event_date"]]
    if isinstance(cell, dt.datetime):
        return cell.date()
    for form in (book.layout.dates[0], "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text_of(cell), form).date()
        except ValueError:
            continue
    return None


def ranged(*forms: Callable[[dt.date, dt.date, str], str], has_end: bool) -> Plant:
    """First and last day of the event in the cell of its date; ``has_end``: where the last day has its own column."""

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        day = day_of(row, book)
        if day is None or has_end is not ("event_date_end" in book.columns):
            return False
        text = rng.choice(forms)(day, day + dt.timedelta(days=2), book.layout.dates[0])
        row.cells[book.columns["event_date"]] = text
        return True

    return plant


def two_days_later(sound: Content) -> str:
    return (dt.date.fromisoformat(str(sound["event_date"])) + dt.timedelta(days=2)).isoformat()


def month_alone(sound: Content) -> str:
    return str(sound["event_date"])[:7]


def month_cell(book: Book, row: Row, rng: random.Random) -> bool:
    """A cell that shows a month, as ``jun-22``, and holds its first day."""
    position = book.columns["event_date"]
    if book.layout.format != "workbook" or not isinstance(cell := row.cells[position], dt.datetime):
        return False
    row.cells[position] = cell.replace(day=1)
    row.formats[position] = rng.choice(("mmm-yy", "mm/yyyy", 'mmmm" de "yyyy'))
    return True


def age_as_date(book: Book, row: Row, rng: random.Random) -> bool:
    """Excel made a date of a band of ages, ``5-6``."""
    position = book.columns.get("defender_age")
    if book.layout.format != "workbook" or position is None or not row.cells[position]:
        return False
    row.cells[position] = dt.datetime(2024, rng.randint(4, 12), rng.randint(1, 12))
    row.formats[position] = "d-mmm"
    return True


def struck(book: Book, row: Row, rng: random.Random) -> bool:
    """A row, or the form of its attack, that is struck out."""
    form = book.columns.get("form")
    if book.suffix != ".xlsx":
        return False
    filled = frozenset(i for i, cell in enumerate(row.cells) if cell not in (None, ""))
    row.struck = frozenset({form}) if form in filled and rng.random() < 0.5 else filled
    return True


def merged_down(book: Book, row: Row, rng: random.Random) -> bool:
    """A cell over two rows, which hold the same there."""
    rows = sheet_of(book, row)
    index = next(i for i, known in enumerate(rows) if known is row)
    below = rows[index + 1] if index + 1 < len(rows) else None
    if book.layout.format != "workbook" or below is None or below.origin is None:
        return False
    names = ("admin1", "profile", "verification", "scope")
    positions = [book.columns[name] for name in names if name in book.columns]
    same = [i for i in positions if row.cells[i] and row.cells[i] == below.cells[i]]
    copies = [known for known in rows if known.origin is None and known.cells[1:] == below.cells[1:]]
    if not same or copies or any(row is last for _, last, _ in book.merged_down):
        return False
    position = rng.choice(same)
    below.cells[position] = None
    book.merged_down.append((row, below, position))
    return True


def under_no_header(book: Book, row: Row, rng: random.Random) -> bool:
    """A value beside the table, two columns to the right of its last header."""
    if book.layout.format not in BY_HAND:
        return False
    rows = sheet_of(book, row)
    width = max(len(known.cells) for known in rows) + 2
    for known in rows:
        known.cells += [None] * (width - len(known.cells))
    row.cells[-1] = rng.choice(("ver acta", "ojo", "pendiente de llamar"))
    return True


def stored_otherwise(book: Book, row: Row, rng: random.Random) -> bool:
    """A line of a text file in the encoding of another program, with letters enough to show it."""
    texts = "".join(text_of(cell) for cell in row.cells)
    if book.suffix != ".csv" or sum(texts.count(letter) for letter in ACCENTS) < SHOWN:
        return False
    if rows_beside(book, row) < SEEN or any(known.encoding for known in sheet_of(book, row)):
        return False
    others = ("cp1252", "mac_roman") if book.encoding == "utf-8" else ("utf-8", "mac_roman", "cp850")
    row.encoding = rng.choice(others)
    return True


def quoted(text: str) -> Plant:
    """A narrative in a text file, ``«`` and ``»`` of which are quotation marks that nobody doubled."""

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        position = book.columns.get("narrative")
        if book.suffix != ".csv" or position is None or rows_beside(book, row) < SEEN:
            return False
        row.cells[position] = text.replace("«", QUOTE).replace("»", QUOTE)
        return True

    return plant


def quoted_before_separator(book: Book, row: Row, rng: random.Random) -> bool:
    """The same right before the sign between cells: nobody can say where the cell ends."""
    sign = book.layout.delimiter or ","
    return quoted(f"Dejaron «ya sabemos»{sign} en la puerta")(book, row, rng)


def with_null(text: str) -> str:
    """The text with a sign in it that is no letter and that nobody sees."""
    return f"{text[:2]}\0{text[2:]}"
