"""Dates as EDTF, by the formats of the layout."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from mesoregistry import clock
from mesoregistry.intake.date_signs import of_other_signs
from mesoregistry.intake.estimates import bare_date

ISO = re.compile(r"(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:?\d{2}|Z)?)?")
YEAR_FIRST = re.compile(r"([12]\d{3})([/. -])(\d{1,2})\2(\d{1,2})")  # 2024/05/28 can be read one way alone
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")  # 20240528
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")  # a part of a day is its time
DAY_NAME = r"(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
# short before a whole date alone: mar 2024 is a month, and mar 5 2024 the fifth of it
SHORT_NAME = (
    r"(?:lun|mar|mi[eé]|jue|vie|s[aá]b|dom|mon|tue|wed|thu|fri|sat|sun)\.?"
    r"(?=,? +(?:\d{1,4}[/.-]\d{1,2}[/.-]\d|\d{1,2}[ -](?:de )?[^\W\d_]{3}|[^\W\d_]{3,}\.? \d{1,2},? \d{4}))"
)
WEEKDAY = re.compile(rf"(?:el )?(?:{DAY_NAME}|{SHORT_NAME}),? +", re.I)
WEEKDAY_BEHIND = re.compile(rf"(?<=\d{{4}})[ ,]+\(?{DAY_NAME}\)?$", re.I)
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000  # 1954 to 2064
YEAR_OR_DAY = re.compile(r"[0-9]{1,4}")  # ``isdigit`` is true of ``²``, which is no number for ``int``
EPOCHS = {"1900": dt.date(1899, 12, 30), "1904": dt.date(1904, 1, 1)}
EARLIEST = 1904  # what Excel makes of the numbers 0 to 60, in either of its systems
FIRST_OF_EXCEL = "1899"  # what a reader makes of its day 0
LAST_OF_EXCEL = "1910"  # and of the years of this registry, which are small numbers for it


def is_of_excel(text: str) -> bool:
    """Whether a date cell holds what Excel makes of a small number, or of a year alone: 1905-07-16 of 2024."""
    return ISO.fullmatch(text) is not None and FIRST_OF_EXCEL <= text[:4] <= LAST_OF_EXCEL


def is_serial(text: str) -> bool:
    """Whether a date is written as the number of days that Excel counts."""
    match = SERIAL.fullmatch(text)
    return match is not None and FIRST_SERIAL < int(match[1]) < LAST_SERIAL


def edtf(text: str, formats: tuple[str, ...], system: str = "1900") -> str | None:
    """``2024-03-15``, ``2024-03``, ``2024``, with ``~`` when estimated; ``None`` when unreadable."""
    bare = bare_date(text)
    read = _read(without_weekday(bare.text), formats, system)
    if read is None or int(read[:4]) <= EARLIEST or (bare.is_part and len(read) == len("2024-05-28")):
        return None
    return read + "~" if bare.is_about else read


def without_weekday(text: str) -> str:
    """``15/03/2024`` of ``viernes, 15/03/2024.`` or ``15/03/2024 (viernes)``"""
    return WEEKDAY_BEHIND.sub("", WEEKDAY.sub("", text, count=1)).rstrip(" .,;")


@lru_cache(maxsize=20_000)
def _read(text: str, formats: tuple[str, ...], system: str) -> str | None:
    if match := ISO.fullmatch(text):
        return match[1] if exists(match[1]) else None
    if match := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, day = match[1], *match.groups()[-2:]
        made = f"{year}-{int(month):02d}-{int(day):02d}"
        return made if exists(made) else None
    for form in formats:
        try:
            moment = dt.datetime.strptime(text, form)
        except ValueError:
            continue
        return _shaped(moment, form)
    if is_serial(text):
        return (EPOCHS[system] + dt.timedelta(days=int(text[:5]))).isoformat()
    return of_other_signs(text, formats) or _in_words(text)


def exists(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _shaped(moment: dt.datetime, form: str) -> str:
    if "%y" in form and moment.year > clock.today().year:
        moment = moment.replace(year=moment.year - 100)
    if "%d" in form or "%j" in form:
        return moment.date().isoformat()
    # not ``strftime``: it writes the year 24 with two digits
    return moment.date().isoformat()[: 7 if re.search("%[mbB]", form) else 4]


def _in_words(text: str) -> str | None:
    """``15 de marzo de 2024``, ``marzo 2024``, ``mar-24``."""
    words = re.sub(r"\b(de|del|of)\b|[.,/-]", " ", text.casefold()).split()
    months = [month_names()[w] for w in words if w in month_names()]
    numbers = [w for w in words if YEAR_OR_DAY.fullmatch(w)]
    if len(months) != 1 or len(numbers) + 1 != len(words) or not numbers:
        return None
    if len(numbers) == 1 and len(words[0]) < 4 and YEAR_OR_DAY.fullmatch(words[0]):
        return None  # 22-jun is a day without a year for Excel, and not June 2022
    year = int(numbers[-1]) + (2000 if len(numbers[-1]) == 2 else 0)
    if len(numbers) == 1:
        return f"{year:04d}-{months[0]:02d}" if year > 999 else None
    made = f"{year:04d}-{months[0]:02d}-{int(numbers[0]):02d}"
    return made if len(numbers) == 2 and exists(made) else None


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Spanish and English names of the months, whole and short."""
    from babel import Locale

    months: dict[str, int] = {"setiembre": 9, "set": 9}
    for locale in (Locale("es"), Locale("en")):
        for width in ("wide", "abbreviated"):
            for month, name in locale.months["format"][width].items():
                months[name.casefold().rstrip(".")] = month
    return months


def joined_date(year: str | None, month: str | None, day: str | None) -> str | None:
    """A date written in three columns, as EDTF, as far as it is known."""
    if not year:
        return "-".join(part for part in (year, month, day) if part) or None
    month = str(month_names().get(month.casefold(), month)) if month else None
    text = "-".join(part.zfill(2) for part in (year, month, day if month else None) if part)
    return edtf(text, ("%Y-%m-%d", "%Y-%m", "%Y")) or text
