"""One lexical form for each kind of value; what cannot be read stays as typed and is the gate's to judge."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mesoregistry.catalog.model import Booleans
from mesoregistry.readers.repeated_columns import SIGNS_FOR_NOTHING

DISTRICT = re.compile(
    r"(?:(?:distrito|municipio) de(?:l(?= distrito))?|(?:mpio|mun|dist|dto)\.|mpio|alcald[ií]a|delegaci[oó]n"
    r"|distrito(?! (?:central|federal|[ivx\d]+)\b)) (?:de )?(?P<name>[^,/(]+?)\s*(?:[,/(](?P<above>.*))?",
    re.IGNORECASE,
)
SIDES = ("norte", "sur", "este", "oeste", "centro", "costa")  # San Salvador Centro, La Libertad Costa
SIDE = re.compile(rf"\w ({'|'.join(SIDES)})\)?\s*$", re.IGNORECASE)
DEPARTMENT = re.compile(r"(?:(?:depto|dpto|dep)\.?|departamento) (?:de(?:l)? )?(?P<name>.+)", re.IGNORECASE)
OF_EXCEL = re.compile(r"'[^\W_]")  # what Excel is told with that a cell is a text, and a CSV keeps
INVISIBLE = ("Cf", "Cs")  # invisible, or half a character that no database takes


def clean(text: str | None) -> str | None:
    """NFC, blanks trimmed and collapsed, invisible characters gone; ``None`` when nothing is left."""
    if text is None:
        return None
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():  # as every text with an invisible character
        text = "".join(c for c in text if c != "\0" and unicodedata.category(c) not in INVISIBLE)
    text = " ".join(text.split())
    if text.startswith('="') and text.endswith('"'):  # how a text is kept from becoming a date or a number
        text = text[2:-1]
    elif OF_EXCEL.match(text) and text.count("'") == 1:
        text = text[1:]
    return text or None


def storable(text: str) -> str:
    """A long text as typed, less what PostgreSQL cannot hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


@lru_cache(maxsize=256)
def casefolded(words: tuple[str, ...]) -> frozenset[str]:
    """Words in the form in which a text is compared with them."""
    return frozenset(word.casefold() for word in words)


def without_nulls(text: str | None, nulls: frozenset[str]) -> str | None:
    """``None`` when the text is one of the (casefolded) words that mean nothing in this layout.

    Where a hyphen means nothing, so do other dashes, points and low lines alone.
    """
    if text is None or text.casefold() in nulls:
        return None
    return None if "-" in nulls and not text.strip(SIGNS_FOR_NOTHING) else text


def boolean(text: str, words: Booleans) -> str:
    """``yes``, ``no`` or ``unknown`` for the layout's words; any other text as it is."""
    key = text.casefold().rstrip(". ") or text
    key = key.removesuffix(".0")  # a number of a spreadsheet
    for name in ("yes", "no", "unknown"):
        if key in casefolded(getattr(words, name)):
            return name
    return text


def spaced(text: str) -> str:
    """``san jose`` of ``san_jose``: forms name their choices so, and no place has such a sign in its name."""
    return " ".join(text.replace("_", " ").split()) or text


def place(text: str) -> str:
    """``Apopa`` of ``Distrito de Apopa, San Salvador Oeste``, as since the reform of 2024, and of ``Mpio. Apopa``."""
    match = DISTRICT.fullmatch(text)
    if match is None or is_since_2024(match["above"] or ""):  # whether that lies above it, its row says
        return text
    return match["name"]


def is_since_2024(text: str) -> bool:
    """Whether a text ends as the names of municipalities of El Salvador do since 2024: ``San Salvador Oeste``."""
    return SIDE.search(text) is not None


def department(text: str) -> str:
    """``La Paz`` of ``Depto. de La Paz``."""
    match = DEPARTMENT.fullmatch(text)
    return match["name"] if match else text
