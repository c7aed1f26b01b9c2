"""A published figure as sums of the integer program: a count, a share of a base, a growth over a base."""

from __future__ import annotations

import numpy as np

from mesoregistry.figures.published import SHARES, PublishedFigure
from mesoregistry.synthetic.decade.highs import Numbers
from mesoregistry.synthetic.decade.integer_program import Sum

MORE = 100.0  # hundredths of a row by which "more than" is more
INSIDE = 0.96  # of the printed rounding: no share lies on its edge


def exact_sums(figure: PublishedFigure, counted: Numbers, base: Numbers) -> list[Sum]:
    """The sums that hold when the figure comes out as published.

    Args:
        counted: how much one of each unknown adds to the numerator.
        base: how much it adds to the base; not looked at for a count.
    """
    value, slack = float(figure.value), float(figure.tolerance) * INSIDE
    if figure.measure == "difference_of_attacks":
        return [Sum(figure.id, counted - base, value, value)]
    if figure.measure in SHARES or figure.measure == "growth_of_attacks":
        whole = 100.0 if figure.measure == "growth_of_attacks" else 0.0
        return _ratio(figure, counted, base, whole + value - slack, whole + value + slack)
    if figure.is_lower_bound:
        return [Sum(figure.id, counted, value + 1, np.inf)]  # "more than" is more
    return [Sum(figure.id, counted, np.ceil(value - slack), np.floor(value + slack))]


def _ratio(figure: PublishedFigure, counted: Numbers, base: Numbers, low: float, high: float) -> list[Sum]:
    """``low <= 100 * counted / base <= high``, in rows of hundredths."""
    if figure.is_lower_bound:
        return [Sum(figure.id, 100 * counted - (low + high) / 2 * base, MORE, np.inf, scale=100.0)]
    least = Sum(figure.id, 100 * counted - low * base, 0.0, np.inf, scale=100.0)
    return [least, Sum(figure.id, 100 * counted - high * base, -np.inf, 0.0, scale=100.0)]


def room_sums(figure: PublishedFigure, able: Numbers, base: Numbers) -> list[Sum]:
    """Sums that leave room for a dimension decided later: enough rows (``able``) that it could count."""
    if figure.measure in SHARES:
        low = float(figure.value) - float(figure.tolerance) * INSIDE
        return [Sum(f"room for {figure.id}", 100 * able - low * base, 0.0, np.inf, scale=100.0)]
    if figure.measure in {"growth_of_attacks", "difference_of_attacks"}:
        return []
    return [Sum(f"room for {figure.id}", able, float(figure.value), np.inf)]
