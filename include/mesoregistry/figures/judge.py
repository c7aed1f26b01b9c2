"""The status of a computed value beside the published one, and the reason when they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from mesoregistry.figures.conflicts import Conflict
from mesoregistry.figures.definitions import definitions
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.figures.results import FigureResult, Status
from mesoregistry.findings import Text

ALSO = Text(" Contada como se conocía el {day} es igual.", " Counted as known on {day} it is equal.")
OTHER_DAY = Text(
    "Se publicó como se conocía el {day}; aquí es como se conocía en otra fecha.",
    "It was published as known on {day}; here it is as known on another date.",
)


def against(
    figure: PublishedFigure,
    conflicts: Sequence[Conflict],
    equal: Mapping[str, bool],
    other_days: Mapping[tuple[str, dt.date], Decimal],
) -> tuple[tuple[str, ...], Text | None]:
    """The figures it contradicts, and why. A contradiction explains only when one of the two sides holds."""
    held = [c for c in conflicts if equal.get(c.against_id)]
    earlier = [c for c in conflicts if c.known_on and _holds(figure, c.known_on, other_days)]
    if not held and not earlier:
        return (), None
    reasons = dict.fromkeys(c.reason for c in (*earlier, *held))
    reason = Text(" ".join(r.es for r in reasons), " ".join(r.en for r in reasons))
    if earlier:
        also = ALSO.format(day=earlier[0].known_on)
        reason = Text(reason.es + also.es, reason.en + also.en)
    return tuple(dict.fromkeys(c.against_id for c in conflicts)), reason


def _holds(figure: PublishedFigure, day: dt.date, other_days: Mapping[tuple[str, dt.date], Decimal]) -> bool:
    computed = other_days.get((figure.id, day))
    return computed is not None and figure.is_equal(computed)


def judged(
    figure: PublishedFigure,
    known_on: dt.date,
    computed: Decimal,
    contradicted: tuple[tuple[str, ...], Text | None],
    absent: Sequence[Text],
    footnotes: tuple[Text, ...],
) -> FigureResult:
    """``absent``: the countries and months that have no extract, the next best reason for a difference.

    A count can only be too low for want of extracts; a share or a growth may move either way.
    """
    ids, reason = contradicted
    too_many = definitions().measures[figure.measure].how == "value" and computed > figure.value
    status: Status = "different"
    if figure.is_equal(computed):
        status, ids, reason = "equal", (), None
    elif reason:
        status = "contradiction"
    elif known_on != figure.as_known_on:
        reason = OTHER_DAY.format(day=figure.as_known_on)
    elif absent and not too_many:
        reason = Text(" ".join(a.es for a in absent), " ".join(a.en for a in absent))
    return FigureResult(figure, known_on, status, computed, reason, ids, footnotes)
