"""Which persons are trans, LGBTTTIQ+ or search for the disappeared, so that the figures about them come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.synthetic.decade.membership import counted
from mesoregistry.synthetic.decade.row_groups import KILLING

DECIDED = {
    **{
        name: name
        for name in ("right", "role", "occupation", "form", "channel", "collective_action", "place")
    },
    "profile": "kind",
}


def mark_trans(
    rows: pd.DataFrame,
    targets: list[list[int]],
    persons: int,
    figures: Sequence[PublishedFigure],
    rng: np.random.Generator,
) -> Any:
    """Who of the killed was trans, a boolean for each person. Changes the form of those rows accordingly."""
    trans = np.zeros(persons, dtype=bool)
    killed = rows["form"].isin(KILLING).to_numpy() & (rows["kind"] == "individual").to_numpy()
    rows.loc[killed & (rows["form"] == "transfemicide").to_numpy(), "form"] = "femicide"
    for figure in figures:
        if figure.scope.codes.get("identity") == ("trans",):
            candidates = np.flatnonzero(counted(rows, figure, figure.scope, DECIDED) & killed)
            for row in rng.choice(candidates, size=int(figure.value), replace=False):
                rows.loc[rows.index[row], "form"] = "transfemicide"
                trans[targets[row][0]] = True
    return trans


def mark_lgbtttiq(
    rows: pd.DataFrame,
    targets: list[list[int]],
    people: pd.DataFrame,
    figure: PublishedFigure,
    rng: np.random.Generator,
) -> Any:
    """Who is LGBTTTIQ+, a boolean for each person: the trans, and as many others as ``figure`` asks for."""
    mask = counted(rows, figure, figure.scope, {})
    inside = {p for row in np.flatnonzero(mask) for p in targets[row]}
    trans = {int(p) for p in np.flatnonzero(people["trans"].to_numpy())}
    missing = int(figure.value) - len(inside & trans)
    chosen = rng.choice(sorted(inside - trans), size=missing, replace=False)
    flags = people["trans"].to_numpy(dtype=bool).copy()
    flags[chosen] = True
    return flags


def mark_searchers(
    rows: pd.DataFrame,
    targets: list[list[int]],
    figure: PublishedFigure,
    since: dt.date,
    rng: np.random.Generator,
) -> None:
    """Of the companions of victims, give those who search another attack in which that is their role."""
    base = counted(rows, figure, figure.base, DECIDED)
    companions = sorted({p for row in np.flatnonzero(base) for p in targets[row]})
    many = round(len(companions) * float(figure.value) / 100)
    whole = counted(rows, figure, figure.base.without_codes(), {})
    single = (rows["kind"] == "individual").to_numpy()
    free = np.flatnonzero(whole & ~base & single & (rows["first"] >= since.toordinal()).to_numpy())
    attacks: dict[int, int] = {}
    for row in free:
        attacks[targets[row][0]] = attacks.get(targets[row][0], 0) + 1
    for person in rng.choice(companions, size=many, replace=False):
        row = next(r for r in free if attacks.get(targets[r][0], 0) > 1 and rows["role"].iat[r] != "searcher")
        attacks[targets[row][0]] -= 1
        targets[row] = [int(person)]
        rows.loc[rows.index[row], "role"] = "searcher"
