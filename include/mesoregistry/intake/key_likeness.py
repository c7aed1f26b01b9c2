"""Keys that are not the same and look it: what the difference of a slip of typing leaves alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

SIGNS = str.maketrans(dict.fromkeys("/_. ", "-"))
LOOK_ALIKES = str.maketrans("OIL", "011")
# words that people write before a number; a sign or a blank parts them from it
WORD = re.compile(
    r"^(?:(?:CASO|CASE|EXP(?:EDIENTE)?|FOLIO|CLAVE|REG(?:ISTRO)?|N\.?(?:[OR]|UM|RO)?)[.:# ]+(?=\S*\d)|# *)",
    re.M,
)
RUNS = re.compile(r"-{2,}")
ENDS = re.compile(r"^[,;:*()\[\]-]+|[,;:*()\[\]-]+$", re.M)
HAS_ENDS = re.compile(r"[,;:*()\[\]]|-$|^-", re.M)
BEFORE_NUMBER = re.compile(r"-(?<=[^\W\d_]-)(?=[\dOIL])")  # SV-3 and SV3
ZEROS = re.compile(r"0(?<!\d0)0*(?=\d)")  # before a number: 0012, SV-01
BETWEEN_DIGITS = re.compile(r"-(?<=\d-)(?=\d)")
LONG_NUMBER = re.compile(r"\d{6}")  # so long that it may be several: 20240001


def alike(forms: Iterable[str]) -> dict[str, str]:
    """Each normal form of a key that looks like an earlier one, with that one."""
    numbered = [form for form in dict.fromkeys(forms) if not form.isalpha()]
    text = _without_slips(numbered)
    firsts: dict[str, str] = {}
    bare = zip(numbered, ZEROS.sub("", text).split("\n"), strict=True) if numbered else ()
    pairs = {form: first for form, key in bare if (first := firsts.setdefault(key, form)) != form}
    if LONG_NUMBER.search(text) and BETWEEN_DIGITS.search(text):
        pairs = _in_one(numbered, text.split("\n")) | pairs
    return pairs


def _in_one(forms: Sequence[str], plain: Sequence[str]) -> dict[str, str]:
    """The keys that hold in one number what another holds in several: 20240001 and 2024-0001."""
    firsts: dict[tuple[str, bool], str] = {}
    pairs: dict[str, str] = {}
    for form, key in zip(forms, plain, strict=True):
        whole = BETWEEN_DIGITS.sub("", key)
        if not LONG_NUMBER.search(whole):
            continue
        firsts.setdefault((whole, whole == key), form)
        if first := firsts.get((whole, whole != key)):
            pairs[form] = first
    return pairs


def _without_slips(forms: Sequence[str]) -> str:
    """The normal forms, a line each, without what a slip changes; zeros stay.

    Words before a number, kinds of signs, signs at an end or before a number, O for 0, I and L for 1 make no
    difference. All are changed as one text, which takes a third of the time.
    """
    text = RUNS.sub("-", WORD.sub("", "\n".join(forms)).translate(SIGNS))
    text = ENDS.sub("", text) if HAS_ENDS.search(text) else text
    return BEFORE_NUMBER.sub("", text).translate(LOOK_ALIKES)
