"""Texts that are nearly what should stand in their cell: a term, a date, a number, but for a slip of the pen."""

from __future__ import annotations

import re

from mesoregistry.intake.dates import month_names

PHONE = 7  # digits; nothing else that is typed has as many but a date
COUNT = 6  # digits of a number of persons
NUMERIC_DATE = re.compile(
    r"(?:[0-3]?\d[/.\- ][0-3]?\d[/.\- ](?:(?:19|20)\d)?\d{2}|(?:19|20)\d{2}([/.-])\d{1,2}(?:\1\d{1,2})?|"
    r"\d{1,2}[/.-](?:19|20)\d{2}|\d{1,5})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?",
    re.ASCII,
)
YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
NUMBERS = re.compile(r"\d+", re.ASCII)
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
WORDS = re.compile(r"[^\W_]+")


def is_near(key: str, expected: frozenset[str]) -> bool:
    """Whether a text is one of those expected but for a slip of the pen: a letter in eight, three at most."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    slips = min(len(key) // 8 + (len(key) > 4), 3)
    if not slips or not expected:
        return key in expected
    nearest = process.extractOne(key, expected, scorer=DamerauLevenshtein.distance, score_cutoff=slips)
    return nearest is not None


def is_like_a_date(key: str) -> bool:
    """Days, months and one year, with the words around them; without a year it is shorter than a phone."""
    if NUMERIC_DATE.fullmatch(key):
        return True
    numbers = NUMBERS.findall(key)
    years = [number for number in numbers if len(number) > 2]
    if any(not YEAR.fullmatch(number) for number in years) or len(years) > 1:
        return False
    return (bool(years) or len("".join(numbers)) < PHONE) and _consists_of(
        key, OF_DATES | month_names().keys(), 4
    )


def is_like_a_number(key: str) -> bool:
    """A number, or one or two with the words around them, shorter than a phone."""
    if len("".join(NUMBERS.findall(key))) >= PHONE:
        return False
    return bool(NUMBER.fullmatch(key)) or _consists_of(key, OF_NUMBERS, COUNT)


def _consists_of(key: str, allowed: frozenset[str], digits: int) -> bool:
    """Whether a text holds these words and a few short numbers, and no other letter."""
    parts = WORDS.findall(key)
    numbers = [part for part in parts if part.isascii() and part.isdigit()]
    short = sum(map(len, numbers)) <= digits + 4 and all(len(number) <= digits for number in numbers)
    return bool(numbers) and short and all(part in allowed or part in numbers for part in parts)
