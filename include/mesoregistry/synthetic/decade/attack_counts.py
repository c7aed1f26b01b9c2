"""How many attacks stand in each cell, so that the published counts come out: one integer program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.synthetic.decade.figure_sums import exact_sums, room_sums
from mesoregistry.synthetic.decade.highs import Numbers
from mesoregistry.synthetic.decade.integer_program import Sum
from mesoregistry.synthetic.decade.membership import (
    FOR_EVER,
    ORGANISATIONS,
    PERSON,
    Mask,
    counted,
    day_number,
    numerator,
)
from mesoregistry.synthetic.decade.row_classes import apportion, classes, members
from mesoregistry.synthetic.decade.solve import solve

DECIDED = {"profile": "kind"}
EXACT = frozenset({
    "attacks", "share_of_attacks", "growth_of_attacks", "difference_of_attacks", "received_complaints",
})  # fmt: skip
NOT_CODES = {"source", "eligible", "target"}
UNBOUNDED = 1e6


def count_attacks(
    frame: pd.DataFrame, figures: Sequence[PublishedFigure], assumed: dict[str, Any]
) -> tuple[pd.Series, dict[str, float]]:
    """How many rows stand in each cell, and the figures that could not be met.

    Cells that no figure distinguishes are one unknown of the program; its value is then shared out as is usual.
    """
    masks, kinds = _masks(frame, figures, assumed)
    withdrawn = (frame["known_to"] < day_number(FOR_EVER)).to_numpy()
    years = frame["first"].map(lambda n: dt.date.fromordinal(n).year).to_numpy()
    marks = [withdrawn & (years == year) for year in assumed["restated"]]
    late = (frame["usual"] == 0).to_numpy()
    first, label = classes(np.vstack([*masks, *marks, late]))
    usual = np.bincount(label, weights=frame["usual"]).astype(np.float64)
    sums = _sums(masks, kinds, first, assumed)
    rules = [
        Sum(f"withdrawn {year}", mark[first].astype(float), restated["withdrawn"], restated["withdrawn"])
        for (year, restated), mark in zip(assumed["restated"].items(), marks, strict=True)
    ]
    bounds = _most(frame, withdrawn, late, assumed["at_most"])
    most = np.bincount(label, weights=bounds).astype(np.float64)
    costs = np.where(late[first], 0.6, 1 / np.sqrt(usual + 1))
    solution = solve(usual, most, sums, rules, costs)
    return _shared(frame, label, solution.x), solution.missed


def _most(frame: pd.DataFrame, withdrawn: Mask, late: Mask, at_most: dict[str, float]) -> Numbers:
    """How many rows a cell can have: any number in time; what is late or withdrawn, a part of those."""
    usual = frame.groupby(["country", "kind", "first"])["usual"].transform("sum").to_numpy()
    part = np.where(withdrawn, at_most["withdrawn"], at_most["late"])
    in_time = frame["known_from"].where(~late)
    first = in_time.groupby([frame["country"], frame["kind"], frame["first"]]).transform("min")
    early = (frame["known_from"] < first).to_numpy()  # filed for a release inside the month
    return np.where(late & ~early, np.ceil(part * usual), UNBOUNDED)


def _masks(
    frame: pd.DataFrame, figures: Sequence[PublishedFigure], assumed: dict[str, Any]
) -> tuple[list[Any], list[tuple[PublishedFigure, bool]]]:
    """Two masks for each figure (numerator, base), and whether these cells alone decide the figure."""
    masks, kinds = [], []
    for figure in figures:
        scopes = (figure.scope, figure.base)
        plain = all(set(s.codes) <= {*DECIDED, *NOT_CODES} and not s.both for s in scopes)
        exact = plain and figure.measure in EXACT
        top = numerator(frame, figure, DECIDED)
        if figure.measure != ORGANISATIONS and _of_one_person(figure, assumed):
            top &= frame["kind"].isin(PERSON).to_numpy()
        masks += [top, counted(frame, figure, figure.base, DECIDED)]
        kinds.append((figure, exact))
    return masks, kinds


def _of_one_person(figure: PublishedFigure, assumed: dict[str, Any]) -> bool:
    """Whether the figure counts only attacks on one person."""
    codes = figure.scope.codes
    if {"occupation", "role", "identity"} & set(codes) and "defenders" not in figure.measure:
        return True
    return "form" in codes and set(codes["form"]) <= set(assumed["personal"])


def _sums(
    masks: list[Any], kinds: list[tuple[PublishedFigure, bool]], first: Any, assumed: dict[str, Any]
) -> list[Sum]:
    sums: list[Sum] = []
    for index, (figure, exact) in enumerate(kinds):
        top, base = masks[2 * index][first].astype(float), masks[2 * index + 1][first].astype(float)
        if exact:
            sums += exact_sums(figure, top, base)
        elif figure.measure == ORGANISATIONS:
            value = float(figure.value)
            most = value if value <= assumed["few_organisations"] else np.inf  # an attack on each
            sums.append(Sum(f"room for {figure.id}", top, value, most))
        elif figure.measure == "attacks":
            enough = assumed["rows_per_rare_woman"] if _of_one_person(figure, assumed) else 1
            sums += room_sums(figure, top / enough, base)
    return sums


def _shared(frame: pd.DataFrame, label: Any, x: Any) -> pd.Series:
    """The rows of a class over its cells, as usual, to the last whole row."""
    count = np.zeros(len(frame), dtype=np.int64)
    weight = frame["usual"].to_numpy()
    for inside, total in zip(members(label, len(x)), x, strict=True):
        if total:
            count[inside] = apportion(weight[inside], int(total))
    return pd.Series(count, index=frame.index, name="count")
