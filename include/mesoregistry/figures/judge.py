"""The status of a computed value beside the published one, and the reason when they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mesoregistry.figures.capacity import Reach
from mesoregistry.figures.incompatible import Incompatible
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.figures.results import FigureResult, Status, printed
from mesoregistry.findings import Text

OTHER_DAY = Text(
    "Se publicó como se conocía el {day}: en otra fecha no se compara.",
    "It was published as known on {day}: on another date it is not compared.",
)
CAN_HOLD = Text(
    "{gaps} Con lo que esos meses pueden tener, de {low} a {high}.",
    "{gaps} With what those months can hold, from {low} to {high}.",
)
NO_HISTORY = Text(
    "{gaps} De tan pocos archivos no se sabe cuánto puede tener un mes.",
    "{gaps} From so few extracts it is not known how much a month can hold.",
)
TOO_LITTLE = Text(
    "{gaps} No basta: con esos meses, de {low} a {high}.",
    "{gaps} Not enough: with those months, from {low} to {high}.",
)
ABOUT = Text("«Cerca de»: de {low} a {high}.", "“About”: from {low} to {high}.")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a figure is judged by.

    ``proofs``: that it cannot hold beside others, and ``equal``: which figures hold. ``remarks``: what else is known
    about that. ``uncovered``: the months of its scope and base that were not filed; ``due``: those of them that
    somebody should have filed and may explain a difference, and ``reach``: how far they could move it.
    """

    proofs: Sequence[Incompatible] = ()
    equal: Mapping[str, bool] | None = None
    remarks: Sequence[Text] = ()
    uncovered: Sequence[Text] = ()
    due: Sequence[Text] = ()
    reach: Reach | None = None
    footnotes: Sequence[Text] = ()


def judged(figure: PublishedFigure, known_on: dt.date, computed: Decimal, evidence: Evidence) -> FigureResult:
    """The verdict. Equal, or contradicted by a figure that holds, or within reach of what is missing, or different."""
    status, proofs, reason = _status(figure, known_on, computed, evidence)
    texts = [*dict.fromkeys(p.reason for p in proofs), *([reason] if reason else []), *evidence.remarks]
    against = tuple(dict.fromkeys(i for p in proofs for i in p.against))
    about = (_about(figure),) if figure.is_approximate else ()
    footnotes = tuple(dict.fromkeys((*about, *evidence.uncovered, *evidence.footnotes)))
    return FigureResult(figure, known_on, status, computed, joined(texts), against, footnotes)


def _status(
    figure: PublishedFigure, known_on: dt.date, computed: Decimal, evidence: Evidence
) -> tuple[Status, Sequence[Incompatible], Text | None]:
    if known_on != figure.as_known_on:
        return "not_compared", (), OTHER_DAY.format(day=figure.as_known_on)
    if figure.is_equal(computed):
        return "equal_not_covered" if evidence.uncovered else "equal", shown_proofs(evidence), None
    if deciding := decided(evidence.proofs, evidence.equal or {}):
        return "contradiction", deciding, None
    if evidence.reach is None:
        return "different", (), None
    within = figure.is_met_between(evidence.reach.low, evidence.reach.high)
    return "not_covered" if within else "different", (), _with_reach(figure, evidence, within)


def decided(proofs: Sequence[Incompatible], equal: Mapping[str, bool]) -> Sequence[Incompatible]:
    """The proofs whose other side holds; those against one figure are enough where there are such."""
    holding = [p for p in proofs if p.decided_by and all(equal.get(i) for i in p.decided_by)]
    return [p for p in holding if len(p.against) == 1] or holding


def shown_proofs(evidence: Evidence) -> Sequence[Incompatible]:
    """What an equal figure carries: those that cannot hold beside it."""
    return [p for p in evidence.proofs if len(p.against) == 1] or evidence.proofs


def _with_reach(figure: PublishedFigure, evidence: Evidence, within: bool) -> Text:
    gaps, reach = joined(evidence.due) or Text("", ""), evidence.reach
    assert reach
    template = NO_HISTORY if not reach.high.is_finite() else CAN_HOLD if within else TOO_LITTLE
    low, high = (str(printed(figure, v)) if v.is_finite() else "∞" for v in (reach.low, reach.high))
    return Text(
        template.es.format(gaps=gaps.es, low=low, high=high),
        template.en.format(gaps=gaps.en, low=low, high=high),
    )


def _about(figure: PublishedFigure) -> Text:
    low, high = figure.value - figure.tolerance, figure.value + figure.tolerance
    return ABOUT.format(low=f"{low.normalize():f}", high=f"{high.normalize():f}")


def joined(texts: Sequence[Text]) -> Text | None:
    """Several texts as one; ``None`` of none."""
    return Text(" ".join(t.es for t in texts), " ".join(t.en for t in texts)) if texts else None
