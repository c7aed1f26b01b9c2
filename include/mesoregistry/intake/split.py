"""One cell, several values: the four ways of a layout."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.model import Split
from mesoregistry.intake.lexical import clean
from mesoregistry.readers.choices import UNIT, WORDS

MOST = 1_000  # values of one cell


def pieces(cell: str, split: Split, known: Collection[str]) -> list[str | None]:
    """The values of a cell in their order; ``None`` for an empty place. ``known`` are keys of terms."""
    if split.positions:
        marks = cell.strip()
        if len(marks) != len(split.positions):
            return [clean(cell)]  # as typed: the gate knows no such term and asks
        return [term for term, mark in zip(split.positions, marks, strict=True) if mark == split.yes]
    if split.letters:
        return [letter for letter in cell if letter.strip()]
    if split.choices:
        return _chosen(cell if UNIT in cell else WORDS + cell, known)
    separator = split.separator or ""
    if separator not in cell and "\n" in cell.strip():
        separator = "\n"
    parts = cell.split(separator)
    if len(parts) > MOST:
        return [clean(cell)]  # no list of anything: the gate looks at each value once for every other
    return _longest_first(parts, separator, known) if split.vocabulary else [clean(part) for part in parts]


def _chosen(cell: str, known: Collection[str]) -> list[str | None]:
    """Labels of choices, and words of an older form that no label explains, which the list is searched for."""
    terms: list[str | None] = []
    for part in cell.split(UNIT):
        if part.startswith(WORDS):
            terms += _longest_first(part.removeprefix(WORDS).split(), " ", known)
        elif part.strip():
            terms.append(clean(part))
    return terms


def _longest_first(parts: list[str], separator: str, known: Collection[str]) -> list[str | None]:
    """Join neighbours where together they are a term of the list."""
    terms: list[str | None] = []
    start = 0
    # no term has more pieces than this: without the bound a long cell takes time by the cube of its length
    most = _most_pieces(frozenset(known), separator.strip() or " ")
    while start < len(parts):
        for end in range(min(len(parts), start + most), start, -1):
            joined = separator.join(parts[start:end])
            if end == start + 1 or term_key(joined) in known:
                terms.append(clean(joined))
                start = end
                break
    return terms


@lru_cache(maxsize=64)
def _most_pieces(known: frozenset[str], separator: str) -> int:
    """Into how many pieces the separator cuts the term that it cuts into the most."""
    return max((term.count(separator) for term in known), default=0) + 1
