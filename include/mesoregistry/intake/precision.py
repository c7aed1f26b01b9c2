"""A column that says how precise or sure a date is: the date becomes as precise as that, and no more."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout, Precision
from mesoregistry.findings import Finding
from mesoregistry.intake import lexical
from mesoregistry.intake.table_part import FieldColumns, TablePart

EDTF = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?~?")
Level = Literal["day", "month", "year", "about"]
LEVELS: tuple[Level, ...] = ("day", "month", "year", "about")


def apply_precision(part: TablePart, layout: Layout, columns: FieldColumns) -> list[Finding]:
    """Shorten the dates in ``columns``, or mark them as estimated; a finding for each word that says neither."""
    findings: list[Finding] = []
    for column, position in part.matched.precisions:
        name = column.precision_of or ""
        nulls = lexical.casefolded((*layout.nulls, *column.nulls))
        levels: dict[str | None, Level | None] = {}
        shortened = list(columns.get(name, ()))
        for index, row in enumerate(part.matched.table.rows if shortened else ()):
            text = lexical.without_nulls(lexical.clean(row.cells[position]), nulls)
            if text is None:
                continue
            level = levels.setdefault(text, level_of(text, layout.precision))
            if level is None:
                address, record = part.matched.address(row, position), part.numbers[index]
                findings.append(message("precision_unknown").finding(address, field=name, record=record))
            else:
                shortened[index] = tuple(date and as_precise(date, level) for date in shortened[index])
        if shortened:
            columns[name] = shortened
    return findings


def level_of(text: str, words: Precision) -> Level | None:
    """What a word says of a date; ``None`` for one that no list of the layout has."""
    key = term_key(text).rstrip(".").removeprefix("fecha ")
    return next((level for level in LEVELS if key in _keys(getattr(words, level))), None)


@lru_cache(maxsize=64)
def _keys(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(term_key(word).rstrip(".") for word in words)


def as_precise(date: str, level: Level) -> str:
    """``2024-05`` of ``2024-05-28`` and *month*; what is no date, or less precise already, stays."""
    if not EDTF.fullmatch(date) or level == "day":
        return date
    plain, about = date.rstrip("~"), "~" if date.endswith("~") or level == "about" else ""
    length = {"month": len("2024-05"), "year": len("2024")}.get(level, len(plain))
    return plain[:length] + about
