"""How many persons have each pattern of row groups, so that the distinct persons come out as published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.synthetic.decade.highs import Numbers
from mesoregistry.synthetic.decade.integer_program import Sum
from mesoregistry.synthetic.decade.membership import Mask
from mesoregistry.synthetic.decade.row_groups import Pattern, RowGroup
from mesoregistry.synthetic.decade.solve import Solution, solve

ALONE, IN_TWO = 0.02, 0.03  # cost of a person more or less: in one group, in two


class Bound(NamedTuple):
    """The least and the most persons in the rows of a mask, where they follow from a share."""

    name: str
    mask: Mask
    least: float
    most: float


def count_persons(
    groups: Sequence[RowGroup],
    shapes: Sequence[Pattern],
    figures: Sequence[tuple[PublishedFigure, Sequence[Mask]]],
    bounds: Sequence[Bound],
    usual: float,
) -> Solution:
    """How many persons have each pattern of ``shapes``.

    Args:
        figures: each with the rows in every one of which kind a person must appear (one mask, or one for each
            profile).
        usual: persons for each row where nothing is published.
    """
    incidence = np.zeros((len(groups), len(shapes)), dtype=bool)
    for index, shape in enumerate(shapes):
        incidence[list(shape), index] = True
    sums = [
        Sum(figure.id, _touching(groups, incidence, masks), float(figure.value), float(figure.value))
        for figure, masks in figures
    ]
    sums += [Sum(b.name, _touching(groups, incidence, [b.mask]), b.least, b.most) for b in bounds]
    expected = np.zeros(len(shapes))
    expected[: len(groups)] = [usual * len(group.rows) for group in groups]
    costs = np.where(np.arange(len(shapes)) < len(groups), ALONE, IN_TWO)
    hard = [*_capacities(groups, incidence), *_killings(groups, len(shapes))]
    return solve(expected, np.full(len(shapes), np.inf), sums, hard, costs)


def _capacities(groups: Sequence[RowGroup], incidence: Mask) -> Iterator[Sum]:
    for index, group in enumerate(groups):
        yield Sum(f"group {index}", incidence[index].astype(float), float(group.least), float(group.most))


def _killings(groups: Sequence[RowGroup], shapes: int) -> Iterator[Sum]:
    """Who was killed is in no other group: as many persons of one group as it has killings."""
    for index, group in enumerate(groups):
        if group.killings:
            weights = np.zeros(shapes)
            weights[index] = 1
            yield Sum(f"killed {index}", weights, float(group.killings), np.inf)


def _touching(groups: Sequence[RowGroup], incidence: Any, masks: Sequence[Mask]) -> Numbers:
    """1 for each pattern that has rows of every mask."""
    touched = np.ones(incidence.shape[1], dtype=bool)
    for mask in masks:
        inside = np.array([bool(mask[group.rows[0]]) for group in groups])
        touched &= incidence[inside].any(axis=0) if inside.any() else False
    return touched.astype(float)
