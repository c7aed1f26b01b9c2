"""Integer programs: how many of each class get each code, so that sums come out and the rest is as usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack

Numbers = npt.NDArray[np.float64]
PENALTY = 10_000.0  # of one row by which a figure is missed, against one row away from the usual
LONGEST = 40.0  # seconds a program may search; the best found by then is taken
GAP = 5e-4


@dataclass(frozen=True, slots=True)
class Sum:
    """``least <= weights · x <= most``, for a figure (or a rule, with its name)."""

    id: str
    weights: Numbers
    least: float
    most: float
    scale: float = 1.0


@dataclass(slots=True)
class Solution:
    """Whole numbers, and by how much each sum that could not be met was missed."""

    x: npt.NDArray[np.int64]
    missed: dict[str, float] = field(default_factory=dict)


class NoSolution(Exception):
    """The program has no solution at all: a hard bound is at fault."""


def solve(
    usual: Numbers,
    most: Numbers,
    sums: Sequence[Sum],
    hard: Sequence[Sum] = (),
    costs: Numbers | None = None,
) -> Solution:
    """The whole ``x`` near to ``usual`` (by the sum of weighted distances) that meets ``sums``.

    First without the wholes, which is quick and shows what cannot be met; then the whole numbers next to that.

    Args:
        usual: what would be expected, not whole.
        most: upper bounds.
        sums: met if they can be; a miss is reported, never hidden.
        hard: met always.
        costs: weight of the distance of each number from the usual; by default less for larger numbers.

    Raises:
        NoSolution: the hard sums and bounds exclude one another.
    """
    weights = 1 / np.sqrt(usual + 1) if costs is None else costs
    program = _Program(usual, weights, sums, hard)
    loose = program.run(np.zeros(len(usual)), most, whole=False)
    x = loose[: len(usual)]
    used = x > 1e-7
    for width in (1.0, 3.0):
        least = np.where(used, np.maximum(np.floor(x + 1e-7) - width, 0), 0)
        upper = np.where(used, np.minimum(np.ceil(x - 1e-7) + width, most), np.minimum(most, width - 1))
        try:
            found = program.run(least, upper, whole=True)
        except NoSolution:
            continue
        missed = program.missed(found)
        if set(missed) <= set(program.missed(loose)):
            break
    return Solution(np.rint(found[: len(usual)]).astype(np.int64), missed)


class _Program:
    """Columns: x, above, below the usual; and for each sum how much it is short or over."""

    def __init__(self, usual: Numbers, weights: Numbers, sums: Sequence[Sum], hard: Sequence[Sum]) -> None:
        n, m = len(usual), len(sums)
        self.n, self.sums = n, sums
        distance = hstack([_eye(n), -_eye(n), _eye(n), csr_array((n, 2 * m))])
        self.constraints = [LinearConstraint(distance.tocsr(), usual, usual)]
        elastic = hstack([_matrix(sums, n), csr_array((m, 2 * n)), _eye(m), -_eye(m)])
        self.constraints.append(
            LinearConstraint(elastic.tocsr(), [s.least for s in sums], [s.most for s in sums])
        )
        if hard:
            rows = hstack([_matrix(hard, n), csr_array((len(hard), 2 * n + 2 * m))])
            self.constraints.append(
                LinearConstraint(rows.tocsr(), [s.least for s in hard], [s.most for s in hard])
            )
        penalties = np.array([PENALTY / s.scale for s in sums])
        self.costs = np.concatenate([np.zeros(n), weights, weights, penalties, penalties])

    def run(self, least: Numbers, most: Numbers, whole: bool) -> Numbers:
        rest = len(self.costs) - self.n
        found = milp(
            self.costs,
            integrality=np.concatenate([np.full(self.n, int(whole)), np.zeros(rest)]),
            bounds=Bounds(
                np.concatenate([least, np.zeros(rest)]), np.concatenate([most, np.full(rest, np.inf)])
            ),
            constraints=self.constraints,
            options={"time_limit": LONGEST, "mip_rel_gap": GAP},
        )
        if found.x is None:
            raise NoSolution(found.message)
        return np.asarray(found.x)

    def missed(self, found: Numbers) -> dict[str, float]:
        n, m = self.n, len(self.sums)
        short, over = found[3 * n : 3 * n + m], found[3 * n + m :]
        return {
            s.id: float(o - u) / s.scale
            for s, u, o in zip(self.sums, short, over, strict=True)
            if u + o > 1e-4
        }


def _eye(n: int) -> csr_array:
    return csr_array((np.ones(n), (np.arange(n), np.arange(n))), shape=(n, n))


def _matrix(sums: Sequence[Sum], n: int) -> csr_array:
    if not sums:
        return csr_array((0, n))
    return vstack([csr_array(s.weights.reshape(1, -1)) for s in sums]).tocsr()
