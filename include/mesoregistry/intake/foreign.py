"""Which landed values are foreign: no term, place, date or number of the registry, and near none either.

Such a text may be anything, a name or a phone that slipped into the wrong cell above all, so it must not land. What is
near stays readable: most of it is a slip of the pen, and the team corrects it sooner when it sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mesoregistry.catalog.code_lists import PLACES, read_sound, stamps, term_key
from mesoregistry.catalog.file_stamps import Stamp
from mesoregistry.catalog.model import Booleans, FieldDef, fields
from mesoregistry.intake.likeness import COUNT, PHONE, WORDS, is_like_a_date, is_like_a_number, is_near

EDTF = re.compile(r"[12]\d{3}(-\d{2}(-\d{2})?)?~?", re.ASCII)
BOOLEANS = frozenset({"yes", "no", "unknown"})
OF_NAMES = frozenset(
    {"de", "del", "la", "las", "los", "el", "y", "e", "da", "do", "dos", "van", "von", "san", "santa"}
)


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """What the values of a file are compared with.

    ``terms``: code list -> keys (``term_key``). ``places``: keys of every place of the country. ``names``: words of the
    names of the file's own persons. ``phones``: the digits of its own phones.
    """

    terms: Mapping[str, frozenset[str]]
    places: frozenset[str]
    booleans: frozenset[str]
    names: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()

    def is_foreign(self, column: str, value: str) -> bool:
        """Whether a value of a landed column must not leave the vault. The key of a case never may."""
        definition = fields()[column]
        if column == "case_key":
            return True
        if self._is_exact(definition, value):
            return False
        return self._names_somebody(definition, value) or not self._is_near(definition, value)

    def _is_exact(self, definition: FieldDef, value: str) -> bool:
        if definition.kind == "date":
            return bool(EDTF.fullmatch(value))
        if definition.kind == "number":
            return value.isascii() and value.isdigit() and len(value) <= COUNT
        if definition.kind == "boolean":
            return value in BOOLEANS
        return term_key(value) in self._expected(definition)

    def _expected(self, definition: FieldDef) -> frozenset[str]:
        """The keys of what may stand in a field of text."""
        if definition.kind == "boolean":
            return self.booleans
        return self.terms.get(definition.list, frozenset()) if definition.list else self.places

    def _names_somebody(self, definition: FieldDef, value: str) -> bool:
        digits = "".join(filter(str.isdigit, value))
        if digits in self.phones or (definition.kind != "date" and len(digits) >= PHONE):
            return True
        return not self.names.isdisjoint(words(value))

    def _is_near(self, definition: FieldDef, value: str) -> bool:
        key = term_key(value)
        if definition.kind == "date":
            return is_like_a_date(key)
        if definition.kind == "number":
            return is_like_a_number(key)
        return is_near(key, self._expected(definition))


def words(text: str) -> set[str]:
    """The words of a text that can tell a name: three letters or more, no particles."""
    return {word for word in WORDS.findall(term_key(text)) if len(word) > 2 and word not in OF_NAMES}


def digits_of(texts: Iterable[str]) -> frozenset[str]:
    """The digits of each text that has enough of them to be a phone."""
    numbers = ("".join(filter(str.isdigit, text)) for text in texts)
    return frozenset(number for number in numbers if len(number) >= COUNT)


def places_of(seeds: Path, country: str) -> frozenset[str]:
    """The keys of every name and code of a place of a country."""
    return _places_of(seeds, country, stamps(seeds))


@lru_cache(maxsize=64)
def _places_of(seeds: Path, country: str, _stamps: tuple[Stamp, ...]) -> frozenset[str]:
    keys: set[str] = set()
    for name, of_country, _, term, *_ in read_sound(seeds).terms:
        if name in PLACES and of_country == country:
            keys.add(term_key(term.split(" ", 1)[1] if name == "place_admin2" else term))
    return frozenset(keys)


def boolean_words(words_of_layout: Booleans) -> frozenset[str]:
    """The words of a layout for yes, no and unknown, as keys."""
    return frozenset(
        term_key(word) for word in (*words_of_layout.yes, *words_of_layout.no, *words_of_layout.unknown)
    )
