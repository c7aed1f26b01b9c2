"""The result of computing a published figure, or the reason why there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.findings import Language, Text

Status = Literal[
    "equal",
    "equal_not_covered",
    "contradiction",
    "not_covered",
    "not_computable",
    "not_compared",
    "different",
]


class NotLoaded(Exception):
    """Nothing was known on the date wanted, or nothing was ever built."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


@dataclass(frozen=True, slots=True)
class Uncomputable:
    """Why there is no number: what the registry does not know is never a zero."""

    reason: Text


@dataclass(frozen=True, slots=True)
class FigureResult:
    """A published figure and what was computed.

    ``computed`` is exact (a share has up to 28 digits), ``None`` when not computable. ``status``: *equal*, also when
    months of its scope are missing (*equal_not_covered*); *contradiction*, when another published figure that holds
    cannot hold beside it; *not_covered*, when the months that are missing can hold the difference; *not_compared*,
    as known on another day than its own; *different*, which nothing excuses. ``against``: the published figures that
    cannot hold beside it, of an equal one too. ``reason`` may be ``None`` for an equal and a different one. ``counts``:
    what was counted, and of the base of a share, growth or difference.
    """

    figure: PublishedFigure
    as_known_on: dt.date
    status: Status
    computed: Decimal | None
    reason: Text | None = None
    against: tuple[str, ...] = ()
    footnotes: tuple[Text, ...] = ()
    counts: tuple[int, ...] = ()

    @property
    def equal(self) -> bool:
        return self.status in ("equal", "equal_not_covered")

    @property
    def shown(self) -> Decimal | None:
        """As printed: a count whole, a percentage with a digit more than was published."""
        return None if self.computed is None else printed(self.figure, self.computed)

    def as_json(self, language: Language) -> dict[str, object]:
        """The stable shape of ``mesoregistry figures --json``."""
        return {
            "id": self.figure.id,
            "label": self.figure.label[language],
            "published": number(self.figure.value),
            "computed": number(self.shown),
            "equal": self.equal,
            "reason": self.reason.in_(language) if self.reason else None,
            "as_known_on": self.as_known_on.isoformat(),
            "source": self.figure.source_url,
            "status": self.status,
            "against": list(self.against),
            "footnotes": [note.in_(language) for note in self.footnotes],
        }


def printed(figure: PublishedFigure, value: Decimal) -> Decimal:
    """A value of a figure: a count whole, a percentage with a digit more than was published."""
    return value.quantize(Decimal(1).scaleb(-figure.rounding - 1)) if figure.unit == "percent" else value


def number(value: Decimal | None) -> int | float | None:
    """For JSON: whole numbers as such."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
