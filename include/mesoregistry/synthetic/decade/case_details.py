"""What is told of a case beside what figures count: when it was recorded, how long it went on, on what occasion."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from mesoregistry.catalog.registries import registries
from mesoregistry.months import add_months

ONE = dt.timedelta(1)


def recorded_on(day: dt.date, filed_on: dt.date, assumed: Mapping[str, Any], rng: random.Random) -> dt.date:
    """Most soon after the event, some only when their file was about to be filed."""
    lag = dt.timedelta(round(rng.expovariate(1 / assumed["days_until_recorded"])))
    if filed_on - day > dt.timedelta(assumed["late_after"]):
        return max(day, filed_on - lag)
    return min(day + lag, filed_on)


def last_day(row: Any, day: dt.date, assumed: Mapping[str, Any], rng: random.Random) -> dt.date | None:
    """The day on which some events end, of those that last, where the source asks for it."""
    if not has_column(row.country, row.source, "event_date_end") or rng.random() >= assumed["lasting"]:
        return None
    ends = min(
        day + dt.timedelta(rng.randint(1, assumed["lasting_days"])), dt.date.fromordinal(row.known_from) - ONE
    )
    return ends if ends > day else None


def has_no_day(row: Any, assumed: Mapping[str, Any], rng: random.Random) -> bool:
    """Whether only the month is known: never where a figure divides the month."""
    first, last = dt.date.fromordinal(row.first), dt.date.fromordinal(row.last)
    whole = first.day == 1 and last + ONE == add_months(first, 1)
    return whole and rng.random() < assumed["month_only"]


def other_rights(row: Any, assumed: Mapping[str, Any], rng: random.Random) -> tuple[str, ...]:
    """Rights that she defends beside the first one, where the source asks for them."""
    if not has_column(row.country, row.source, "right_other") or rng.random() >= assumed["other_rights"]:
        return ()
    weights = {code: weight for code, weight in assumed["right"].items() if code != row.right}
    drawn = rng.choices(list(weights), list(weights.values()), k=rng.choice((1, 1, 2)))
    return tuple(dict.fromkeys(drawn))


def contexts(row: Any, day: dt.date, assumed: Mapping[str, Any], rng: random.Random) -> tuple[str, ...]:
    """The occasions of an event, where the source asks for them: each that fits it, by its share."""
    if not has_column(row.country, row.source, "context"):
        return ()
    return tuple(
        occasion["context"]
        for occasion in assumed["occasions"]
        if _is_met(occasion, row, day) and rng.random() < occasion["share"]
    )


def _is_met(occasion: Mapping[str, Any], row: Any, day: dt.date) -> bool:
    if day.month not in occasion.get("months", (day.month,)) or day.year not in occasion.get(
        "years", (day.year,)
    ):
        return False
    if row.country not in occasion.get("countries", (row.country,)):
        return False
    return all(getattr(row, name) in codes for name, codes in occasion.get("where", {}).items())


@lru_cache(maxsize=64)
def has_column(country: str, source_id: str, field: str) -> bool:
    """Whether the form of a source has a column for a field."""
    sources = (s for s in registries()[country.lower()].sources if s.id == source_id)
    return any(column.field == field for s in sources for layout in s.layouts for column in layout.columns)
