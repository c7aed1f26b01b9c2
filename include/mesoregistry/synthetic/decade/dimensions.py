"""The dimensions of an attack in the order in which they are assigned: each may depend on those before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.synthetic.decade.dimension_codes import assign_codes
from mesoregistry.synthetic.decade.dimension_sums import Dimension
from mesoregistry.synthetic.decade.membership import INSTITUTION, PERSON, Mask

ONLINE = "unknown_virtual"
Fits = Callable[[pd.DataFrame, str], Mask]


def assign_dimensions(
    rows: pd.DataFrame,
    figures: Sequence[PublishedFigure],
    assumed: Mapping[str, Any],
    places: Mapping[str, Sequence[str]],
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, dict[str, float]]:
    """``rows`` with a column for each dimension, and by how much each figure that could not be met is missed.

    Args:
        places: the ISO codes of the departments by country.
    """
    decided = {"profile": "kind"}
    missed: dict[str, float] = {}
    for dimension in _dimensions(assumed, places):
        rows[dimension.name], short = assign_codes(rows, dimension, figures, decided, assumed, rng)
        decided[dimension.name] = dimension.name
        missed |= short
    return rows, missed


def _dimensions(assumed: Mapping[str, Any], places: Mapping[str, Sequence[str]]) -> list[Dimension]:
    codes = [code for each in places.values() for code in each]
    trait_fits = _trait_fits(assumed["stated"])
    return [
        Dimension("right", assumed["right"]),
        Dimension("role", assumed["role"], trait_fits, "person_block"),
        Dimension("occupation", assumed["occupation"], trait_fits, "person_block"),
        Dimension("collective_action", assumed["collective_action"]),
        Dimension("form", assumed["form"], _form_fits(assumed), "form_block"),
        Dimension("channel", assumed["channel"], _channel_fits(assumed["online"])),
        Dimension("gender_component", assumed["gender_component"]),
        Dimension("perpetrator", assumed["perpetrator"], _perpetrator_fits),
        Dimension("place", dict.fromkeys(codes, 1.0), _place_fits),
        Dimension("place_type", assumed["place_type"], _place_type_fits(assumed["online_places"])),
        Dimension("scope", assumed["scope"], _scope_fits(assumed["urban_since"])),
        Dimension("right_violated", assumed["right_violated"], _violated_fits(assumed["violated_right_in"])),
        Dimension("close", assumed["close"]),
    ]


def _form_fits(assumed: Mapping[str, Any]) -> Fits:
    def fits(rows: pd.DataFrame, code: str) -> Mask:
        if code in assumed["personal"]:
            return _mask(rows["kind"].isin(PERSON))
        if code in assumed["institutional"]:
            return _mask(rows["kind"].isin(INSTITUTION))
        return _everywhere(rows)

    return fits


def _channel_fits(online: Sequence[str]) -> Fits:
    return lambda rows, code: _everywhere(rows) if code == "offline" else _mask(rows["form"].isin(online))


def _perpetrator_fits(rows: pd.DataFrame, code: str) -> Mask:
    """Who is known from a screen only attacks through one."""
    return _mask(rows["channel"] != "offline") if ONLINE in code else _everywhere(rows)


def _place_type_fits(online_places: Sequence[str]) -> Fits:
    """What happened online has a place there; what happened both ways can have either."""

    def fits(rows: pd.DataFrame, code: str) -> Mask:
        return _mask(rows["channel"] != ("offline" if code in online_places else "digital"))

    return fits


def _place_fits(rows: pd.DataFrame, code: str) -> Mask:
    return _mask(rows["country"] == code[:2])


def _scope_fits(urban_since: dt.date) -> Fits:
    early = urban_since.toordinal()
    return lambda rows, code: _mask(rows["first"] >= early) if code == "urban" else _everywhere(rows)


def _violated_fits(countries: Sequence[str]) -> Fits:
    return lambda rows, code: _mask(rows["country"].isin(countries)) | (code == "other")


def _trait_fits(stated: Sequence[Mapping[str, Any]]) -> Fits:
    """A trait stands in the row where a figure counts it; elsewhere it follows from the person."""

    def fits(rows: pd.DataFrame, code: str) -> Mask:
        single = _mask(rows["kind"].isin(PERSON))
        return single & _stated(rows, code, stated) if code else ~(single & _stated(rows, "other", stated))

    return fits


def _stated(rows: pd.DataFrame, code: str, stated: Sequence[Mapping[str, Any]]) -> Mask:
    """Rows in which a figure counts ``code``; for any other code, rows in which a figure counts some trait."""
    entries = [each for each in stated if code in _codes(each)] or stated
    matches = np.zeros(len(rows), dtype=bool)
    for entry in entries:
        since, before = entry["since"], entry.get("before", dt.date.max)
        days = (rows["first"] >= since.toordinal()) & (rows["first"] < before.toordinal())
        matches |= _mask((rows["country"] == entry["country"]) & days)
    return matches


def _codes(entry: Mapping[str, Any]) -> set[str]:
    return {*entry.get("occupation", ()), *entry.get("role", ())}


def _everywhere(rows: pd.DataFrame) -> Mask:
    return np.ones(len(rows), dtype=bool)


def _mask(column: pd.Series) -> Mask:
    return np.asarray(column, dtype=bool)
