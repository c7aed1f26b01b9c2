"""A file of another month than the one that it is filed for."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.pile.plants import text_of
from mesoregistry.synthetic.pile.shape_plants import day_of

FEWEST = 7  # dates of its month in a file, of which other kinds may take some


def other_sheet(book: Book, row: Row, rng: random.Random) -> bool:
    """The sheet is named after another month."""
    names = [name for name, rows in book.sheets.items() if any(known.origin for known in rows)]
    if book.layout.format != "workbook" or len(names) != 1:
        return False
    [name] = names
    other = f"Octubre {rng.choice((2022, 2023))}" if "enero" in book.layout.sheets else "Agresiones octubre"
    book.sheets = {other if known == name else known: rows for known, rows in book.sheets.items()}
    book.merged = {other if known == name else known: cells for known, cells in book.merged.items()}
    return True


def other_year(book: Book, row: Row, rng: random.Random) -> bool:
    """Every date of another year: the year before was typed on."""
    days = {id(known): day for known in book.rows() if (day := day_of(known, book))}
    position = book.columns["event_date"]
    months = Counter(f"{day:%Y-%m}" for day in days.values())
    if max(months.values(), default=0) < FEWEST or len(days) < len(book.rows()):
        return False
    for known in book.rows():
        day = days[id(known)]
        before = a_year_before(day)
        cell = known.cells[position]
        if isinstance(cell, dt.datetime):
            known.cells[position] = dt.datetime.combine(before, dt.time())
        else:
            form = "%Y-%m-%d" if text_of(cell)[4:5] == "-" else book.layout.dates[0]
            known.cells[position] = before.strftime(form)
    return True


def a_year_before(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))


def of_other_year(field: str, value: object) -> object:
    """What must be read of a date of another year."""
    if field != "event_date" or not isinstance(value, str):
        return value
    return a_year_before(dt.date.fromisoformat(value)).isoformat()
