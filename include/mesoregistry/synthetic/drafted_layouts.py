"""What a layout drafted from a file may ask of a writer: a date in several columns, sheets with names of their own."""

from __future__ import annotations

import re

from mesoregistry.catalog.model import Layout
from mesoregistry.synthetic.cases import Case

PARTS = ("year", "month", "day")


def date_part(case: Case, part: str) -> int | None:
    """The year, month or day of the event, as somebody typed it; ``None`` where it is not known."""
    typed = case.fault.typed.get("event_date", case.day) if case.fault else case.day
    numbers = typed.split("/")[::-1] if "/" in typed else typed.split("-")
    position = PARTS.index(part)
    return int(numbers[position]) if position < len(numbers) else None


def sheet_name(layout: Layout, usual: str) -> str:
    """A sheet name that the layout reads: the usual one, or the first alternative of its pattern without signs."""
    if not layout.sheets or re.fullmatch(layout.sheets, usual):
        return usual
    first = re.sub(r"\(\?\w+\)", "", layout.sheets).split("|")[0]
    name = re.sub(r"\\(.)", r"\1", first.replace(".*", ""))
    return name if re.fullmatch(layout.sheets, name) else usual
