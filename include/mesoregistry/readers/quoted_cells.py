"""The cells of one record of delimited text, whose quotation marks may be part of a text."""

from __future__ import annotations

from collections.abc import Set


def tolerant(text: str, delimiter: str, quoting: Set[int] = frozenset()) -> list[str] | None:
    """The cells of one record, a mark ending a quoted cell only before a delimiter or the end.

    ``None`` when a quoted cell does not end; at the positions ``quoting`` its mark is then the first letter of a text.
    """
    cells: list[str] = []
    position = 0
    while True:
        quoted = text.startswith('"', position)
        end = _closing(text, position + 1, delimiter) if quoted else None
        if quoted and end is not None:
            cells.append(text[position + 1 : end].replace('""', '"'))
            position = end + 1
        elif quoted and len(cells) not in quoting:
            return None
        else:
            end = text.find(delimiter, position)
            end = len(text) if end < 0 else end
            cells.append(text[position:end])
            position = end
        if position >= len(text):
            return cells
        position += 1


def _closing(text: str, position: int, delimiter: str) -> int | None:
    """Where the mark stands that ends a quoted cell: the last of those right before a delimiter or the end."""
    while (position := text.find('"', position)) >= 0:
        end = position
        while text.startswith('"', end):
            end += 1
        if end >= len(text) or text.startswith(delimiter, end):
            return end - 1
        position = end
    return None
