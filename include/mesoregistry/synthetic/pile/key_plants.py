"""What is planted in the keys of cases, beside other spellings of them."""

from __future__ import annotations

import random

from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.pile.plants import sheet_of, text_of

ENOUGH = 10  # keys of a file that show what its keys look like, four of them planted


def named_key(book: Book, row: Row, rng: random.Random) -> bool:
    """A name where the other cases have a code; few cases show no code."""
    position = book.columns.get("case_key")
    if position is None or len({text_of(known.cells[position]) for known in book.rows()} - {""}) < ENOUGH:
        return False
    row.cells[position] = rng.choice(("Zoila Inventada Prado", "Caso de Zoila"))
    return True


def another_key(book: Book, row: Row, rng: random.Random) -> bool:
    """The row once more, with another key; only where it names somebody."""
    key, name = book.columns.get("case_key"), book.columns.get("defender_name")
    if (
        key is None
        or name is None
        or book.layout.format == "kobo"
        or not row.cells[key]
        or not row.cells[name]
    ):
        return False
    cells = [f"{text_of(cell)}9" if i == key else cell for i, cell in enumerate(row.cells)]
    rows = sheet_of(book, row)
    rows.append(Row(cells))
    return True
