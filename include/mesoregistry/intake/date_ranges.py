"""Two dates in one cell, first and last day of an event: ``2024/05/28:2024/05/30``, ``28 al 30 de mayo de 2024``."""

from __future__ import annotations

import re

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column
from mesoregistry.findings import Finding
from mesoregistry.intake import dates
from mesoregistry.intake.date_order import is_ambiguous
from mesoregistry.intake.date_times import without_time
from mesoregistry.intake.dates import ISO
from mesoregistry.intake.lexical import clean
from mesoregistry.intake.table_part import FieldColumns, TablePart
from mesoregistry.intake.values import Conventions, column_values

BEGINS = re.compile(r"(?:(?:desde|from)(?: el)?|del?|entre(?: el)?|between)\s+", re.I)
BETWEEN = re.compile(
    r"\s*(?::|–|—|\.{2,3}|/)\s*|\s+-\s+|\s+(?:al?|hasta(?: el)?|y(?: el)?|to|until|and)\s+", re.I
)
# the days of one month: 28 al 30 de mayo de 2024, 28-30/05/2024
DAYS = re.compile(
    rf"(\d{{1,2}})(?:{BETWEEN.pattern}|-)(\d{{1,2}})((?:[/.-]|\s+(?:de\s+)?)\D*.*\d{{4}})", re.I
)


def two_dates(text: str, formats: tuple[str, ...], system: str) -> tuple[str, str] | None:
    """First and last day, as typed, of a cell that holds both and is no date itself; ``None`` for any other text."""
    if dates.edtf(text, formats, system):
        return None
    plain = BEGINS.sub("", text, count=1) if BEGINS.match(text) else text
    pairs = [(plain[: match.start()], plain[match.end() :]) for match in BETWEEN.finditer(plain)]
    if match := DAYS.fullmatch(plain):
        pairs.append((match[1] + match[3], match[2] + match[3]))
    for pair in pairs:
        read = [dates.edtf(without_time(part), formats, system) or "" for part in pair]
        if all(len(date.rstrip("~")) == len("2024-05-28") for date in read):
            return pair
    return None


def take_ends(
    part: TablePart,
    column: Column,
    position: int,
    texts: list[str | None],
    conventions: Conventions,
    columns: FieldColumns,
) -> list[Finding]:
    """Leave the first day of each such cell in ``texts``, and put the last days into ``columns``; a note for each.

    Where a column of the layout holds the last day, a cell stays as it is typed.
    """
    if any(other.field == "event_date_end" for other, _ in part.matched.columns):
        return []
    formats, system = column.formats or conventions.layout.dates, conventions.date_system
    plain = {text: clean(text) for text in set(texts) if text}
    pairs = {
        text: pair for text, typed in plain.items() if typed and (pair := two_dates(typed, formats, system))
    }
    ends = [pairs[text][1] if text in pairs else None for text in texts]
    findings = [
        _note(part, column, position, index, pairs[text]) for index, text in enumerate(texts) if text in pairs
    ]
    has_cells = any(ISO.fullmatch(typed) for typed in plain.values() if typed)
    firsts = {text: _first(pair[0], has_cells, formats, system) for text, pair in pairs.items()}
    texts[:] = [firsts[text] if text in pairs else text for text in texts]
    if findings:
        of_ends = column.model_copy(update={"field": "event_date_end"})
        columns["event_date_end"] = part.by_record(column_values(ends, of_ends, conventions).cells)
    return findings


def _first(typed: str, has_cells: bool, formats: tuple[str, ...], system: str) -> str:
    """The first day as typed, or as a date of its own where only one reading is left.

    Excel keeps two dates as text: beside its own dates that is no sign that it took others month first.
    """
    read = dates.edtf(typed, formats, system) if has_cells and not is_ambiguous(typed) else None
    return read or typed


def _note(part: TablePart, column: Column, position: int, index: int, pair: tuple[str, str]) -> Finding:
    address = part.matched.address(part.matched.table.rows[index], position)
    first, last = pair
    return message("date_range").finding(
        address, field=column.field, record=part.numbers[index], first=first, last=last
    )
