"""A file of the wrong month: what its sheets are called and what its dates say, against the month it is filed for."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Finding
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.landed_records import Records
from mesoregistry.intake.lexical import clean
from mesoregistry.months import add_months

FEWEST = 3  # dates; fewer are late cases, which every month has
MOST = 0.8  # of the dates
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
NUMERIC = re.compile(r"(?<!\d)(?:(20\d\d)[-_./ ](0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-_./ ](20\d\d))(?!\d)")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTH = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])")
WORD = re.compile(r"[^\W\d_]+")
SHORT_YEAR = re.compile(r"\W*(?:del?\W+)?(1[2-9]|2\d)\D*")  # after the month; a second number tells of days


def other_month(records: Records, period: dt.date) -> Finding | None:
    """The one question about a file that seems to be of another month than ``period``; ``None``: it does not."""
    wanted = f"{period:%Y-%m}"
    if named := _month_of_sheets(records, period):
        return message("sheet_of_other_month").finding(found=named, wanted=wanted)
    months = Counter(_months(records))
    [(month, count)] = months.most_common(1) or [(wanted, 0)]
    # where the year was typed wrong, the late cases of the file are of that year too
    is_other_year = wanted not in months and month[-2:] == wanted[-2:]
    if month == wanted or count < FEWEST or not (is_other_year or count >= MOST * months.total()):
        return None
    return message("dates_of_other_month").finding(found=month, wanted=wanted, count=count)


def with_question(read: Interpretation, period: dt.date | None) -> Interpretation:
    """What was read of a file, with the question whether it is of another month where it seems to be.

    ``period``: the month that it is filed for; ``None``: nobody said, and nothing is asked.
    """
    question = other_month(read.records, period) if period else None
    return replace(read, findings=(*read.findings, question)) if question else read


def month_of(records: Records, day: dt.date) -> dt.date | None:
    """The month that a file filed on ``day`` is of: its sheets are named after it, or most of its dates are in it."""
    named = {_named(sheet) for sheet in set(records.sheets) if sheet}
    months = Counter(_months(records))
    if len(named) == 1 and (name := named.pop()):
        year, month = name
        years = [int(text[:4]) for text, _ in months.most_common() if int(text[5:7]) == month]
        guess = dt.date(year or next(iter(years), day.year), month, 1)
        return guess if year or guess <= day else add_months(guess, -12)
    [(text, count)] = months.most_common(1) or [("", 0)]
    return dt.date.fromisoformat(f"{text}-01") if 2 * count > months.total() else None


def span_of(records: Records) -> tuple[str, str] | None:
    """The first and the last day that a file tells of; a day that no calendar has is none."""
    days = sorted(filter(_exists, {(date or "")[:10] for date in set(records.column("event_date"))}))
    return (days[0], days[-1]) if days else None


def _exists(day: str) -> bool:
    try:
        return bool(DAY.fullmatch(day) and dt.date.fromisoformat(day))
    except ValueError:
        return False


def _months(records: Records) -> list[str]:
    return [date[:7] for date in records.column("event_date") if date and MONTH.match(date)]


def _month_of_sheets(records: Records, period: dt.date) -> str | None:
    """The month that the sheets are named after, when it is one and not that of the period."""
    named = {_named(sheet) for sheet in set(records.sheets) if sheet}
    if len(named) != 1:
        return None
    year, month = named.pop() or (None, None)
    if month is None or (month == period.month and year in (None, period.year)):
        return None
    return f"{year or _nearest_year(month, period)}-{month:02d}"


def _nearest_year(month: int, period: dt.date) -> int:
    """The year of a month without one: in the file of May, *junio* is the month that follows."""
    years = range(period.year - 1, period.year + 2)
    return min(years, key=lambda year: abs((year - period.year) * 12 + month - period.month))


def _named(sheet: str) -> tuple[int | None, int] | None:
    """The year and the month in the name of a sheet: ``Junio 2022``, ``jun-22``, ``2022-06``."""
    text = (clean(sheet) or "").casefold()
    if numeric := NUMERIC.search(text):
        return int(numeric[1] or numeric[4]), int(numeric[2] or numeric[3])
    words = [match for match in WORD.finditer(text) if match[0] in _month_names()]
    months = {_month_names()[match[0]] for match in words}
    if len(months) != 1:
        return None
    year_found = YEAR.search(text)
    short = SHORT_YEAR.fullmatch(text, words[-1].end())
    year = int(year_found[1]) if year_found else 2000 + int(short[1]) if short else None
    return year, months.pop()


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    """Names and abbreviations of the months in Spanish and English; ``mar`` and ``may`` are such too."""
    from babel import Locale  # and not ``babel.dates``, which looks for the time zone of the machine

    formats = [Locale(language).months["format"] for language in ("es", "en")]
    tables = [months[width] for width in ("wide", "abbreviated") for months in formats]
    names = {name.casefold().strip("."): number for table in tables for number, name in table.items()}
    return names | {"set": 9, "setiembre": 9, "sep": 9, "sept": 9}
