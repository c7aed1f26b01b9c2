"""The gate's functions a third time, in plain Python: what both engines are held to."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re

_ACCENTS = str.maketrans("áàâäãéèêëíìîïóòôöõúùûüñç\u00a0\t\n\r", "aaaaaeeeeiiiiooooouuuunc    ")


def elements(landed: str | None) -> list[str | None]:
    if landed is None:
        return []
    try:
        values = json.loads(landed)
    except ValueError:
        return [landed]
    if not isinstance(values, list) or not all(item is None or isinstance(item, str) for item in values):
        return [landed]
    odd = any("\ud800" <= c <= "\udfff" or c == "\0" for item in values for c in item or "")
    blank = re.sub(r'"(?:[^"\\]|\\.)*"', '""', landed)
    return [landed] if odd or not re.fullmatch(r"\[[^\s]*(?:, ?[^\s]+)*\]", blank) else values


def _days(landed: str | None) -> tuple[dt.date, dt.date] | None:
    match = re.fullmatch(r"([12][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?~?", landed or "")
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        first = dt.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return first, first
    last_month = 12 if month is None else month
    return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def is_edtf(landed: str | None) -> bool | None:
    return None if landed is None else _days(landed) is not None


def edtf_first(landed: str | None) -> dt.date | None:
    days = _days(landed)
    return days[0] if days else None


def edtf_last(landed: str | None) -> dt.date | None:
    days = _days(landed)
    return days[1] if days else None


def is_whole(landed: str | None) -> bool | None:
    return None if landed is None else bool(re.fullmatch("[0-9]{1,9}", landed))


def whole(landed: str | None) -> int | None:
    return int(landed) if landed is not None and is_whole(landed) else None


def term_key(term: str | None) -> str | None:
    if term is None:
        return None
    lower = "".join(c.lower() if len(c.lower()) == 1 else "i" for c in term)
    return re.sub("  +", " ", lower.translate(_ACCENTS)).strip(" ")


def size_of(landed: str | None) -> int:
    return len(elements(landed))


def repeats(landed: str | None) -> bool:
    keys = [term_key(item) for item in elements(landed) if item is not None]
    return len(keys) > len(set(keys))


def element(landed: str | None) -> str | None:
    """Element 2, as ``element(landed, 2)``."""
    values = elements(landed)
    return values[0] if len(values) == 1 else values[1] if len(values) > 1 else None
