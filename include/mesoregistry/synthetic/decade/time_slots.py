"""The time of the registry: months, cut where a figure begins or ends, and the days on which extracts are filed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.months import add_months

ONE = dt.timedelta(1)
READY = 4
"""Days before a release on which the first country files what is late; the last one files it on the day itself."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Some days of one month that no figure divides."""

    first: dt.date
    last: dt.date

    @property
    def month(self) -> dt.date:
        return self.first.replace(day=1)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def slots(begins: dt.date, ends: dt.date, figures: Iterable[PublishedFigure]) -> list[Slot]:
    """The months from ``begins`` to ``ends``, cut at every day on which a figure begins or has ended."""
    cuts = {begins, ends + ONE}
    for figure in figures:
        for scope in (figure.scope, figure.base):
            cuts |= {scope.first, scope.last + ONE}
    month = begins
    while month <= ends:
        cuts.add(month)
        month = add_months(month, 1)
    days = sorted(day for day in cuts if begins <= day <= ends + ONE)
    return [Slot(first, after - ONE) for first, after in pairwise(days)]


def filing_days(
    country: str,
    slot: Slot,
    figures: Sequence[PublishedFigure],
    after: int,
    positions: Mapping[str, int],
    adds: bool,
) -> list[dt.date]:
    """The days on which rows of a slot can be filed: in time first, then late, each before another release.

    A release inside the month has its rows filed on its day, which it knows. Of a source that ``adds``, what is late
    comes in the regular file before the release. ``positions``: countries file what is late on different days.
    """
    in_time = add_months(slot.month, 1) + dt.timedelta(after - 1)
    releases = sorted({f.as_known_on for f in figures})
    seen = sorted({f.as_known_on for f in figures if _touches(f, country, slot)})
    days = [release for release in seen if slot.last < release < in_time]
    days.append(in_time)
    for release in seen:
        if release > in_time:
            before = max((r for r in releases if r < release), default=release - dt.timedelta(30))
            day = max(before + ONE, in_time + ONE, release - dt.timedelta(READY - positions[country]))
            if adds:
                day = (release - dt.timedelta(after - 1)).replace(day=1) + dt.timedelta(after - 1)
                if day <= max(before, in_time):
                    continue
            days.append(day)
    return sorted(set(days))


def _touches(figure: PublishedFigure, country: str, slot: Slot) -> bool:
    return any(
        country in scope.countries and scope.first <= slot.first and slot.last <= scope.last
        for scope in (figure.scope, figure.base)
    )
