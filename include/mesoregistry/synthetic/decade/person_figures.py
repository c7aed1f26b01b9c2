"""The published figures about persons that steps of their own meet, known by what they count and not by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mesoregistry.figures.published import PublishedFigure

DEFENDERS, SHARE = "defenders_distinct", "share_of_defenders"


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """``lgbtttiq`` and ``lgbtttiq_share``: who is, and of how many. ``last_count``: everybody of the longest period,
    and ``first_count``: of a part of it, and yet more. ``searchers``: the share of one role in another.
    """

    lgbtttiq: PublishedFigure
    lgbtttiq_share: PublishedFigure
    first_count: PublishedFigure
    last_count: PublishedFigure
    searchers: PublishedFigure

    @property
    def apart(self) -> frozenset[str]:
        """The figures that the program of persons leaves to other steps."""
        return frozenset({self.lgbtttiq.id, self.lgbtttiq_share.id, self.last_count.id, self.searchers.id})


def person_figures(figures: Sequence[PublishedFigure]) -> PersonFigures:
    """Those of ``figures``.

    Raises:
        StopIteration: one of them is not there.
    """
    lgbtttiq = [f for f in figures if f.scope.codes.get("identity") == ("lgbtttiq",)]
    everybody = [f for f in figures if f.measure == DEFENDERS and not (f.scope.codes or f.scope.both)]
    first, last = next(
        (part, whole)
        for whole in everybody
        for part in everybody
        if part.scope.is_part_of(whole.scope) and part.value > whole.value
    )
    return PersonFigures(
        lgbtttiq=next(f for f in lgbtttiq if f.measure == DEFENDERS),
        lgbtttiq_share=next(f for f in lgbtttiq if f.measure == SHARE),
        first_count=first,
        last_count=last,
        searchers=next(f for f in figures if f.measure == SHARE and "role" in f.scope.also),
    )
