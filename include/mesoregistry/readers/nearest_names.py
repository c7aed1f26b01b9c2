"""Which of the names in a file is meant where the agreed one is missing: by the likeness of whole names."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry.readers.header_names import header_key

NEAR = 75  # of 100: one letter in four may differ


def nearest(wanted: str, names: Sequence[str]) -> int | None:
    """The position of the name most like ``wanted``; ``None`` when none is near."""
    from rapidfuzz import fuzz, process

    keys = [header_key(name) for name in names]
    near = process.extractOne(header_key(wanted), keys, scorer=fuzz.ratio, score_cutoff=NEAR)
    return None if near is None else near[2]


def nearest_sheet(agreed: str, titles: Sequence[str]) -> str | None:
    """The title most like one of the agreed names, of which ``…`` ends one that may go on."""
    for name in agreed.split(", "):
        beginning = name.rstrip("…")
        heads = [title[: len(beginning)] if name.endswith("…") else title for title in titles]
        position = nearest(beginning, heads) if len(beginning) > 3 else None
        if position is not None:
            return titles[position]
    return None
