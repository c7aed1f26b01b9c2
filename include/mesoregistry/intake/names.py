"""Texts in columns of names that name nobody, or several persons at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from mesoregistry import catalog
from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.model import Withheld
from mesoregistry.intake.doubts import Doubt
from mesoregistry.intake.joined_names import names_several
from mesoregistry.intake.repetition_signs import is_repetition
from mesoregistry.readers.cell_errors import is_error

Kind = Literal["withheld", "collective", "missing", "sample"]
KINDS: tuple[Kind, ...] = ("withheld", "collective", "missing", "sample")
# words that no name has
NO_NAME = re.compile(
    r"\b(desconocid[ao]s?|anonim[ao]s?|reservad[ao]s?|confidencial|identificad[ao]s?|identificar|ejemplo|prueba|test|"
    r"(fulan|mengan|perengan|zutan|sutan)(it)?[ao]s?|tb[cda]|sin (nombre|datos?|identidad)|no (se )?sabe|"
    r"no aplica|se desconoce|"
    r"por (definir|confirmar)|pendiente|(victima|defensora|mujer|persona|activista|lideresa|caso|testimonio|entrevista|"
    r"expediente) ?(n|no|num)?\.? ?"
    r"(\d{1,2}|[a-z])|(vari|otr|tod)[ao]s|otr[ao]|companer[ao]s?|nombre|nadie|omitid[ao]s?|ignorad[ao]s?|"
    r"identidad|informacion|iniciales|protegid[ao]s? por)\b|"
    r"^(no|sin|bajo|en|ver|por|prefiere|solicita|pide|pidio|quiere|familia) |"
    r"\bn\.? ?n\b|\bnn\d|"
    # an organisation, or the charge that somebody has in one
    r"^(la |el |los |las )?(comites?|red(es)?|asociacion(es)?|colectiv[ao]s?|organizacion(es)?|grupos?|cooperativas?|"
    r"juntas?|consejos?|comunidad(es)?|colonia|barrio|canton|aldea|movimientos?|fundacion(es)?|coordinadora|mesa|"
    r"sindicatos?|federacion(es)?|frente|alianza|"
    r"articulacion|plataforma|(vice)?presidenta|secretaria|tesorera|directora|dirigent[ea]|vocera|representante|"
    r"integrante|miembr[ao]|socia|delegada|alcaldesa|concejala|regidora|promotora|facilitadora|fundadora|"
    r"dos|tres|cuatro|cinco|seis|siete|ocho|diez) "
    r"(del?|para|por|pro|mujeres|feminista|comunitari[ao]|municipal|nacional|local|defensoras|companeras|personas)\b|"
    r"^(nin[ao]s?|bebe) de \d|^(no|si|nan|nil|vacio|blank|en blanco|anulad[ao]|duplicad[ao]|repetid[ao])$|"
    # whose relative she is
    r"^(la )?((espos|hij|herman|sobrin|niet|ti|suegr|novi|cunad|viud)[ao]s?|madre|mama|nuera|pareja|familiar) del? "
)
# an age, a telephone or an address beside a name: Ana Paz (34), Ana Paz 7700-1234
WITH_MORE = re.compile(
    r"\b\d+ anos?\b|\w@\w|\w[ .,;:-]+\(?(\+?\d{3}\)? )?\d{3,4}[- ]?\d{4}\b|[^\W\d]{3} \(\d{1,3}\)$"
)
PSEUDONYM = (
    3  # digits: Persona 0063 is one person under a number of her own, Víctima 1 is another in each case
)


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    text = Path(catalog.__file__).with_name("name_words.yml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in yaml.load(text, yaml.CSafeLoader).items()}


def name_key(text: str) -> str:
    """How a text is compared with the lists: letters and digits alone, lower case, without accents."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


@lru_cache(maxsize=64)
def _kinds(conventional: Withheld) -> dict[str, Kind]:
    """The kind of each text of the lists, by its key; of one that stands in two, that of the first."""
    return {name_key(text): kind for kind in reversed(KINDS) for text in getattr(conventional, kind)}


def kind_of(text: str, conventional: Withheld) -> Kind | None:
    """Which list of the layout a text stands in; ``None`` for a name."""
    key = name_key(text)
    if not key or is_error(text) or (len(key) > 1 and not key.strip("x")):
        return "missing"
    return _kinds(conventional).get(key)


def doubts(text: str, kind: str, conventional: Withheld, given_names: frozenset[str]) -> tuple[Doubt, ...]:
    """What must be asked about a name. ``kind``: person or organisation; ``given_names``: of ``first_words``."""
    known = kind_of(text, conventional)
    if known == "sample":
        return (Doubt("name_sample"),)
    if known is not None:
        return ()
    if _names_nobody(text, kind):
        return (Doubt("name_doubtful", where="first"),)
    if kind == "person" and names_several(text, given_names, name_key):
        return (Doubt("names_joined"),)
    return (Doubt("name_with_more"),) if kind == "person" and WITH_MORE.search(_plain(text)) else ()


def is_term(text: str, conventional: Withheld, lists: Iterable[Collection[str]]) -> bool:
    """Whether a text is a term of another column, and no usual given name: a cell of the row stands in its place."""
    if kind_of(text, conventional) is not None or name_key(text) in _words()["given"]:
        return False
    return any(term_key(text) in terms for terms in lists)


def first_words(texts: Iterable[str]) -> frozenset[str]:
    """The keys of the words that names of a column begin with, and of the usual given names.

    Where most names are written surname first (``Ruiz, Ana``), what stands after the comma.
    """
    names = [text for text in texts if text.split()]
    if sum(text.count(",") == 1 for text in names) * 2 > len(names):
        names = [after for text in names if (after := text.rpartition(",")[2]).split()]
    return _words()["given"].union(name_key(text.split()[0]) for text in names)


def _names_nobody(text: str, kind: str) -> bool:
    plain = _plain(text)
    if not any(char.isalpha() for char in plain) or re.fullmatch(r"(\w)\1{2,}|\w\W*", plain):
        return True
    if is_repetition(plain):  # of the cell above, where none stands there
        return True
    if kind != "person":
        return False
    words, lists = re.findall(r"\w+", plain), _words()
    if name_key(plain) in lists["texts"] or (len(words) > 1 and words[0] in lists["groups"]):
        return True
    return NO_NAME.search(plain) is not None or all(
        word in lists["roles"] or (word.isdigit() and len(word) < PSEUDONYM) for word in words
    )


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())
