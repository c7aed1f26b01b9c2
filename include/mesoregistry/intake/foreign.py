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

from mesoregistry.catalog.code_lists import PLACES, read, term_key
from mesoregistry.catalog.model import Booleans, FieldDef, fields
from mesoregistry.intake.dates import month_names

PHONE = 7  # digits; nothing else that is typed has as many but a date
COUNT = 6  # digits of a number of persons
BOOLEANS = frozenset({"yes", "no", "unknown"})
EDTF = re.compile(r"[12]\d{3}(-\d{2}(-\d{2})?)?~?", re.ASCII)
NUMERIC_DATE = re.compile(
    r"(?:[0-3]?\d[/.\- ][0-3]?\d[/.\- ](?:(?:19|20)\d)?\d{2}|(?:19|20)\d{2}([/.-])\d{1,2}(?:\1\d{1,2})?|"
    r"\d{1,2}[/.-](?:19|20)\d{2}|\d{1,5})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?",
    re.ASCII,
)
NUMBER = re.compile(r"-?\d{1,6}(?:[.,]\d{1,6})?", re.ASCII)
OF_DATES = frozenset(
    {
        "de", "del", "a", "y", "e", "el", "en", "al", "ca", "c", "aprox", "hacia", "principios", "mediados", "fines",
        "finales", "of", "about", "early", "late",
    }
)  # fmt: skip
OF_NUMBERS = frozenset(
    {
        "mas", "menos", "de", "del", "unas", "unos", "casi", "cerca", "aprox", "aproximadamente", "alrededor", "o", "a",
        "y", "more", "than", "about",
    }
)  # fmt: skip
OF_NAMES = frozenset(
    {"de", "del", "la", "las", "los", "el", "y", "e", "da", "do", "dos", "van", "von", "san", "santa"}
)
WORDS = re.compile(r"[^\W_]+")


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
            return bool(NUMERIC_DATE.fullmatch(key)) or _consists_of(key, OF_DATES | month_names().keys(), 4)
        if definition.kind == "number":
            return bool(NUMBER.fullmatch(key)) or _consists_of(key, OF_NUMBERS, COUNT)
        return is_near(key, self._expected(definition))


def words(text: str) -> set[str]:
    """The words of a text that can tell a name: three letters or more, no particles."""
    return {word for word in WORDS.findall(term_key(text)) if len(word) > 2 and word not in OF_NAMES}


def digits_of(texts: Iterable[str]) -> frozenset[str]:
    """The digits of each text that has enough of them to be a phone."""
    numbers = ("".join(filter(str.isdigit, text)) for text in texts)
    return frozenset(number for number in numbers if len(number) >= COUNT)


def is_near(key: str, expected: frozenset[str]) -> bool:
    """Whether a text is one of those expected but for a slip of the pen: a letter in eight, three at most."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    slips = min(len(key) // 8 + (len(key) > 4), 3)
    if not slips or not expected:
        return key in expected
    nearest = process.extractOne(key, expected, scorer=DamerauLevenshtein.distance, score_cutoff=slips)
    return nearest is not None


def _consists_of(key: str, allowed: frozenset[str], digits: int) -> bool:
    """Whether a text holds these words and a few short numbers, and no other letter."""
    parts = WORDS.findall(key)
    numbers = [part for part in parts if part.isascii() and part.isdigit()]
    short = sum(map(len, numbers)) <= digits + 4 and all(len(number) <= digits for number in numbers)
    return bool(numbers) and short and all(part in allowed or part in numbers for part in parts)


@lru_cache(maxsize=8)
def places_of(seeds: Path, country: str) -> frozenset[str]:
    """The keys of every name and code of a place of a country."""
    keys: set[str] = set()
    for name, of_country, _, term, *_ in read(seeds).terms:
        if name in PLACES and of_country == country:
            keys.add(term_key(term.split(" ", 1)[1] if name == "place_admin2" else term))
    return frozenset(keys)


def boolean_words(words_of_layout: Booleans) -> frozenset[str]:
    """The words of a layout for yes, no and unknown, as keys."""
    return frozenset(
        term_key(word) for word in (*words_of_layout.yes, *words_of_layout.no, *words_of_layout.unknown)
    )
