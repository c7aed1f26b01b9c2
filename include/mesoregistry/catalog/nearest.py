"""The term that was meant: likeness of the whole word, not of a part of it."""

from __future__ import annotations

from collections.abc import Sequence

NEAR = 0.75  # one letter in four may be another, missing, too many or in its neighbour's place


def nearest(key: str, keys: Sequence[str]) -> int | None:
    """The position of the key most like ``key``; ``None`` when none is near. All as ``term_key`` gives them.

    Letters are counted one by one: «paramilitares» holds all of «militares», and is four letters away from it.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    likeness = DamerauLevenshtein.normalized_similarity
    near = process.extractOne(key, keys, scorer=likeness, score_cutoff=NEAR)
    return None if near is None else int(near[2])
