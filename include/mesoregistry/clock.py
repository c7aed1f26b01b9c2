"""The only place that reads the clock: the moment in UTC, and the day that it is in a time zone.

A day of the registry (filed on, known from, withdrawn on) is the day of its country, wherever the server stands: an
evening in Mexico is already the next day in UTC.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

REGION = "America/Tegucigalpa"  # the hour of Central America, for what belongs to no single country


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def today(time_zone: str = REGION) -> dt.date:
    """The day that it is in a time zone of IANA, which is that of the region when left out."""
    return now().astimezone(ZoneInfo(time_zone)).date()
