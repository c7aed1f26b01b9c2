"""What a country's catalogue declares of its columns: another country's rows, two questions, defaults, precision."""

from __future__ import annotations

import random
from collections.abc import Callable

from mesoregistry.catalog.conventions import Withheld
from mesoregistry.catalog.model import Column
from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.pile.columns_added import add_column, change, declare, header_of
from mesoregistry.synthetic.pile.kind import Plant
from mesoregistry.synthetic.pile.plants import text_of
from mesoregistry.synthetic.pile.shape_plants import day_of

OWN, OTHER = "El Salvador", "Uruguay"
RENAMED = ("admin1", "profile", "verification", "right_defended")
FEWEST = 4  # rows of a file whose question was renamed in the middle of the month


def country_column(text: str) -> Plant:
    """A file of several countries, of which ``only`` takes one; ``text`` in the row planted."""

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        add_column(book, "País", lambda known: text if known is row else OWN)
        declare(book, Column(header="País", only=(OWN,), ignored="whose row it is"))
        return True

    return plant


def renamed_question(*, differing: bool) -> Plant:
    """A question renamed in the middle of the month: the later rows answer it in a column of its own.

    ``differing``: the row planted answers both, each otherwise.
    """

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        name = rng.choice([name for name in RENAMED if name in book.columns])
        position, rows = book.columns[name], book.rows()
        others = {text_of(known.cells[position]) for known in rows} - {"", text_of(row.cells[position])}
        if len(rows) < FEWEST or (differing and not (others and row.cells[position])):
            return False
        header = f"{header_of(book, name).rsplit(' / ')[-1]}_v2"
        later = {id(known) for known in rows[len(rows) // 2 :]} - {id(row)}
        add_column(book, header, lambda known: known.cells[position] if id(known) in later else None)
        for known in rows:
            if id(known) in later:
                known.cells[position] = None
        if differing:
            row.cells[-1] = rng.choice(sorted(others))
        change(book, name, also=(header,))
        return True

    return plant


def default_taken(book: Book, row: Row, rng: random.Random) -> bool:
    """An empty cell of a column that has a default."""
    position = book.columns.get("profile")
    if position is None or not row.cells[position]:
        return False
    change(book, "profile", default=text_of(row.cells[position]))
    row.cells[position] = None
    return True


def precision_column(book: Book, row: Row, rng: random.Random) -> bool:
    """A column that says how precise the date is: of this row the month alone."""
    if day_of(row, book) is None:
        return False
    word = rng.choice(("mes", "Solo mes", "month"))
    add_column(book, "Precisión de la fecha", lambda known: word if known is row else "exacta")
    declare(book, Column(header="Precisión de la fecha", precision_of="event_date"))
    return True


def words_added(own: str, *texts: str) -> Plant:
    """A layout with a word of its own for a name that is withheld; it adds to the usual ones."""

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        position = book.columns.get("defender_name")
        if position is None or not row.cells[position]:
            return False
        book.layout = book.layout.model_copy(update={"names": Withheld.model_validate({"withheld": [own]})})
        row.cells[position] = rng.choice(texts)
        return True

    return plant


def twin_header(book: Book, row: Row, rng: random.Random) -> bool:
    """An empty column whose header differs in case alone from one that is read."""
    headers = [header_of(book, name) for name in book.columns]
    chosen: Callable[[str], str] = rng.choice((str.upper, str.lower, str.title))
    names = [header for header in headers if " / " not in header and chosen(header) != header]
    if not names:
        return False
    add_column(book, chosen(rng.choice(names)), lambda known: None)
    return True
