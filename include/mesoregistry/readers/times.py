"""Times of an export, as its program wrote them or as a spreadsheet wrote them anew."""

from __future__ import annotations

import re
from collections.abc import Sequence

ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
BY_SLASHES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)\D*(.*)")


def last_time(texts: Sequence[str]) -> str | None:
    """The last of some times, in ISO 8601; ``None`` where nobody can say which number is the day."""
    times = [text.strip() for text in texts]
    iso = [text.replace(" ", "T") for text in times if ISO.match(text)]
    others = [match for text in times if (match := BY_SLASHES.match(text))]
    if any(int(match[1]) > 12 for match in others):
        iso += [f"{m[3]}-{int(m[2]):02d}-{int(m[1]):02d}T{m[4]}" for m in others]
    elif any(int(match[2]) > 12 for match in others):
        iso += [f"{m[3]}-{int(m[1]):02d}-{int(m[2]):02d}T{m[4]}" for m in others]
    return max(iso, default=None)
