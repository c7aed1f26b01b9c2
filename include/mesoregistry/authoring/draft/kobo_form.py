"""An export of KoboToolbox: its repeat groups as tables, without the columns of the system."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mesoregistry.authoring.draft.draft_table import DraftTable
from mesoregistry.readers.kobo import SYSTEM
from mesoregistry.readers.repeated_columns import question_of_group

MARKS = frozenset(
    {"_uuid", "_submission_time", "_submission__id", "_parent_index", "_parent_table_name", "_index"}
)
REPEATED = re.compile(r".+\[\d+\]/.+")


def is_kobo(table: DraftTable) -> bool:
    """Whether the table has columns that only Kobo writes."""
    return bool(MARKS & set(table.headers)) or any(map(REPEATED.fullmatch, table.headers))


def from_sheets(tables: list[DraftTable]) -> Iterator[DraftTable]:
    for number, table in enumerate(tables):
        yield _without_system(table if number == 0 else replace(table, group=table.sheet))


def _without_system(table: DraftTable) -> DraftTable:
    keep = [
        n
        for n, text in enumerate(table.headers)
        if not text.startswith(("_", "meta/")) and text not in SYSTEM
    ]
    headers = tuple(table.headers[n] for n in keep)
    return replace(table, headers=headers, rows=tuple(tuple(row[n] for n in keep) for row in table.rows))


def from_columns(table: DraftTable) -> Iterator[DraftTable]:
    """A form exported as text: ``group[2]/question`` columns become a table of the group."""
    repeated = [n for n, text in enumerate(table.headers) if REPEATED.fullmatch(text)]
    plain = [n for n in range(len(table.headers)) if n not in repeated]
    yield _without_system(
        replace(
            table,
            headers=tuple(table.headers[n] for n in plain),
            rows=tuple(tuple(row[n] for n in plain) for row in table.rows),
        )
    )
    columns: dict[str, dict[str, list[str | None]]] = {}
    for n in repeated:
        if (parts := question_of_group(table.headers[n])) is not None:
            group, _, question = parts
            columns.setdefault(group, {}).setdefault(question, []).extend(table.column(n))
    for group, questions in columns.items():
        length = max(map(len, questions.values()))
        cells = [[*values, *[None] * (length - len(values))] for values in questions.values()]
        headers = tuple(f"{group}/{question}" for question in questions)
        yield DraftTable(table.sheet, headers, tuple(zip(*cells, strict=True)), group=group)
