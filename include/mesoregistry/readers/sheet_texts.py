"""The values of a sheet as texts, a row at a time: cells that say the same hold one text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

AMBIGUOUS = (0, 1)  # *false* and *true* are equal to these, and are other texts
THEIR_TEXTS = frozenset({"0", "1", "false", "true"})


def as_texts(rows: Iterable[list[object]], left: int) -> tuple[list[list[str | None]], set[str]]:
    """The rows of a sheet as texts, and every text in them. ``left``: empty columns before the first of ``rows``."""
    known = _Texts()
    text_of, before = known.__getitem__, [None] * left
    # of a million cells most hold what another one holds: their own values are let go with each row
    texts = [[*before, *map(text_of, row)] for row in rows]
    return texts, set(THEIR_TEXTS).union(filter(None, known.values()))


class _Texts(dict[object, "str | None"]):
    def __missing__(self, value: object) -> str | None:
        made = (value or None) if isinstance(value, str) else text(value)
        if value not in AMBIGUOUS:
            self[value] = made
        return made


def text(value: object) -> str | None:
    """A cell as text: dates in ISO 8601, whole numbers without a point, ``None`` when empty."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)
