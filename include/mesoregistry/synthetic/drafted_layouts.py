"""What a layout drafted from a file may ask of a writer: a date in several columns."""

from __future__ import annotations

from mesoregistry.synthetic.cases import Case

PARTS = ("year", "month", "day")


def date_part(case: Case, part: str) -> int | None:
    """The year, month or day of the event, as somebody typed it; ``None`` where it is not known."""
    typed = case.fault.typed.get("event_date", case.day) if case.fault else case.day
    numbers = typed.split("/")[::-1] if "/" in typed else typed.split("-")
    position = PARTS.index(part)
    return int(numbers[position]) if position < len(numbers) else None
