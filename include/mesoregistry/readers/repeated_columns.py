"""Repeat groups that a text export writes as columns: ``group[1]/question``, ``group[2]/question``, ..."""

from __future__ import annotations

import re
from collections.abc import Set

from mesoregistry.catalog.messages import message
from mesoregistry.readers.grid import Unreadable
from mesoregistry.readers.table import Header, Row, Table

REPEATED = re.compile(r"(?P<path>.+\[\d+\])/(?P<question>[^\[\]]+)")
NUMBER = re.compile(r"\[(\d+)\]")


# a hyphen, and what people and programs write in its place
SIGNS_FOR_NOTHING = "-–—_.… "


def is_no_answer(text: str | None, nothing: Set[str]) -> bool:
    """Whether a cell is empty, or holds a sign or one of these words (small letters) for nothing."""
    plain = (text or "").strip()
    return not plain.strip(SIGNS_FOR_NOTHING) or plain.casefold() in nothing


def question_of_group(header: str) -> tuple[str, tuple[int, ...], str] | None:
    """Group, numbers and question of ``a/b[2]/c[1]/d``: ``a/b/c``, (2, 1), ``d``."""
    if (match := REPEATED.fullmatch(header)) is None:
        return None
    numbers = tuple(int(number) for number in NUMBER.findall(match["path"]))
    return NUMBER.sub("", match["path"]), numbers, match["question"]


def group_of_columns(main: Table, group: str, nothing: Set[str]) -> Table:
    """A repeat group written as ``group[1]/question``: a row for each number that has a value.

    Raises ``Unreadable`` when no column belongs to the group.
    """
    repeated = [
        (i, m) for i, h in enumerate(main.headers) if (m := question_of_group(h.text)) and m[0] == group
    ]
    if not repeated:
        raise Unreadable(message("group_missing").finding(group=group))
    questions = list(dict.fromkeys(question for _, (_, _, question) in repeated))
    letters = {question: main.headers[i].letter for i, (_, _, question) in reversed(repeated)}
    positions = {(numbers, question): i for i, (_, numbers, question) in repeated}
    rows: list[Row] = []
    parents: list[int] = []
    for row in main.rows:
        for numbers in sorted({numbers for numbers, _ in positions}):
            places = [positions.get((numbers, question)) for question in questions]
            cells = tuple(row.cells[i] if i is not None else None for i in places)
            errors = frozenset(n for n, i in enumerate(places) if i in row.errors)
            if errors or not all(is_no_answer(cell, nothing) for cell in cells):
                rows.append(Row(row.number, cells, errors))
                parents.append(row.number)
    headers = tuple(Header(f"{group}/{question}", letters[question]) for question in questions)
    return Table(main.sheet, main.header_row, headers, rows, group, parents)
