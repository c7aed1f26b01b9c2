"""The different texts of a sheet: each is looked at once, so that a row is looked at only when it holds an odd one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Self, cast

from mesoregistry.readers.cell_errors import SIGNS as SIGNS_OF_ERRORS
from mesoregistry.readers.cell_errors import is_error
from mesoregistry.readers.grid import Grid
from mesoregistry.readers.header_again import header_words, words_of
from mesoregistry.readers.no_cases import begin_no_case

LONGEST = 32_767  # characters: what a cell of Excel holds; a rule of the gate looks at each of them
# UTF-8 that a program took for cp1252, "MuÃ±oz" for "Muñoz", or for Mac Roman, "Ju√°rez"; letters lost for good
BROKEN = re.compile(
    "√[^\\s\\w]|√[ªº∫±≥≠°©µ]|\ufffd|[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u017d\u2018-\u2022\u2030\u2039\u203a]"
)

LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")  # "Ju?rez": a program that knows plain letters alone wrote it
LOST_IN_NAME = re.compile(r"\b[A-ZÁÉÍÓÚÑ]\w*\?[a-zñ]")
WORDS_OF_NAME = 5  # at most
ESCAPED = "_x000"  # as workbooks keep the end of a line, and programs that read them leave it
# no odd text is without one of these
ODD_SIGNS = (*SIGNS_OF_ERRORS, "&", "\0", ESCAPED, "√", "\ufffd", "Ã", "Â")


def distinct_texts(grid: Grid, first: int) -> set[str]:
    """The texts of the cells from row ``first`` (from 0) on, and maybe of others; cells of blanks alone are emptied."""
    texts: set[str | None] = set(grid.texts or chain.from_iterable(islice(grid.rows, first, None)))
    texts.discard(None)
    blank = {text for text in texts if not text or text.isspace()}
    if blank:
        for number in range(first, len(grid.rows)):
            if not blank.isdisjoint(grid.rows[number]):
                grid.rows[number] = [None if cell in blank else cell for cell in grid.rows[number]]
    return {text for text in texts if text and text not in blank} if blank else cast("set[str]", texts)


def odd_texts(texts: Collection[str]) -> tuple[frozenset[str | None], frozenset[str | None]]:
    """Those whose rows need a look, and those of them that have lost letters."""
    together = "\n".join(texts)  # most sheets hold no odd sign, which one search in all of it shows
    lost = _lost(texts) if "?" in together else frozenset()
    return _odd(texts, together) | lost, lost


def _odd(texts: Collection[str], together: str) -> frozenset[str | None]:
    """Those that are too long, broken, an error, or hold a null or an entity."""
    signs = [sign for sign in ODD_SIGNS if sign in together]
    if not signs and max(map(len, texts), default=0) <= LONGEST:
        return frozenset()
    return frozenset(
        text
        for text in texts
        if len(text) > LONGEST or (any(sign in text for sign in signs) and _is_odd(text))
    )


def _lost(texts: Collection[str]) -> frozenset[str | None]:
    """Those with a question mark in a word; where other texts of the sheet have accents, of a name alone.

    In a sentence a question may end without a blank behind it.
    """
    with_mark = {text for text in texts if "?" in text and "://" not in text and LOST.search(text)}
    if with_mark and not all(map(str.isascii, texts)):
        with_mark = {
            text for text in with_mark if len(text.split()) <= WORDS_OF_NAME and LOST_IN_NAME.search(text)
        }
    return frozenset(with_mark)


def _is_odd(text: str) -> bool:
    if len(text) > LONGEST or "&" in text or "\0" in text or ESCAPED in text or is_error(text):
        return True
    return not text.isascii() and BROKEN.search(text) is not None


@dataclass(frozen=True, slots=True)
class TellingTexts:
    """Texts of rows that may be no case.

    ``alone``: totals, tags, notes, which begin their row; ``of_header``: words of the header.
    """

    alone: frozenset[str | None]
    of_header: frozenset[str | None]

    @classmethod
    def of(cls, texts: Collection[str], firsts: Collection[str | None], headers: Sequence[str]) -> Self:
        """Those among the texts of a sheet; ``firsts``: the first text of each row."""
        words = header_words(headers)
        beginnings = {word[:2] for word in words}
        beginnings_of_texts = {two for two in {text[:2] for text in texts} if _may_begin(two, beginnings)}
        longest = max(map(len, words), default=0) + 10
        with_digits = any(word[-1:].isdigit() for word in words)
        return cls(
            begin_no_case([text for text in firsts if text]),
            frozenset(
                text
                for text in texts
                if text[:2] in beginnings_of_texts
                and len(text) < longest
                and (with_digits or not text[-1].isdigit())
                and words_of(text) in words
            ),
        )

    def of_rows(self, grid: Grid, first: int) -> set[int]:
        """The rows from ``first`` (from 0) on that are worth a look."""
        if not self.alone and not self.of_header:
            return set()
        return {n for n, cells in enumerate(grid.rows[first:], first) if self._may_be_no_case(cells)}

    def _may_be_no_case(self, cells: Sequence[str | None]) -> bool:
        """A header has two of its words at least."""
        if self.alone and first_text(cells) in self.alone:
            return True
        return not self.of_header.isdisjoint(cells) and sum(map(self.of_header.__contains__, cells)) > 1


def first_text(cells: Sequence[str | None]) -> str | None:
    """The text of the first cell of a row that holds something."""
    # most rows begin with their first cell
    return (cells[0] if cells else None) or next(filter(None, cells), None)


def _may_begin(two: str, beginnings: Collection[str]) -> bool:
    """Whether a key can begin as the two letters of a text: two plain ones stay what they are, others may change."""
    return two.lower() in beginnings if two.isascii() and two.isalpha() else True
