"""What is planted in the repeat groups of a KoboToolbox export."""

from __future__ import annotations

import json
import random
from functools import lru_cache

from mesoregistry.catalog.model import fields
from mesoregistry.intake.interpretation import landed_array
from mesoregistry.settings import settings
from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.word_lists import choice_name, labels, terms

CHOSEN = (
    "right_other",
    "perpetrator",
    "context",
    "close_relation",
)  # fields of questions with several choices


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


def labels_for_names(book: Book, row: Row, rng: random.Random) -> bool:
    """Choices by their labels, which have blanks, in the place of their names."""
    questions = [c.header for c in book.layout.columns if c.split and c.split.choices and c.group is None]
    rows = book.main()
    headers = [str(header) for header in rows[0].cells]
    positions = [i for i, header in enumerate(headers) if header.split("/")[0] in questions]
    if book.layout.format != "kobo" or not any("_" in headers[i].partition("/")[2] for i in positions):
        return False
    for known in rows:
        for i in positions:
            question, sign, choice = headers[i].partition("/")
            if known is rows[0] and sign:
                known.cells[i] = f"{question}/{_labels().get(choice, choice)}"
            elif known is not rows[0] and not sign and isinstance(text := known.cells[i], str):
                known.cells[i] = " ".join(_labels().get(name, name) for name in text.split())
    return True


def label_of(field: str, value: object) -> object:
    """What must be read of an answer whose choices were written by their labels."""
    if field not in CHOSEN or not isinstance(value, str):
        return value
    names = json.loads(value)
    return landed_array([_labels().get(name, name) for name in names])


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    """The label of each choice, by its name in a form."""
    lists = [fields()[name].list or "" for name in CHOSEN]
    own = [term.all[0] for name in lists for term in terms(name).values()]
    listed = [term.all[0] for (name, _), term in labels(settings().seeds).items() if name in lists]
    return {choice_name(label): label for label in (*own, *listed)}
