"""What is wanted of the registry, and what it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from mesoregistry.figures.scope import Scope
from mesoregistry.findings import Text


class Refused(Exception):
    """There is no number; ``text`` is the reason."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


@dataclass(frozen=True, slots=True)
class Request:
    """A measure, the dimensions it is grouped by, a filter as the published figures write it, and what is looked at."""

    measure: str
    by: tuple[str, ...]
    filter_text: str
    scope: Scope
    known_on: dt.date


@dataclass(frozen=True, slots=True)
class Row:
    """A group (no keys: the total). ``value`` is ``None`` where the denominator is zero."""

    keys: tuple[str | None, ...]
    numerator: int
    denominator: int | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The groups by their keys, the total, notes on what is missing and what does not compare, and the query.

    ``names``: those of the codes among the keys, by dimension and code.
    """

    request: Request
    rows: tuple[Row, ...]
    total: Row
    notes: tuple[Text, ...]
    statement: str
    names: Mapping[tuple[str, str], Text]
