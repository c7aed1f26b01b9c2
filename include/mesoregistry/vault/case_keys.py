"""Keys of cases: one normal form in which two spellings are the same.

The key as typed is kept beside its normal form.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mesoregistry.catalog.whole_numbers import without_decimals

DASHES = dict.fromkeys(
    map(ord, "\u00ad\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"), "-"
)
SLASHES = dict.fromkeys(map(ord, "\u2044\u2215\uff0f"), "/")
# capital letters of the Cyrillic and Greek alphabets that look like Latin ones
LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԌԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABESIJKMHOPCTYXGQWABEZHIKMNOPTYX",
)
FORMULA = re.compile(r'=\s*"(.*)"')
SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+?\d+", re.I)


@lru_cache(maxsize=100_000)
def normal(key: str | None) -> str | None:
    """The form in which keys are compared; ``None`` for none, and for a number of which digits are lost.

    Capital or small letters, kinds of dashes, letters of other alphabets that look the same, blanks beside signs and
    what a program adds (``="SV-3"``, ``3.0``) make no difference.
    """
    if key is None:
        return None
    text = unicodedata.normalize("NFKC", key).translate(DASHES | SLASHES).strip()
    if match := FORMULA.fullmatch(text):
        text = match[1]
    text = text.lstrip("'’").upper().translate(LOOK_ALIKES)
    text = " ".join(text.split())
    if " " in text:
        text = re.sub(r"\s*([-/._])\s*", r"\1", text)
    text = without_decimals(text)
    return None if not text or SCIENTIFIC.fullmatch(text) else text
