"""What is asked about a date that can be read: its order, a day of the week that it is not, a time of elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.intake import dates
from mesoregistry.intake.column_evidence import Evidence
from mesoregistry.intake.date_order import other_order
from mesoregistry.intake.doubts import Doubt

DAYS = (
    ("lunes", "monday"), ("martes", "tuesday"), ("miercoles", "wednesday"), ("jueves", "thursday"),
    ("viernes", "friday"), ("sabado", "saturday"), ("domingo", "sunday"),
)  # fmt: skip
WEEKDAYS = {name: number for number, names in enumerate(DAYS) for name in names}
SHORT = {name[:3]: number for name, number in WEEKDAYS.items()}
UNIVERSAL = re.compile(r"\d{4}-\d\d-\d\d[T ](0[0-5]):(\d\d(?::\d\d(?:\.\d+)?)?) ?(?:Z|[+-]00:?00)", re.I)
OF_EVENT = ("event_date", "event_date_end")


def date_doubts(text: str, read: str, field: str | None, evidence: Evidence) -> Iterator[Doubt]:
    """The doubts about a text that was read as a date."""
    if is_asked := evidence.dates.asks_about(text):
        yield Doubt("date_ambiguous", text, {"read": read, "other": other_order(read) or read})
    if not is_asked and _is_of_another_weekday(text, read):
        yield Doubt("weekday_differs", text, {"read": read})
    if field in OF_EVENT and _is_of_the_day_before(text):
        yield Doubt("date_of_universal_time", text, {"read": read, "other": _day_before(read)})
    if dates.is_of_excel(text):
        yield Doubt("date_of_number", text)
    if dates.is_serial(text):
        # the first of a month is what Excel keeps of a month alone
        yield Doubt("date_serial_month" if read.endswith("-01") else "date_serial", text, {"read": read})


def _is_of_another_weekday(text: str, read: str) -> bool:
    """``martes, 20/05/2024``, which is a Monday."""
    if not (text[:1] + text.rstrip(" .,;)")[-1:]).strip("0123456789") or not dates.exists(day := read[:10]):
        return False
    short = re.match(dates.SHORT_NAME, text, re.I)
    named = {WEEKDAYS[word] for word in re.findall(r"[^\W\d_]+", term_key(text)) if word in WEEKDAYS}
    named |= {SHORT[term_key(short[0][:3])]} if short else set()
    return len(named) == 1 and dt.date.fromisoformat(day).weekday() not in named


def _is_of_the_day_before(text: str) -> bool:
    """Whether a time in universal time is of the day before in these countries, six hours behind it.

    Midnight alone is no time: so are written dates that have none.
    """
    match = UNIVERSAL.fullmatch(text)
    return match is not None and bool("".join(match.groups()).strip("0:."))


def _day_before(read: str) -> str:
    return (dt.date.fromisoformat(read) - dt.timedelta(days=1)).isoformat() if dates.exists(read) else read
