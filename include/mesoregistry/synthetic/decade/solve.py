"""Finds whole numbers near to the usual ones, so that given sums come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mesoregistry.synthetic.decade.highs import NoSolution, Numbers
from mesoregistry.synthetic.decade.integer_program import Candidate, Program, Sum


@dataclass(slots=True)
class Solution:
    """Whole numbers, and by how much each sum that could not be met was missed."""

    x: npt.NDArray[np.int64]
    missed: dict[str, float] = field(default_factory=dict)


def solve(
    usual: Numbers,
    most: Numbers,
    sums: Sequence[Sum],
    hard: Sequence[Sum] = (),
    costs: Numbers | None = None,
) -> Solution:
    """The whole ``x`` near to ``usual`` (by the sum of weighted distances) that meets ``sums``.

    First without the wholes, which is quick and shows what cannot be met; then each number is one of the two wholes
    beside it. Only where that misses more is it searched for further away.

    Args:
        usual: what would be expected, not whole.
        most: upper bounds.
        sums: met if they can be; a miss is reported, never hidden.
        hard: met always.
        costs: weight of the distance of each number from the usual; by default less for larger numbers.

    Raises:
        NoSolution: the hard sums and bounds exclude one another.
        TooSlow: a program took longer than ``LONGEST``.
    """
    weights = 1 / np.sqrt(usual + 1) if costs is None else costs
    program = Program(usual, weights, sums, hard)
    best = _best_candidate(program, most)
    return Solution(np.rint(best.x).astype(np.int64), best.missed)


def _best_candidate(program: Program, most: Numbers) -> Candidate:
    """The cheapest of the whole candidates, until one misses only what the program without wholes misses too."""
    loose = program.loose(most)
    inevitable = set(loose.missed)
    best: Candidate | None = None
    for width in (0, 1, 3):
        try:
            candidate = program.near(loose.x, most, width) if width else program.rounded(loose.x, most)
        except NoSolution:
            continue
        if best is None or candidate.cost < best.cost:
            best = candidate
        if set(best.missed) <= inevitable:
            break
    if best is None:
        raise NoSolution("no whole numbers near to the solution without them")
    return best
