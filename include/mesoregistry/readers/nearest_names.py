"""Which of the names in a file is meant where the agreed one is missing: by the likeness of whole names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mesoregistry.readers.header_names import header_key

NEAR = 75  # of 100: one letter in four may differ
WORD = re.compile(r"[^\W\d_]+")
SOUNDS = (("ll", "y"), ("h", ""), ("v", "b"), ("z", "s"), ("ce", "se"), ("ci", "si"))


def nearest(wanted: str, names: Sequence[str]) -> int | None:
    """The position of the name most like ``wanted``; ``None`` when none is near."""
    from rapidfuzz import fuzz, process

    keys = [header_key(name) for name in names]
    near = process.extractOne(header_key(wanted), keys, scorer=fuzz.ratio, score_cutoff=NEAR)
    return None if near is None else near[2]


def nearest_sheet(agreed: Sequence[str], titles: Sequence[str]) -> str | None:
    """The title most like one of the agreed names, of which ``…`` ends one that may go on.

    Failing that, one with a word that is an agreed name, in short or as it sounds: ``may-24``, ``Mallo 2024``.
    """
    names = {name.rstrip("…"): name.endswith("…") for name in agreed if len(name.rstrip("…")) > 3}
    for name, is_open in names.items():
        heads = [title[: len(name)] if is_open else title for title in titles]
        position = nearest(name, heads)
        if position is not None:
            return titles[position]
    sounds = [_sound(name) for name in names]
    return next((title for title in titles if any(_is_meant(w, sounds) for w in WORD.findall(title))), None)


def _is_meant(word: str, sounds: Sequence[str]) -> bool:
    """Whether a word is the beginning of one of the names alone, or written much like one."""
    own = _sound(word)
    if len(own) < 3:
        return False
    return sum(sound.startswith(own) for sound in sounds) == 1 or nearest(own, sounds) is not None


def _sound(text: str) -> str:
    """Letters that are spoken alike in Spanish written as one: ``mallo`` is ``mayo``."""
    key = header_key(text)
    for letters, sound in SOUNDS:
        key = key.replace(letters, sound)
    return key
