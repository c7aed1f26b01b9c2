"""The term that was meant: likeness of the whole word, not of a part of it."""

from __future__ import annotations

from collections.abc import Sequence

# before a word they make it its opposite: «no verificada» was not meant as «verificada»
OPPOSITES = ("no ", "sin ", "in", "im", "des", "non ", "not ", "un")
NEAR = 0.75  # one letter in four may be another, missing, too many or in its neighbour's place


def nearest(key: str, keys: Sequence[str]) -> int | None:
    """The position of the key most like ``key``; ``None`` when none is near. All as ``term_key`` gives them.

    Letters are counted one by one: «paramilitares» holds all of «militares», and is four letters away from it.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    likeness = DamerauLevenshtein.normalized_similarity
    opposites = _opposites(key)
    keys = ["" if other in opposites else other for other in keys]
    near = process.extractOne(key, keys, scorer=likeness, score_cutoff=NEAR)
    return None if near is None else int(near[2])


def _opposites(key: str) -> frozenset[str]:
    """The same word with a negation before it, or without the one that it has."""
    without = {key.removeprefix(before) for before in OPPOSITES} - {key}
    return frozenset(without.union(before + key for before in OPPOSITES))
