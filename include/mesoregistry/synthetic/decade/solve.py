"""Integer programs: how many of each class get each code, so that sums come out and the rest is as usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, csr_array, hstack, vstack

Numbers = npt.NDArray[np.float64]
PENALTY = 10_000.0  # of one row by which a figure is missed, against one row away from the usual
GAP = 5e-4
TINY = 1e-7
LONGEST = 600.0  # seconds of one program; most need less than two
OUT_OF_TIME = 1  # what scipy's milp says of it


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


class TooSlow(Exception):
    """The program was not solved in time. What was found by then, or by a search that ends sooner, is not taken:
    a slower machine would give another registry.
    """


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
    program = _Program(usual, weights, sums, hard)
    loose = program.loose(most)
    inevitable = set(loose.missed)
    best: _Found | None = None
    for width in (0, 1, 3):
        try:
            found = program.near(loose.x, most, width) if width else program.rounded(loose.x, most)
        except NoSolution:
            continue
        if best is None or found.cost < best.cost:
            best = found
        if set(best.missed) <= inevitable:
            break
    if best is None:
        raise NoSolution("no whole numbers near to the solution without them")
    return Solution(np.rint(best.x).astype(np.int64), best.missed)


@dataclass(frozen=True, slots=True)
class _Found:
    x: Numbers
    missed: dict[str, float]
    cost: float


class _Program:
    """``short`` and ``over``, two columns for each sum, say by how much it is missed."""

    def __init__(self, usual: Numbers, weights: Numbers, sums: Sequence[Sum], hard: Sequence[Sum]) -> None:
        self.usual, self.weights, self.sums, self.hard = usual, weights, sums, hard
        self.matrix, self.fixed = (_matrix(rows, len(usual)) for rows in (sums, hard))
        self.penalties = np.tile([PENALTY / s.scale for s in sums], 2)

    def loose(self, most: Numbers) -> _Found:
        return self._by_distance(np.zeros(len(most)), most, whole=False)

    def rounded(self, x: Numbers, most: Numbers) -> _Found:
        """Each number of ``x`` rounded down or up: what a step costs is known, so a column a number is enough."""
        down, up = np.floor(x + TINY), np.minimum(np.ceil(x - TINY), most)
        open_ = np.flatnonzero(up > down)
        step = self.weights * (np.abs(up - self.usual) - np.abs(down - self.usual))
        found = _solved(
            np.concatenate([step[open_], self.penalties]),
            self._rows(open_, len(open_), down),
            (np.zeros(len(open_)), np.ones(len(open_))),
            whole=len(open_),
        )
        whole = down.copy()
        whole[open_] += np.rint(found[: len(open_)])
        return self._found(whole, found[len(open_) :])

    def near(self, x: Numbers, most: Numbers, width: int) -> _Found:
        """Each number at most ``width`` further away than its rounding."""
        used = x > TINY
        least = np.where(used, np.maximum(np.floor(x + TINY) - width, 0), 0)
        upper = np.where(used, np.minimum(np.ceil(x - TINY) + width, most), np.minimum(most, width - 1))
        return self._by_distance(least, upper, whole=True)

    def _by_distance(self, least: Numbers, most: Numbers, whole: bool) -> _Found:
        """Columns: x, above and below the usual."""
        n, m = len(self.usual), len(self.sums)
        distance = hstack([_eye(n), -_eye(n), _eye(n), csr_array((n, 2 * m))])
        found = _solved(
            np.concatenate([np.zeros(n), self.weights, self.weights, self.penalties]),
            [
                LinearConstraint(distance.tocsr(), self.usual, self.usual),
                *self._rows(np.arange(n), 3 * n, np.zeros(n)),
            ],
            (np.concatenate([least, np.zeros(2 * n)]), np.concatenate([most, np.full(2 * n, np.inf)])),
            whole=n if whole else 0,
        )
        return self._found(found[:n], found[3 * n :])

    def _rows(self, columns: Any, before: int, base: Numbers) -> list[LinearConstraint]:
        """What ``base`` and these columns sum up to; ``before``: the columns that stand before the misses."""
        m, gap = len(self.sums), before - len(columns)
        met = hstack([self.matrix[:, columns], csr_array((m, gap)), _eye(m), -_eye(m)])
        kept = hstack([self.fixed[:, columns], csr_array((len(self.hard), gap + 2 * m))])
        return [
            LinearConstraint(
                rows.tocsr(), [s.least for s in sums] - matrix @ base, [s.most for s in sums] - matrix @ base
            )
            for sums, rows, matrix in ((self.sums, met, self.matrix), (self.hard, kept, self.fixed))
            if sums
        ]

    def _found(self, x: Numbers, misses: Numbers) -> _Found:
        short, over = np.split(misses, 2)
        missed = {
            s.id: float(o - u) / s.scale
            for s, u, o in zip(self.sums, short, over, strict=True)
            if u + o > 1e-4
        }
        cost = float(self.weights @ np.abs(x - self.usual) + self.penalties @ misses)
        return _Found(x, missed, cost)


def _solved(
    costs: Numbers, rows: list[LinearConstraint], bounds: tuple[Numbers, Numbers], whole: int
) -> Numbers:
    """The cheapest columns; the first ``whole`` are whole numbers, and those beyond ``bounds`` have none."""
    if not len(costs):
        return costs
    least, most = bounds
    rest = len(costs) - len(least)
    found = milp(
        costs,
        integrality=np.concatenate([np.ones(whole), np.zeros(len(costs) - whole)]),
        bounds=Bounds(np.concatenate([least, np.zeros(rest)]), np.concatenate([most, np.full(rest, np.inf)])),
        constraints=rows,
        options={"time_limit": LONGEST, "mip_rel_gap": GAP},
    )
    if found.status == OUT_OF_TIME:
        raise TooSlow(found.message)
    if not found.success:
        raise NoSolution(found.message)
    return np.asarray(found.x)


def _eye(n: int) -> csr_array:
    return csr_array((np.ones(n), (np.arange(n), np.arange(n))), shape=(n, n))


def _matrix(sums: Sequence[Sum], n: int) -> csc_array:
    rows = [csr_array(s.weights.reshape(1, -1)) for s in sums]
    return vstack([csr_array((0, n)), *rows]).tocsc()
