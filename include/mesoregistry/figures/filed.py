"""What was filed and who files: accepted extracts and the sources of each country, and how their months are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mesoregistry.months import next_month


@dataclass(frozen=True)
class Filed:
    """An accepted extract of a country, source and month, and the days between which it stood."""

    country: str
    source: str
    month: dt.date
    filed_on: dt.date
    withdrawn_on: dt.date | None


@dataclass(frozen=True)
class Source:
    """Who files the months of a country, from the month of ``first`` to that of ``last`` (``None``: to this day)."""

    country: str
    source: str
    first: dt.date | None
    last: dt.date | None

    def registers(self, month: dt.date) -> bool:
        """Whether it files this month, at least for a part of it."""
        begun = self.first is None or self.first < next_month(month)
        return begun and (self.last is None or self.last >= month)


def spans(months: Iterable[dt.date]) -> str:
    """Months in runs: ``2023`` a whole year, ``2010–2011`` whole years, ``2025-06–2025-09`` months."""
    return _spans(tuple(months))


@lru_cache(maxsize=1024)  # hundreds of figures lack the same months
def _spans(months: tuple[dt.date, ...]) -> str:
    runs: list[tuple[dt.date, dt.date]] = []
    for month in months:
        if runs and next_month(runs[-1][1]) == month:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return ", ".join(_span(first, last) for first, last in runs)


def _span(first: dt.date, last: dt.date) -> str:
    pattern = "%Y" if (first.month, last.month) == (1, 12) else "%Y-%m"
    start, end = first.strftime(pattern), last.strftime(pattern)
    return start if start == end else f"{start}–{end}"
