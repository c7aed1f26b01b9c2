"""What the months that nobody filed can hold, by the history of their country, and how far that could move a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mesoregistry.figures.definitions import How

ENOUGH = 12
"""Months that a country must have filed before its history says what a month of it can hold."""
YEARS, SEASON = 2, 1
"""A month is like those of so many years before and after, and of so many months beside it in the calendar."""
INFINITE = Decimal("Infinity")
ByMonth = Mapping[tuple[str, dt.date], int]


@dataclass(frozen=True, slots=True)
class Gap:
    """The months of a country that should have been filed and were not, and those that were."""

    country: str
    missing: Sequence[dt.date]
    filed: frozenset[dt.date]


@dataclass(frozen=True, slots=True)
class Reach:
    """From the lowest to the highest value that a figure could have, were the missing months filed."""

    low: Decimal
    high: Decimal


def capacity(gaps: Sequence[Gap], counts: ByMonth) -> Decimal:
    """The most that the missing months can hold; infinite where a country has no history to go by."""
    if any(len(gap.filed) < ENOUGH for gap in gaps):
        return INFINITE
    return Decimal(
        sum(
            max(counts.get((gap.country, like), 0) for like in _like(month, gap.filed))
            for gap in gaps
            for month in gap.missing
        )
    )


def _like(month: dt.date, filed: frozenset[dt.date]) -> list[dt.date]:
    """The filed months of the same season of years nearby; where there is none, the twelve filed nearest in time."""
    season = [m for m in filed if abs(m.year - month.year) <= YEARS and _apart(m, month) <= SEASON]
    return season or sorted(filed, key=lambda m: (abs((m - month).days), m))[:ENOUGH]


def _apart(a: dt.date, b: dt.date) -> int:
    distance = abs(a.month - b.month)
    return min(distance, 12 - distance)


def reach(how: How, counts: Sequence[int], more: Sequence[Decimal]) -> Reach:
    """How far a value can move.

    Args:
        counts: of the scope and, for a share, growth or difference, of the base.
        more: how many the missing months of each can add to it.
    """
    count, most = Decimal(counts[0]), counts[0] + more[0]
    if how == "value":
        return Reach(count, most)
    base, most_of_base = Decimal(counts[1]), counts[1] + more[1]
    if how == "difference":
        return Reach(count - most_of_base, most - base)
    low = count * 100 / most_of_base if most_of_base.is_finite() else Decimal(0)
    if how == "growth":
        return Reach(low - 100, most * 100 / base - 100)
    if not most.is_finite() or not base + more[0]:
        return Reach(low, Decimal(100))
    return Reach(low, most * 100 / (base + more[0]))  # what is added to the numerator is added to its base
