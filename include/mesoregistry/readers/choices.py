"""Select-multiple questions of KoboToolbox: one column, a column a choice, or both, as one column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mesoregistry.catalog.model import Column
from mesoregistry.readers.header_names import choice_of, header_key, header_keys
from mesoregistry.readers.table import Header, Row, Table

CHOSEN = frozenset({"1", "true", "yes", "sí", "si"})
UNIT = "\x1f"  # between the chosen values of one cell: no label holds it


def join_choices(table: Table, questions: list[Column]) -> Table:
    """One column for each select-multiple question, its chosen values joined by ``UNIT``."""
    headers = list(table.headers)
    rows = [list(row.cells) for row in table.rows]
    errors = [set(row.errors) for row in table.rows]
    joined: set[int] = set()
    for question in questions:
        labels = {i: label for i, h in enumerate(headers) if (label := choice_of(h.text, question))}
        if not labels:
            continue
        own_keys = header_keys([question])
        own = next((i for i, h in enumerate(headers) if header_key(h.text) in own_keys), None)
        target = next(iter(labels)) if own is None else own
        for cells, wrong in zip(rows, errors, strict=True):
            _join_row(cells, wrong, labels, target, None if own is None else cells[own])
        headers[target] = Header(question.header, headers[target].letter)
        joined |= labels.keys() - {target}
    keep = [i for i in range(len(headers)) if i not in joined]
    changed = [
        Row(row.number, tuple(cells), frozenset(wrong))
        for row, cells, wrong in zip(table.rows, rows, errors, strict=True)
    ]
    return replace(table, headers=tuple(headers), rows=changed).with_columns(keep)


def _join_row(
    cells: list[str | None], errors: set[int], labels: Mapping[int, str], target: int, own: str | None
) -> None:
    """Write the chosen labels into the cell at ``target``; ``own``: what the question's own column holds."""
    chosen = [label for i, label in labels.items() if (cells[i] or "").casefold() in CHOSEN]
    unreadable = errors & labels.keys()
    errors.difference_update(labels)
    # another version of the form, or formulas without a value: the question's own cell still holds the answer
    cells[target] = own if own and (unreadable or not chosen) else UNIT.join(chosen) or None
    if unreadable and not own:
        errors.add(target)
