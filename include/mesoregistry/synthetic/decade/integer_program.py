"""The columns and rows of an integer program: each sum with what it is short or over, each number with its cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import LinearConstraint
from scipy.sparse import csc_array, csr_array, hstack, vstack

from mesoregistry.synthetic.decade.highs import Numbers, cheapest, identity

PENALTY = 10_000.0  # of one row by which a figure is missed, against one row away from the usual
TINY = 1e-7


@dataclass(frozen=True, slots=True)
class Sum:
    """``least <= weights · x <= most``, for a figure (or a rule, with its name)."""

    id: str
    weights: Numbers
    least: float
    most: float
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Numbers, by how much each sum is missed, and the cost of both."""

    x: Numbers
    missed: dict[str, float]
    cost: float


class Program:
    """``short`` and ``over``, two columns for each sum, say by how much it is missed."""

    def __init__(self, usual: Numbers, weights: Numbers, sums: Sequence[Sum], hard: Sequence[Sum]) -> None:
        self.usual, self.weights, self.sums, self.hard = usual, weights, sums, hard
        self.matrix, self.fixed = (_matrix(rows, len(usual)) for rows in (sums, hard))
        self.penalties = np.tile([PENALTY / s.scale for s in sums], 2)

    def loose(self, most: Numbers) -> Candidate:
        """The best numbers that need not be whole."""
        return self._by_distance(np.zeros(len(most)), most, whole=False)

    def rounded(self, x: Numbers, most: Numbers) -> Candidate:
        """Each number of ``x`` rounded down or up: what a step costs is known, so a column a number is enough."""
        down, up = np.floor(x + TINY), np.minimum(np.ceil(x - TINY), most)
        open_ = np.flatnonzero(up > down)
        step = self.weights * (np.abs(up - self.usual) - np.abs(down - self.usual))
        columns = cheapest(
            np.concatenate([step[open_], self.penalties]),
            self._rows(open_, len(open_), down),
            (np.zeros(len(open_)), np.ones(len(open_))),
            whole=len(open_),
        )
        whole = down.copy()
        whole[open_] += np.rint(columns[: len(open_)])
        return self._candidate(whole, columns[len(open_) :])

    def near(self, x: Numbers, most: Numbers, width: int) -> Candidate:
        """Each number at most ``width`` further away than its rounding."""
        used = x > TINY
        least = np.where(used, np.maximum(np.floor(x + TINY) - width, 0), 0)
        upper = np.where(used, np.minimum(np.ceil(x - TINY) + width, most), np.minimum(most, width - 1))
        return self._by_distance(least, upper, whole=True)

    def _by_distance(self, least: Numbers, most: Numbers, whole: bool) -> Candidate:
        """Columns: x, above and below the usual."""
        n, m = len(self.usual), len(self.sums)
        distance = hstack([identity(n), -identity(n), identity(n), csr_array((n, 2 * m))])
        columns = cheapest(
            np.concatenate([np.zeros(n), self.weights, self.weights, self.penalties]),
            [
                LinearConstraint(distance.tocsr(), self.usual, self.usual),
                *self._rows(np.arange(n), 3 * n, np.zeros(n)),
            ],
            (np.concatenate([least, np.zeros(2 * n)]), np.concatenate([most, np.full(2 * n, np.inf)])),
            whole=n if whole else 0,
        )
        return self._candidate(columns[:n], columns[3 * n :])

    def _rows(self, columns: Any, before: int, base: Numbers) -> list[LinearConstraint]:
        """What ``base`` and these columns sum up to; ``before``: the columns that stand before the misses."""
        m, gap = len(self.sums), before - len(columns)
        met = hstack([self.matrix[:, columns], csr_array((m, gap)), identity(m), -identity(m)])
        kept = hstack([self.fixed[:, columns], csr_array((len(self.hard), gap + 2 * m))])
        return [
            LinearConstraint(
                rows.tocsr(), [s.least for s in sums] - matrix @ base, [s.most for s in sums] - matrix @ base
            )
            for sums, rows, matrix in ((self.sums, met, self.matrix), (self.hard, kept, self.fixed))
            if sums
        ]

    def _candidate(self, x: Numbers, misses: Numbers) -> Candidate:
        short, over = np.split(misses, 2)
        missed = {
            s.id: float(o - u) / s.scale
            for s, u, o in zip(self.sums, short, over, strict=True)
            if u + o > 1e-4
        }
        cost = float(self.weights @ np.abs(x - self.usual) + self.penalties @ misses)
        return Candidate(x, missed, cost)


def _matrix(sums: Sequence[Sum], n: int) -> csc_array:
    rows = [csr_array(s.weights.reshape(1, -1)) for s in sums]
    return vstack([csr_array((0, n)), *rows]).tocsc()
