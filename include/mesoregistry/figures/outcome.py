"""What damage to the rows did to the published figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mesoregistry.figures.damages import Damage
from mesoregistry.figures.results import FigureResult

MUCH = Decimal(1)
"""Percent of a headline figure from which on damage must end in status 1."""


class AlreadyDifferent(Exception):
    """Figures are different before anything is damaged; ``results`` are theirs."""

    def __init__(self, results: Sequence[FigureResult]) -> None:
        self.results = results
        super().__init__(", ".join(r.figure.id for r in results))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What damage did.

    ``rows``: how many it touched; ``moved``: the figures whose value changed; ``headline``: by how many percent the
    headline figure changed that changed most; ``different``: figures that are called different (those that surely
    are, where there are such and no more was wanted); ``hidden``: where none moved, figures that count other rows than
    before and come to the same number.
    """

    damage: Damage
    rows: int
    moved: tuple[str, ...]
    headline: Decimal
    different: tuple[str, ...]
    hidden: tuple[str, ...] = ()

    @property
    def is_unseen(self) -> bool:
        """No published figure counts a row more, a row less or another row."""
        return not self.moved and not self.hidden

    @property
    def is_noticed(self) -> bool:
        """Whether ``figures`` would end with status 1."""
        return bool(self.different)

    @property
    def is_missed(self) -> bool:
        """Much of a headline figure changed, and nothing is called different."""
        return self.headline > MUCH and not self.is_noticed
