"""Whether day or month comes first in the dates of a column, by the evidence of all its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mesoregistry.intake.dates import ISO, exists, without_weekday
from mesoregistry.intake.estimates import bare_date

SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
DAY_FIRST, MONTH_FIRST = re.compile(r"^%d[/.-]%m"), re.compile(r"^%m[/.-]%d")
DAYS, MONTHS = "%d/%m/%Y", "%m/%d/%Y"
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
    matches = [m for m in map(_slashed, counts) if m and _is_in_calendar(m)]
    slashed = [(int(m[1]), int(m[3])) for m in matches]
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
    if slashed and not (reads_day or reads_month):
        # a spreadsheet wrote the dates of an export anew, in the order of its own country
        orders = [
            f for f, is_shown in ((DAYS, day_first or not month_first), (MONTHS, month_first)) if is_shown
        ]
        return DateOrder((*formats, *orders), day_first == month_first, swapped)
    against = (reads_day and month_first) or (reads_month and day_first)
    return DateOrder(formats, (reads_day and reads_month) or against, swapped)


def _slashed(text: str) -> re.Match[str] | None:
    """The numbers of a date, whatever words say that it is estimated or name its day of the week."""
    return SLASHED.fullmatch(text) or SLASHED.fullmatch(without_weekday(bare_date(text).text))


def _is_in_calendar(match: re.Match[str]) -> bool:
    """Whether it is a date in any order; 41/05 and 30/02 are none, and show nothing."""
    first, second, year = int(match[1]), int(match[3]), match[4].rjust(3, "0").rjust(4, "2")
    return any(exists(f"{year}-{month:02d}-{day:02d}") for day, month in ((first, second), (second, first)))


def is_ambiguous(text: str) -> bool:
    """Whether day and month could change places and give another date."""
    match = _slashed(text)
    numbers = (int(match[1]), int(match[3])) if match else (0, 0)
    return 1 <= min(numbers) < max(numbers) <= 12


def other_order(date: str) -> str | None:
    """A date with day and month in each other's place; ``None`` when that is none."""
    swapped = f"{date[:4]}-{date[8:10]}-{date[5:7]}"
    return swapped if len(date) >= 10 and exists(swapped) else None
