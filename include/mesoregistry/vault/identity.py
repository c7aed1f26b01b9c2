"""What a token stands for: one normal form of a text, and a keyed MAC of it."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from typing import Literal

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.vault import case_keys
from mesoregistry.vault.hidden import Hidden

NORMAL_VERSION = 1  # a change of `normal` is a new version: old MACs keep the form they were made with
TILDE = "\u0303"
Kind = Literal["person", "organisation", "case", "value"]


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """A text of a file that stays in the vault: a person or an organisation as named, the key that a team keeps a case
    under (``case``), or a text that is no value of the registry and may be anything (``value``).
    """

    kind: Kind
    name: Hidden

    def mac(self, country: str, key: bytes) -> str:
        text = "\0".join((str(NORMAL_VERSION), self.kind, country, normal(self.name, self.kind)))
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def normal(name: str, kind: str = "person") -> Hidden:
    """One form of a name: NFKC, lower case, no accents (ñ stays), single blanks, given names first.

    Keys of cases have a form of their own. Other texts are compared as terms are, so that the rules see a repetition.
    """
    if kind in ("case", "value"):
        return Hidden((case_keys.normal(name) if kind == "case" else term_key(name)) or name)
    text = unicodedata.normalize("NFKC", name).casefold()
    if kind == "person" and text.count(",") == 1:
        family, given = text.split(",")
        text = f"{given} {family}"
    text = _without_accents(text)
    text = text.translate(ASCII_LETTERS) if text.isascii() else "".join(map(_letter, text))
    return Hidden(" ".join(text.split()))


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(char) or (char == TILDE and kept[-1:] == ["n"]):
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _letter(char: str) -> str:
    """Letters and digits stay; invisible characters and apostrophes go; the rest parts words."""
    if char.isalnum():
        return char
    return "" if unicodedata.category(char) == "Cf" or char in "'’`´" else " "


ASCII_LETTERS = {number: _letter(chr(number)) for number in range(128)}  # of which most names are
