"""Assigns a code of one dimension (right, form, perpetrators ...) to every row.

Rows that no figure of the dimension distinguishes are one class. An integer program says how many rows of a class
get each code; which row gets which code is drawn, so that the rows of one event keep together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.synthetic.decade.dimension_sums import Dimension, Unknowns, concerns, dimension_sums
from mesoregistry.synthetic.decade.integer_program import Sum
from mesoregistry.synthetic.decade.membership import Mask, counted, numerator
from mesoregistry.synthetic.decade.row_classes import classes, members
from mesoregistry.synthetic.decade.solve import solve


def assign_codes(
    rows: pd.DataFrame,
    dimension: Dimension,
    figures: Sequence[PublishedFigure],
    decided: Mapping[str, str],
    assumed: Mapping[str, Any],
    rng: np.random.Generator,
) -> tuple[pd.Series, dict[str, float]]:
    """A code for every row, and the figures that could not be met.

    Args:
        decided: the columns already there, by filter dimension.
    """
    mine = [f for f in figures if concerns(f, dimension.name)]
    fits = _fitting(rows, dimension)
    masks = [mask for f in mine for mask in (numerator(rows, f, decided), counted(rows, f, f.base, decided))]
    first, label = classes(np.vstack([*masks, *fits.T]))
    sizes = np.bincount(label)
    unknowns = Unknowns(dimension, sizes, fits[first])
    sums: list[Sum] = []
    for index, figure in enumerate(mine):
        above, below = masks[2 * index][first], masks[2 * index + 1][first]
        sums += dimension_sums(figure, dimension, unknowns, above, below, decided, assumed)
    solution = solve(unknowns.expected, unknowns.most, sums, unknowns.closed())
    return _deal(rows, label, solution.x.reshape(len(sizes), -1), dimension, rng), solution.missed


def _fitting(rows: pd.DataFrame, dimension: Dimension) -> Mask:
    if dimension.fits is None:
        return np.ones((len(rows), len(dimension.codes)), dtype=bool)
    return np.column_stack([dimension.fits(rows, code) for code in dimension.codes])


def _deal(
    rows: pd.DataFrame, label: Any, x: Any, dimension: Dimension, rng: np.random.Generator
) -> pd.Series:
    """Codes dealt to the rows of each class, block after block in one drawn order: so most blocks get a single one."""
    codes_of_rows = np.empty(len(rows), dtype=object)
    names = np.array(dimension.codes, dtype=object)
    block = rows[dimension.block].to_numpy()
    rank = rng.random(block.max(initial=0) + 1)[block]
    for inside, counts in zip(members(label, len(x)), x, strict=True):
        codes_of_rows[inside[np.argsort(rank[inside], kind="stable")]] = np.repeat(names, counts)
    return pd.Series(codes_of_rows, index=rows.index)
