"""Words around a date or a number that say that it is estimated: ``aprox. 14/03/2024``, ``fines de marzo``, ``34?``."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

EITHER_SIDE = r"(?:fecha )?(?:aproximad[ao]|estimad[ao]|aproximadamente|aprox\.?|approx\.?)"
WORDS = rf"{EITHER_SIDE}|alrededor del?|hacia|cerca del?|circa|ca\.|c\.|approximately|about|around"
BEFORE = re.compile(rf"(?:\(?(?:{WORDS})\)?[:,]?(?: +el)?(?=\W|\d) *|[~≈¿] *)", re.I)
BEHIND = re.compile(rf"(?:[ ,]*\(?(?:(?<!\w){EITHER_SIDE}|\?+|~)\)?)$", re.I)
ORDINAL = r"(?:[1-5](?:[aªº°]|r[ao]|d[ao]|t[ao])?\.?|primer[ao]?|segund[ao]|tercer[ao]?|cuarta|[uú]ltim[ao])"
PART = re.compile(
    rf"(?:(?:a|en|por|hacia) )?(?:las? |los |el |the )?(?:"
    rf"(?:fin|fines|final|finales|mediados?|principios?|inicios?|comienzos?|{ORDINAL} (?:quincena|semana|mitad))"
    r"(?: de(?:l)?)?(?: mes de)? |(?:end|beginning|middle) of |(?:early|mid|late)[ -])",
    re.I,
)


class Bare(NamedTuple):
    """A date without the words around it. ``is_part``: of a part of a month or a year, such as its end."""

    text: str
    is_about: bool = False
    is_part: bool = False


@lru_cache(maxsize=20_000)
def bare_date(text: str) -> Bare:
    """``14/03/2024`` of ``aprox. 14/03/2024?``, ``marzo 2024`` of ``fines de marzo 2024``."""
    plain = text.strip()
    if match := PART.match(plain):
        return Bare(BEHIND.sub("", plain[match.end() :]).strip(), True, True)
    bare = BEHIND.sub("", BEFORE.sub("", plain, count=1) if BEFORE.match(plain) else plain).strip()
    return Bare(bare, bare != plain)


def bare_number(text: str | None, words: Collection[str]) -> str | None:
    """``34 años`` of ``aprox. 34 años``, by the words of the field for an estimate; any other text as it is."""
    match = _around(tuple(words)).fullmatch(text) if text and words else None
    return match["number"] if match else text


@lru_cache(maxsize=16)
def _around(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(
        rf"(?:\(?(?:{either})\.?\)?[:,]?(?![^\W\d_]) *)?(?P<number>\d(?:.*?[^\W_])??)"
        rf"(?:[ ,]*(?:(?<![^\W\d_])|(?<= ))\(?(?:{either})\.?\)?)?",
        re.I,
    )
