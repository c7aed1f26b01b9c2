"""Dates in the order of their layout with other signs than its own: ``23-05-2024``, ``23.5.24``, ``05-2024``."""

from __future__ import annotations

import datetime as dt
import re

SIGNS = r" ?([/.\\ -]) ?"
NUMERIC = re.compile(rf"(\d{{1,2}}){SIGNS}(\d{{1,2}}) ?\2 ?(\d{{4}}|\d{{2}})")
MONTH_AND_YEAR = re.compile(r"(\d{1,2}) ?[/.-] ?([12]\d{3})")
YEAR_AND_MONTH = re.compile(r"([12]\d{3}) ?[/.-] ?(\d{1,2})")


def of_other_signs(text: str, formats: tuple[str, ...]) -> str | None:
    """A date of numbers as EDTF; ``None`` where it is none, or where only a guess would say what is the day.

    The formats of a layout say whether the day comes first, whatever sign a program put between. A layout that has
    neither order leaves what only one of them can read.
    """
    if match := MONTH_AND_YEAR.fullmatch(text):
        return _month(match[2], match[1])
    if match := YEAR_AND_MONTH.fullmatch(text):
        return _month(match[1], match[2])
    match = NUMERIC.fullmatch(text)
    if match is None:
        return None
    day_first = any(
        form.find("%d") < form.find("%m") for form in formats if "%d" in form and form[:2] != "%Y"
    )
    month_first = any(-1 < form.find("%m") < form.find("%d") for form in formats if form[:2] != "%Y")
    first, second, year = int(match[1]), int(match[3]), match[4]
    orders = [(first, second)] if day_first else []
    orders += [(second, first)] if month_first else []
    if not orders and len(year) == 4:
        orders = [pair for pair in ((first, second), (second, first)) if pair[1] <= 12]
        orders = orders if len(set(orders)) == 1 else []
    read = {made for day, month in orders if (made := _day(year, month, day))}
    return read.pop() if len(read) == 1 else None


def _month(year: str, month: str) -> str | None:
    return f"{year}-{int(month):02d}" if 1 <= int(month) <= 12 else None


def _day(year: str, month: int, day: int) -> str | None:
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), month, day).isoformat()
    except ValueError:
        return None
