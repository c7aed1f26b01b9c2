"""How headers are compared: with each other, with the columns of a layout, with the choices of a question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from mesoregistry.catalog.model import Column

MARK = re.compile(r"\s*\((?:\*|obligatori[oa]|requerid[oa]|opcional|required|mandatory|optional)\)$")
DOTTED = re.compile(r"([^.]+)\.([^\W\d_].*)")
# of a question: 1. Folio, 3) Fecha, (4) Perfil, 2.1 Municipio
NUMBER = re.compile(
    r"^(?:\(\d{1,3}\)[.:]? ?|\d{1,3} ?[.):-]{1,2} ?|\d{1,2}\.\d{1,2}[.)]? )(?=[¿¡\"«“(]*[^\W\d_]{2})"
)
BESIDE_SLASH = re.compile(r"\s*/\s*")
AROUND = "*: \"'“”«»¿?¡!"


@lru_cache(maxsize=4096)  # every row is compared with the header
def header_key(header: str) -> str:
    """How two spellings of a header are compared: blanks collapsed, case, accents, forms and marks around it aside.

    ``Municipio *`` and ``Municipio (obligatorio)`` mark a question that must be answered, ``AGRESOR:`` a label of a
    paper form, ``¿Municipio?`` a question, ``2.1 Municipio`` one that has a number.

    Not ``term_key``: terms are compared in the databases too, which know the accents of Spanish alone; headers are
    compared here only, and programs write them with any letter of Unicode.
    """
    plain = unicodedata.normalize("NFKD", header.casefold())
    plain = " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
    bare = "/".join(_bare(part) for part in BESIDE_SLASH.split(plain))
    return bare.strip(AROUND) or plain


def _bare(part: str) -> str:
    """One part of a header of two rows, or of a group of Kobo, without its number and the marks around it."""
    part = NUMBER.sub("", part.lstrip(AROUND))
    return MARK.sub("", part).strip(AROUND).rstrip("._" + AROUND)


def header_keys(columns: Iterable[Column]) -> set[str]:
    """The keys of all spellings of these columns."""
    return {header_key(name) for column in columns for name in (column.header, *column.also)}


def choice_of(header: str, column: Column) -> str | None:
    """``vegan`` of ``diet/vegan``, one choice of a select-multiple question; a label may hold a ``/``.

    R, and KoboToolbox when asked to, write ``diet.vegan``.
    """
    if "/" not in header and (dotted := DOTTED.fullmatch(header)):
        header = f"{dotted[1]}/{dotted[2]}"
    parts = header.split("/")
    for name in (column.header, *column.also):
        depth = name.count("/") + 1
        if len(parts) > depth and header_key("/".join(parts[:depth])) == header_key(name):
            return "/".join(parts[depth:])
    return None
