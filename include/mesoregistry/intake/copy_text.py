"""Columns in the text format of PostgreSQL's ``COPY``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import cast

NULL = r"\N"
SIGNS = {"\\": r"\\", "\b": r"\b", "\t": r"\t", "\n": r"\n", "\v": r"\v", "\f": r"\f", "\r": r"\r"}
ESCAPED = str.maketrans(SIGNS)
TEXT = {str, type(None)}
ROWS = 1_000  # that are sent together


def copy_text(columns: Sequence[Sequence[object]]) -> Iterator[str]:
    """Some rows at a time, each ended by a line feed; the columns are equally long."""
    lines = map("\t".join, zip(*map(_texts, columns), strict=True))
    while some := "\n".join(islice(lines, ROWS)):
        yield some + "\n"


def _texts(column: Sequence[object]) -> Sequence[str]:
    if set(map(type, column)) <= TEXT:
        texts = cast("Sequence[str | None]", column)
    else:
        texts = [None if value is None else str(value) for value in column]
    # most columns hold no such sign, which a search in all of their texts together shows
    together = "".join(filter(None, texts))
    if any(sign in together for sign in SIGNS):
        escaped = {text: text and text.translate(ESCAPED) for text in set(texts)}
        texts = list(map(escaped.__getitem__, texts))
    return [NULL if text is None else text for text in texts]
