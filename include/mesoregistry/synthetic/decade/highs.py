"""One call of the solver (HiGHS, through scipy), with its limits and what it raises."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Numbers = npt.NDArray[np.float64]
GAP = 5e-4
LONGEST = 600.0  # seconds of one program; most need less than two
OUT_OF_TIME = 1  # scipy's status for it


class NoSolution(Exception):
    """The program has no solution at all: a hard bound is at fault."""


class TooSlow(Exception):
    """The program was not solved in time. What it has by then, or what a shorter search finds, is not taken:
    a slower machine would give another registry.
    """


def cheapest(
    costs: Numbers, rows: list[LinearConstraint], bounds: tuple[Numbers, Numbers], whole: int
) -> Numbers:
    """The cheapest columns; the first ``whole`` are whole numbers, and those beyond ``bounds`` have none.

    Raises:
        NoSolution: the rows and bounds exclude one another.
        TooSlow: it took longer than ``LONGEST``.
    """
    if not len(costs):
        return costs
    least, most = bounds
    rest = len(costs) - len(least)
    result = milp(
        costs,
        integrality=np.concatenate([np.ones(whole), np.zeros(len(costs) - whole)]),
        bounds=Bounds(np.concatenate([least, np.zeros(rest)]), np.concatenate([most, np.full(rest, np.inf)])),
        constraints=rows,
        options={"time_limit": LONGEST, "mip_rel_gap": GAP},
    )
    if result.status == OUT_OF_TIME:
        raise TooSlow(result.message)
    if not result.success:
        raise NoSolution(result.message)
    return np.asarray(result.x)


def identity(n: int) -> csr_array:
    return csr_array((np.ones(n), (np.arange(n), np.arange(n))), shape=(n, n))
