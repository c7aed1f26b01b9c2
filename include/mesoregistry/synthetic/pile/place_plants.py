"""What is planted in places: a municipality of another department, or where the department should stand."""

from __future__ import annotations

import random

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.pile.kind import Plant
from mesoregistry.synthetic.pile.plants import text_of

OWN_DEPARTMENT = {
    "Apopa": ("sv", "San Salvador"),
    "Mixco": ("gt", "Guatemala"),
    "Choloma": ("hn", "Cortés"),
    "Zapopan": ("mx", "Jalisco"),
    "Tipitapa": ("ni", "Managua"),
}
HOME = ("", "no")  # what is typed of exile where a place is one of the country


def in_department(country: str, department: str, municipality: str, *, inside: bool = True) -> Plant:
    """Type a municipality in a row of a department of a country, or with ``inside`` false of another department."""

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        if not _is_place_of(book, row, country) or not text_of(row.cells[book.columns["admin2"]]):
            return False
        admin1 = term_key(text_of(row.cells[book.columns["admin1"]]).replace("_", " "))
        if not admin1 or (admin1 == term_key(department)) is not inside:
            return False
        row.cells[book.columns["admin2"]] = municipality
        return True

    return plant


def as_department(municipality: str) -> Plant:
    """Type a municipality where its department should stand."""
    country, _ = OWN_DEPARTMENT[municipality]

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        if not _is_place_of(book, row, country) or not text_of(row.cells[book.columns["admin1"]]):
            return False
        row.cells[book.columns["admin1"]] = municipality
        return True

    return plant


def _is_place_of(book: Book, row: Row, country: str) -> bool:
    exile = book.columns.get("in_exile")
    is_abroad = exile is not None and term_key(text_of(row.cells[exile])) not in HOME
    return book.layout.id.startswith(country) and not is_abroad
