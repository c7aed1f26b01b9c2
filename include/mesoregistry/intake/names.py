"""Texts in columns of names that name nobody, or several persons at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from mesoregistry import catalog
from mesoregistry.catalog.model import Withheld
from mesoregistry.intake.doubts import Doubt
from mesoregistry.readers.cell_errors import is_error

Kind = Literal["withheld", "collective", "missing", "sample"]
KINDS: tuple[Kind, ...] = ("withheld", "collective", "missing", "sample")
# words that no name has
NO_NAME = re.compile(
    r"\b(desconocid[ao]s?|anonim[ao]s?|reservad[ao]s?|confidencial|identificad[ao]s?|identificar|ejemplo|prueba|test|"
    r"fulan[ao]|mengan[ao]|perengan[ao]|zutan[ao]|sin (nombre|datos?|identidad)|no (se )?sabe|no aplica|se desconoce|"
    r"por (definir|confirmar)|pendiente|(victima|defensora|mujer|persona|activista|lideresa|caso) ?(n|no|num)?\.? ?"
    r"(\d{1,2}|[a-z])|(vari|otr)[ao]s?|companer[ao]s?|nombre)\b"
)
PSEUDONYM = (
    3  # digits: Persona 0063 is one person under a number of her own, Víctima 1 is another in each case
)
JOINED = re.compile(r"[&/+|;]|\s(?:y|e|and)\s", re.IGNORECASE)
AND = re.compile(r"(?P<before>.+?)\s(?:y|e|and)\s(?P<after>.+)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    text = Path(catalog.__file__).with_name("name_words.yml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in yaml.load(text, yaml.CSafeLoader).items()}


def name_key(text: str) -> str:
    """How a text is compared with the lists: letters and digits alone, lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


@lru_cache(maxsize=64)
def _keys(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(name_key, words))


def kind_of(text: str, conventional: Withheld) -> Kind | None:
    """Which list of the layout a text stands in; ``None`` for a name."""
    key = name_key(text)
    if not key or is_error(text) or (len(key) > 1 and not key.strip("x")):
        return "missing"
    return next((kind for kind in KINDS if key in _keys(getattr(conventional, kind))), None)


def doubts(text: str, kind: str, conventional: Withheld, given_names: frozenset[str]) -> tuple[Doubt, ...]:
    """What must be asked about a name. ``kind``: person or organisation; ``given_names``: of ``first_words``."""
    known = kind_of(text, conventional)
    if known == "sample":
        return (Doubt("name_sample"),)
    if known is not None:
        return ()
    if _names_nobody(text, kind):
        return (Doubt("name_doubtful", where="first"),)
    joined = kind == "person" and _names_several(text, given_names)
    return (Doubt("names_joined"),) if joined else ()


def first_words(texts: Iterable[str]) -> frozenset[str]:
    """The keys of the words that names of a column begin with, and of the usual given names."""
    return _words()["given"].union(name_key(text.split()[0]) for text in texts if text.split())


def _names_nobody(text: str, kind: str) -> bool:
    plain = _plain(text)
    if not any(char.isalpha() for char in plain) or re.fullmatch(r"(\w)\1{2,}", plain):
        return True
    if kind != "person":
        return False
    words = re.findall(r"\w+", plain)
    return NO_NAME.search(plain) is not None or all(
        word in _words()["roles"] or (word.isdigit() and len(word) < PSEUDONYM) for word in words
    )


def _names_several(text: str, given_names: frozenset[str]) -> bool:
    if JOINED.search(text) is None:
        return False
    match = AND.fullmatch(text)
    if match is None or re.search(r"[&/+|;]", text):
        return True
    before, after = match["before"].split(), match["after"].split()
    if len(before) == 1 or name_key(after[0]) in given_names:
        return True
    # María Ortega y Gasset, Juana Ruiz y de la Cruz: one surname; Luz Mar y Sol Ríos: two persons
    return len([word for word in after if word[:1].isupper()]) > 1 and after[0][:1].isupper()


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())
