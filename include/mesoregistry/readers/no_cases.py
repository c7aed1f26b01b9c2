"""Rows under a header that are no cases: totals, the header again, a row of tags."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mesoregistry.readers.header_names import header_key

TOTAL = re.compile(r"\s*(sub ?)?total(es)?( general(es)?)?\s*:?\s*", re.I)
NUMBER = re.compile(r"\s*[\d.,]+\s*%?\s*")
TAG = re.compile(r"\s*#[a-z]\w*(\s*\+\s*\w+)*\s*", re.I)  # of the Humanitarian Exchange Language: #affected+f
DIGIT = re.compile(r"\d")


def no_case(cells: Sequence[str | None], headers: Sequence[str], is_first: bool) -> str | None:
    """The rule that a row breaks which is no case; ``None`` for any other row.

    Args:
        is_first: whether the row stands right under the header, where a form writes its questions once more.
    """
    filled = [(position, cell) for position, cell in enumerate(cells) if cell]
    if not filled:
        return None
    if len(cells) > 2 and TOTAL.fullmatch(filled[0][1]) and all(NUMBER.fullmatch(c) for _, c in filled[1:]):
        return "totals_row"
    if filled[0][1].lstrip().startswith("#") and all(TAG.fullmatch(cell) for _, cell in filled):
        return "tags_row"
    return "header_again" if _is_header(filled, headers, is_first) else None


def _is_header(filled: Sequence[tuple[int, str]], headers: Sequence[str], is_first: bool) -> bool:
    """At least two cells, and most of them, say what stands over them."""
    if len(filled) < 2 or (is_first and any(DIGIT.search(c) and c not in headers for _, c in filled)):
        return False
    pairs = [(_words(cell), headers[i]) for i, cell in filled if i < len(headers) and headers[i]]
    exact = sum(cell in _parts(header) for cell, header in pairs)
    if exact >= 2 and exact * 5 >= len(filled) * 4:
        return True
    alike = sum(cell in _parts(header) or _contains(cell, _words(header)) for cell, header in pairs)
    return is_first and alike >= 2 and alike * 2 >= len(filled)


def _words(text: str) -> str:
    return header_key(text.replace("_", " ").rstrip(" *:."))


def _parts(header: str) -> list[str]:
    """The whole header and its parts: of a header of two rows, of a question in a group."""
    return [_words(part) for part in (header, *header.split(" / "), *header.split("/"))]


def _contains(cell: str, header: str) -> bool:
    last = header.rsplit("/", 1)[-1]
    return len(last) > 3 and (f" {last} " in f" {cell} " or f" {cell} " in f" {header} ")
