"""Which persons are trans, LGBTTTIQ+ or search for the disappeared, so that the figures about them come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
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


TRANSFEMICIDE = "transfemicide"


def mark_trans(
    rows: pd.DataFrame,
    targets: list[list[int]],
    persons: int,
    figures: Sequence[PublishedFigure],
    rng: np.random.Generator,
) -> Any:
    """Who of the killed was trans, a code or ``""`` for each person. Changes the form of those rows accordingly.

    The last killing of the figure that counts most of them is of a trans man.
    """
    trans = np.full(persons, "", dtype=object)
    killed = rows["form"].isin(KILLING).to_numpy() & (rows["kind"] == "individual").to_numpy()
    rows.loc[killed & (rows["form"] == TRANSFEMICIDE).to_numpy(), "form"] = "femicide"
    counts = [f for f in figures if f.scope.codes.get("identity") == ("trans",)]
    most = max((f.value for f in counts), default=0)
    for figure in counts:
        candidates = np.flatnonzero(counted(rows, figure, figure.scope, DECIDED) & killed)
        chosen = rng.choice(candidates, size=int(figure.value), replace=False)
        for row in chosen:
            man = figure.value == most and row == chosen[-1]
            rows.loc[rows.index[row], "form"] = "killing" if man else TRANSFEMICIDE
            trans[targets[row][0]] = "trans_man" if man else "trans_woman"
    for row in np.flatnonzero(rows["form"] == f"attempted_{TRANSFEMICIDE}"):
        trans[targets[row]] = "trans_woman"
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
    trans = {int(p) for p in np.flatnonzero(people["trans"] != "")}
    missing = int(figure.value) - len(inside & trans)
    chosen = rng.choice(sorted(inside - trans), size=missing, replace=False)
    flags = (people["trans"] != "").to_numpy(dtype=bool).copy()
    flags[chosen] = True
    return flags


def mark_more_trans(
    people: pd.DataFrame, killed: set[int], assumed: Mapping[str, Any], rng: np.random.Generator
) -> None:
    """Some of those who are LGBTTTIQ+ and live are trans; trans men only where a source of women registers them."""
    share = rng.random(len(people))
    open_ = (people["lgbtttiq"] & (people["trans"] == "")).to_numpy() & ~people.index.isin(list(killed))
    women = open_ & (share < assumed["trans_women"])
    men = open_ & ~women & (share < assumed["trans_women"] + assumed["trans_men"])
    people.loc[women, "trans"] = "trans_woman"
    people.loc[men & ~people["country"].isin(assumed["all_defenders"]).to_numpy(), "trans"] = "trans_man"


def killed_persons(rows: pd.DataFrame, targets: list[list[int]]) -> set[int]:
    """Who was killed: nothing happens to her afterwards."""
    return {p for row in np.flatnonzero(rows["form"].isin(KILLING)) for p in targets[row]}


def mark_searchers(
    rows: pd.DataFrame,
    targets: list[list[int]],
    figure: PublishedFigure,
    since: dt.date,
    rng: np.random.Generator,
) -> None:
    """Of the companions of victims, give those who search another attack in which that is their role."""
    base = counted(rows, figure, figure.base, DECIDED)
    companions = {p for row in np.flatnonzero(base) for p in targets[row]}
    many = round(len(companions) * float(figure.value) / 100)
    living = sorted(companions - killed_persons(rows, targets))
    whole = counted(rows, figure, figure.base.without_codes(), {})
    single = (rows["kind"] == "individual").to_numpy()
    free = np.flatnonzero(whole & ~base & single & (rows["first"] >= since.toordinal()).to_numpy())
    attacks: dict[int, int] = {}
    for row in free:
        attacks[targets[row][0]] = attacks.get(targets[row][0], 0) + 1
    for person in rng.choice(living, size=many, replace=False):
        row = next(r for r in free if attacks.get(targets[r][0], 0) > 1 and rows["role"].iat[r] != "searcher")
        attacks[targets[row][0]] -= 1
        targets[row] = [int(person)]
        rows.loc[rows.index[row], "role"] = "searcher"
