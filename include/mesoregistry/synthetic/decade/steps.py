"""The dimensions in the order in which they are decided: each may lean on those before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.synthetic.decade import attributes
from mesoregistry.synthetic.decade.attributes import Dimension
from mesoregistry.synthetic.decade.membership import INSTITUTION, PERSON, Mask


def expanded(cells: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """A row an attack, on a day of its slot."""
    rows = (
        cells.loc[cells.index.repeat(cells["count"])].reset_index(drop=True).drop(columns=["usual", "count"])
    )
    span = (rows["last"] - rows["first"] + 1).to_numpy()
    rows["day"] = rows["first"] + (rng.random(len(rows)) * span).astype(int)
    return rows


def described(
    rows: pd.DataFrame,
    figures: Sequence[PublishedFigure],
    assumed: Mapping[str, Any],
    places: Mapping[str, Sequence[str]],
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, dict[str, float]]:
    """``rows`` with every dimension, and the figures that could not be met."""
    decided = {"profile": "kind"}
    missed: dict[str, float] = {}
    for dimension in _dimensions(assumed, places):
        rows[dimension.name], short = attributes.decide(rows, dimension, figures, decided, assumed, rng)
        decided[dimension.name] = dimension.name
        missed |= short
    return rows, missed


def _dimensions(assumed: Mapping[str, Any], places: Mapping[str, Sequence[str]]) -> list[Dimension]:
    online, personal = set(assumed["online"]), set(assumed["personal"])
    institutional = set(assumed["institutional"])

    def form_fits(rows: pd.DataFrame, code: str) -> Mask:
        if code in personal:
            return _mask(rows["kind"].isin(PERSON))
        if code in institutional:
            return _mask(rows["kind"].isin(INSTITUTION))
        return np.ones(len(rows), dtype=bool)

    def channel_fits(rows: pd.DataFrame, code: str) -> Mask:
        return np.ones(len(rows), bool) if code == "offline" else _mask(rows["form"].isin(online))

    def place_fits(rows: pd.DataFrame, code: str) -> Mask:
        return _mask(rows["country"] == code[:2])

    def trait_fits(rows: pd.DataFrame, code: str) -> Mask:
        """What she is stands in the row where a figure asks for it; elsewhere it follows from who she is."""
        alone = _mask(rows["kind"].isin(PERSON))
        return alone & _asked(rows, code) if code else ~(alone & _asked(rows, "other"))

    def scope_fits(rows: pd.DataFrame, code: str) -> Mask:
        """The first report knew local and rural only."""
        early = _mask(rows["first"] < dt.date(2015, 1, 1).toordinal())
        return ~early if code == "urban" else np.ones(len(rows), dtype=bool)

    def violated_fits(rows: pd.DataFrame, code: str) -> Mask:
        return _mask(rows["country"] == "SV") | (code == "other")

    codes = [code for each in places.values() for code in each]
    return [
        Dimension("right", assumed["right"]),
        Dimension("role", assumed["role"], trait_fits),
        Dimension("occupation", assumed["occupation"], trait_fits),
        Dimension("collective_action", assumed["collective_action"]),
        Dimension("form", assumed["form"], form_fits),
        Dimension("channel", assumed["channel"], channel_fits),
        Dimension("gender_component", assumed["gender_component"]),
        Dimension("perpetrator", assumed["perpetrator"]),
        Dimension("place", dict.fromkeys(codes, 1.0), place_fits),
        Dimension("place_type", assumed["place_type"]),
        Dimension("scope", assumed["scope"], scope_fits),
        Dimension("right_violated", assumed["right_violated"], violated_fits),
        Dimension("close", assumed["close"]),
    ]


def _asked(rows: pd.DataFrame, code: str) -> Mask:
    """Rows of which a figure asks what she does: El Salvador 2020-2022, Mexico 2023 and its companions of 2024."""
    day = np.asarray(rows["first"], dtype=np.int64)
    salvador = _mask(rows["country"] == "SV") & (day >= _day(2020)) & (day < _day(2023))
    mexico = _mask(rows["country"] == "MX") & (day >= _day(2024, 10))
    if code in {"journalist", "movement"}:
        return salvador
    searched = _mask(rows["country"] == "MX") & (day >= _day(2023)) & (day < _day(2024))
    if code == "searcher":
        return searched
    return mexico if code == "victim_companion" else salvador | mexico | searched


def _mask(column: pd.Series) -> Mask:
    return np.asarray(column, dtype=bool)


def _day(year: int, month: int = 1) -> int:
    return dt.date(year, month, 1).toordinal()
