"""Arithmetic of months: a month is its first day, and a country files it by a day of the month after."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

DUE_DAY = 15  # a month is due on this day of the next month


def add_months(month: dt.date, number: int) -> dt.date:
    """The first day of the month ``number`` months after ``month`` (before it, when negative)."""
    years, index = divmod(month.year * 12 + month.month - 1 + number, 12)
    return dt.date(years, index + 1, 1)


@lru_cache(maxsize=4096)  # the figures ask for the same few hundred months a hundred thousand times
def next_month(month: dt.date) -> dt.date:
    """The first day of the month after ``month``."""
    return add_months(month, 1)


@lru_cache(maxsize=512)
def months_between(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """The first day of each month from that of ``first`` to that of ``last``, both included."""
    months = []
    month = first.replace(day=1)
    while month <= last:
        months.append(month)
        month = next_month(month)
    return tuple(months)


@lru_cache(maxsize=4096)
def due_on(month: dt.date) -> dt.date:
    """The day by which a country files ``month``."""
    return next_month(month).replace(day=DUE_DAY)
