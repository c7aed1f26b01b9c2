"""The header of a table once more, among its rows: its texts, its questions, the numbers or kinds of its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from mesoregistry.readers.grid import letter
from mesoregistry.readers.header_names import header_key

DIGIT = re.compile(r"\d")
QUESTION = re.compile(r"¿.+\?\W*|\w+(\W+\w+){2,}\s*\?\W*", re.S)  # one word with a mark is a doubt
# before a question: 3. or 2.1. or P7)
ORDINAL = re.compile(r"\s*\(?[a-z]?\d{1,3}(\.\d{1,2})?[.):]+\s+(?=[¿\W]*[^\W\d_]{2})", re.I)
NUMBERED = re.compile(r"\s*\(?(\d{1,3})[.)]*\s*")
# as forms and databases name them
KIND = re.compile(
    r"\s*(texto( libre| corto| largo)?|fecha|hora|n[úu]mero|num[ée]rico|entero|decimal|l[óo]gico|sí ?/ ?no|booleano|"
    r"lista|(opci[óo]n|selecci[óo]n)( m[úu]ltiple| [úu]nica)?|car[áa]cter|cadena|text|string|varchar|date|time|"
    r"datetime|integer|int|number|numeric|boolean|bool|calculate|note|geopoint|select(_one|_multiple)?( \w+)?)"
    r"\s*(\(\d*\))?\s*",
    re.I,
)
# how a column is to be filled in
HINT = re.compile(
    r"[\s(\[*]*((campo )?(obligatori[oa]|opcional|requerid[oa])|required|optional|mandatory|"
    r"(formato:? ?)?([dmay]{2,4}[-/. ]){1,2}[dmay]{2,4}|(elija|seleccione|escriba|indique|select|choose|enter)\b.*|"
    r"(ej(emplo)?\.?|e\.g\.)\s*:.*|lista desplegable)[\s)\]*]*",
    re.I,
)


def is_header(filled: Sequence[tuple[int, str]], headers: Sequence[str], is_first: bool) -> bool:
    """Whether at least two cells, and most of them, say what stands over them.

    Args:
        filled: the cells of a row that hold something, with their positions.
        is_first: whether the row stands right under the header, where columns may be numbered, their kinds named or the
            questions of a form asked.
    """
    if is_first and _describes_columns(filled):
        return True
    pairs = [(cell, headers[i]) for i, cell in filled if i < len(headers) and headers[i]]
    if len(filled) < 2 or (is_first and any(_says_a_number(cell, header, headers) for cell, header in pairs)):
        return False
    exact = sum(words_of(cell) in _parts(header) for cell, header in pairs)
    if exact >= 2 and exact * 5 >= len(filled) * 4:
        return True
    alike = sum(_asks_for(cell, header) for cell, header in pairs) if is_first else 0
    return alike >= 2 and alike * 2 >= len(filled)


def _says_a_number(cell: str, header: str, headers: Sequence[str]) -> bool:
    """Whether a cell holds a number that is neither of a question nor in a header, as in ``contexto/8 de marzo``."""
    is_number = DIGIT.search(ORDINAL.sub("", cell)) is not None
    return is_number and cell not in headers and words_of(cell) not in _parts(header)


def _asks_for(cell: str, header: str) -> bool:
    """Whether a cell may be the question that its column answers."""
    words = words_of(cell)
    return words in _parts(header) or _contains(words, words_of(header)) or bool(QUESTION.fullmatch(cell))


def _describes_columns(filled: Sequence[tuple[int, str]]) -> bool:
    """Whether each cell is the number or letter of its column, or says of what kind it is or how to fill it in."""
    matches = [(position, NUMBERED.fullmatch(cell)) for position, cell in filled]
    steps = {int(match[1]) - position if match else None for position, match in matches}
    is_numbered = steps in ({0}, {1}) and len(filled) > 3
    is_lettered = len(filled) > 3 and all(cell == letter(position) for position, cell in filled)
    plain = (cell.strip("()[] ") if cell[0] in "([" else cell for _, cell in filled)
    kinds = (KIND.fullmatch(cell) or HINT.fullmatch(cell) for cell in plain)
    return is_numbered or is_lettered or (len(filled) > 2 and all(kinds))


def header_words(headers: Sequence[str]) -> frozenset[str]:
    """What the cells of a header that stands once more may say."""
    return frozenset(part for header in headers if header for part in _parts(header))


def words_of(text: str) -> str:
    """A text as it is compared with headers."""
    return header_key(text.replace("\ufeff", "").replace("_", " ").rstrip(" *:."))


@lru_cache(maxsize=1024)  # every row is compared with the header
def _parts(header: str) -> frozenset[str]:
    """The whole header and its parts: of a header of two rows, of a question in a group."""
    return frozenset(words_of(part) for part in (header, *header.split(" / "), *header.split("/")))


def _contains(cell: str, header: str) -> bool:
    last = header.rsplit("/", 1)[-1]
    return len(last) > 3 and (f" {last} " in f" {cell} " or f" {cell} " in f" {header} ")
