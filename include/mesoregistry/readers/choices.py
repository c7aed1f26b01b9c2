"""Select-multiple questions of KoboToolbox: one column, a column a choice, or both, folded into one."""

from __future__ import annotations

from mesoregistry.catalog.model import Column
from mesoregistry.readers.header import choice_of, key, names
from mesoregistry.readers.table import Header, Row, Table

CHOSEN = frozenset({"1", "true", "yes", "sí", "si"})
UNIT = "\x1f"  # between the chosen values of one cell: no label holds it


def fold(table: Table, columns: list[Column]) -> Table:
    """One column for each select-multiple question, its chosen values joined by ``UNIT``."""
    headers = list(table.headers)
    rows = [list(row.cells) for row in table.rows]
    errors = [set(row.errors) for row in table.rows]
    gone: set[int] = set()
    for column in columns:
        labels = {at: label for at, h in enumerate(headers) if (label := choice_of(h.text, column))}
        whole = next((at for at, h in enumerate(headers) if key(h.text) in names([column])), None)
        if not labels:
            continue
        if whole is None:
            whole = next(iter(labels))
            told: list[str | None] = [None] * len(rows)
        else:
            told = [cells[whole] for cells in rows]
        for cells, wrong, text in zip(rows, errors, told, strict=True):
            chosen = [label for at, label in labels.items() if (cells[at] or "").casefold() in CHOSEN]
            bad = wrong & labels.keys()
            wrong.difference_update(labels)
            # another version of the form, or formulas without a value: the question's own cell still tells
            cells[whole] = text if text and (bad or not chosen) else UNIT.join(chosen) or None
            if bad and not text:
                wrong.add(whole)
        headers[whole] = Header(column.header, headers[whole].letter)
        gone |= labels.keys() - {whole}
    keep = [at for at in range(len(headers)) if at not in gone]
    return Table(
        table.sheet,
        table.header_row,
        tuple(headers[at] for at in keep),
        [
            Row(old.number, tuple(cells[at] for at in keep), frozenset(map(keep.index, wrong & set(keep))))
            for old, cells, wrong in zip(table.rows, rows, errors, strict=True)
        ],
        table.group,
        table.parents,
    )
