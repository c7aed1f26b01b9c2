"""Classes of rows that no figure distinguishes, and totals shared out among the rows of a class."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.intp]


def classes(marks: npt.NDArray[Any]) -> tuple[Indices, Indices]:
    """Columns that are the same in every row of ``marks`` (booleans, or small numbers) are of one class.

    Returns:
        For each class the first column of it, and for each column its class.
    """
    table = np.packbits(marks, axis=0) if marks.dtype == bool else marks
    _, first, label = np.unique(table, axis=1, return_index=True, return_inverse=True)
    return first, label


def members(label: Indices, many: int) -> Iterator[Indices]:
    """The columns of each of ``many`` classes, in their order."""
    order = np.argsort(label, kind="stable")
    edges = np.searchsorted(label[order], np.arange(many + 1))
    for begin, end in itertools.pairwise(edges):
        yield order[begin:end]


def apportion(weights: npt.NDArray[np.float64], total: int) -> Any:
    """``total`` shared in whole numbers by ``weights`` (largest remainders); evenly where all are zero."""
    weights = weights if weights.sum() > 0 else np.ones(len(weights))
    exact = weights / weights.sum() * total
    whole = np.floor(exact).astype(np.int64)
    short = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:short]] += 1
    return whole
