"""Which rows a published figure counts: the rows of its scope that were known on its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.figures.scope import Scope

Mask = npt.NDArray[np.bool_]
PERSON = ("individual", "man")
INSTITUTION = ("organisation", "mixed_organisation")
WOMEN_ONLY = ("individual", "collective", "organisation", "unknown")
TARGETS = {
    "woman": ("individual",),
    "man": ("man",),
    "organisation": ("organisation", "mixed_organisation", "collective"),
}
"""What the source of all defenders counts as its target, by kind of row."""
ORGANISATIONS = "organisations_distinct"
FOR_EVER = dt.date(9999, 12, 31)


def day_number(day: dt.date) -> int:
    return day.toordinal()


def known(rows: pd.DataFrame, on: dt.date) -> Mask:
    """Rows filed by that day and not withdrawn by then."""
    day = day_number(on)
    return np.asarray((rows["known_from"] <= day) & (rows["known_to"] > day), dtype=bool)


def in_scope(rows: pd.DataFrame, scope: Scope, dimensions: Mapping[str, str]) -> Mask:
    """Rows of a scope, by the dimensions that ``rows`` has already.

    Args:
        rows: one row an attack, or one a cell of equal attacks: country, first and last day, kind, and a
            column for each dimension already decided.
        dimensions: the column of a dimension, for those decided.
    """
    kept = (
        rows["country"].isin(scope.countries)
        & (rows["first"] >= day_number(scope.first))
        & (rows["last"] <= day_number(scope.last))
    )
    if scope.month:
        kept &= rows["month"] == scope.month
    if "eligible" not in scope.codes:
        kept &= rows["kind"].isin(WOMEN_ONLY)
    for dimension, codes in scope.codes.items():
        if dimension == "source":
            kept &= rows["source"].isin(codes)
        elif dimension == "target":
            kept &= rows["kind"].isin([kind for code in codes for kind in TARGETS[code]])
        elif dimension in dimensions:
            kept &= rows[dimensions[dimension]].isin(codes)
    return np.asarray(kept, dtype=bool)


def counted(rows: pd.DataFrame, figure: PublishedFigure, scope: Scope, dimensions: Mapping[str, str]) -> Mask:
    """Rows of a scope of ``figure``, as known on its day."""
    mask = in_scope(rows, scope, dimensions) & known(rows, figure.as_known_on)
    if figure.measure != "received_complaints":
        mask &= np.asarray(rows["verified"], dtype=bool)
    return mask


def numerator(rows: pd.DataFrame, figure: PublishedFigure, dimensions: Mapping[str, str]) -> Mask:
    """Rows that a figure itself counts; of organisations, only attacks on one."""
    mask = counted(rows, figure, figure.scope, dimensions)
    if figure.measure == ORGANISATIONS:
        mask &= np.asarray(rows["kind"] == "organisation", dtype=bool)
    return mask
