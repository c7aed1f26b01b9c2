"""Dates as EDTF, by the formats of the layout and the evidence of the whole column."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

ISO = re.compile(r"(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:?\d{2}|Z)?)?")
ABOUT = re.compile(
    r"^(aprox\.?|aproximadamente|alrededor del?|hacia|circa|ca\.|~|c\.)\s*|\s*(aprox\.?|~|\(aprox\.?\))$",
    re.I,
)
SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
SERIAL = re.compile(r"\d{5}")
YEAR_OR_DAY = re.compile(r"[0-9]{1,4}")  # ``isdigit`` is true of ``²``, which is no number for ``int``
EPOCHS = {"1900": dt.date(1899, 12, 30), "1904": dt.date(1904, 1, 1)}
DAY_FIRST, MONTH_FIRST = re.compile(r"^%d[/.-]%m"), re.compile(r"^%m[/.-]%d")
ENOUGH = 3  # date cells of one column before their days say something


@dataclass(frozen=True, slots=True)
class DateOrder:
    """What the cells of a column together say of its dates.

    ``doubtful``: nothing distinguishes day from month, or some of its dates read only the other way. ``swapped``: Excel
    seems to have taken for dates those texts that it could read month first, and to have left the others.
    """

    formats: tuple[str, ...]
    doubtful: bool
    swapped: bool = False

    @property
    def in_doubt(self) -> bool:
        """Whether any date of the column must be asked about."""
        return self.doubtful or self.swapped

    def asks_about(self, text: str) -> bool:
        """Whether the team must be asked about this date."""
        if self.swapped and ISO.fullmatch(text):
            return text[5:7] != text[8:10]
        return self.doubtful and is_ambiguous(text)


def order_of(texts: Iterable[str | None], formats: tuple[str, ...]) -> DateOrder:
    """Weigh a column: a date with 13 or more in one place shows how the others are to be read."""
    counts = Counter(text for text in texts if text)
    slashed = [(int(m[1]), int(m[3])) for m in map(SLASHED.fullmatch, counts) if m]
    days = {text: int(text[8:10]) for text in counts if ISO.fullmatch(text)}
    date_cells = sum(counts[text] for text in days)
    day_first = any(first > 12 for first, _ in slashed)
    month_first = any(second > 12 for _, second in slashed)
    kept = all(max(pair) > 12 for pair in slashed)
    swapped = bool(slashed) and kept and date_cells >= ENOUGH and max(days.values()) <= 12
    reads_day = any(DAY_FIRST.search(form) for form in formats)
    reads_month = any(MONTH_FIRST.search(form) for form in formats)
    if reads_day and reads_month and day_first != month_first:
        wrong = MONTH_FIRST if day_first else DAY_FIRST
        return DateOrder(tuple(form for form in formats if not wrong.search(form)), False, swapped)
    against = (reads_day and month_first) or (reads_month and day_first)
    return DateOrder(formats, (reads_day and reads_month) or against, swapped)


def is_ambiguous(text: str) -> bool:
    """Whether day and month could change places and give another date."""
    match = SLASHED.fullmatch(text)
    return (
        match is not None and int(match[1]) <= 12 and int(match[3]) <= 12 and int(match[1]) != int(match[3])
    )


def edtf(text: str, formats: tuple[str, ...], system: str = "1900") -> str | None:
    """``2024-03-15``, ``2024-03``, ``2024``, with ``~`` when estimated; ``None`` when unreadable."""
    plain = ABOUT.sub("", text).strip()
    about = "~" if plain != text else ""
    read = _read(plain, formats, system)
    return read + about if read else None


@lru_cache(maxsize=20_000)
def _read(text: str, formats: tuple[str, ...], system: str) -> str | None:
    if match := ISO.fullmatch(text):
        return match[1] if _exists(match[1]) else None
    for form in formats:
        try:
            moment = dt.datetime.strptime(text, form)
        except ValueError:
            continue
        return _shaped(moment, form)
    if SERIAL.fullmatch(text) and 20_000 < int(text) < 60_000:
        return (EPOCHS[system] + dt.timedelta(days=int(text))).isoformat()
    return _in_words(text)


def _exists(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _shaped(moment: dt.datetime, form: str) -> str:
    if "%y" in form and moment.year > dt.date.today().year:
        moment = moment.replace(year=moment.year - 100)
    if "%d" in form or "%j" in form:
        return moment.date().isoformat()
    return moment.strftime("%Y-%m") if re.search("%[mbB]", form) else f"{moment.year:04d}"


def _in_words(text: str) -> str | None:
    """``15 de marzo de 2024``, ``marzo 2024``, ``mar-24``."""
    words = re.sub(r"\b(de|del|of)\b|[.,/-]", " ", text.casefold()).split()
    months = [month_names()[w] for w in words if w in month_names()]
    numbers = [w for w in words if YEAR_OR_DAY.fullmatch(w)]
    if len(months) != 1 or len(numbers) + 1 != len(words) or not numbers:
        return None
    year = int(numbers[-1]) + (2000 if len(numbers[-1]) == 2 else 0)
    if len(numbers) == 1:
        return f"{year:04d}-{months[0]:02d}" if year > 999 else None
    made = f"{year:04d}-{months[0]:02d}-{int(numbers[0]):02d}"
    return made if len(numbers) == 2 and _exists(made) else None


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
