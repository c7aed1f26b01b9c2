"""Persons who turn out to be others, until the last published count of persons comes out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.synthetic.decade.membership import counted
from mesoregistry.synthetic.decade.row_groups import KILLING


def merged_persons(
    rows: pd.DataFrame,
    targets: list[list[int]],
    figure: PublishedFigure,
    merged: Mapping[str, Any],
    rng: np.random.Generator,
) -> dict[int, tuple[int, dt.date]]:
    """For each person who is another: that other, and the day on which it became known.

    Args:
        merged: ``countries`` in the order of preference, ``before`` which day all her attacks are, and
            the day on which it becomes known (``known_on``).
    """
    mask = counted(rows, figure, figure.scope, {})
    everybody = {p for row in np.flatnonzero(mask) for p in targets[row]}
    too_many = len(everybody) - int(figure.value)
    events = _events(rows, targets)
    renamed: dict[int, tuple[int, dt.date]] = {}
    for country in merged["countries"]:
        candidates = _only_early(rows, targets, country, merged["before"])
        chosen = [
            int(p) for p in rng.permutation(candidates)[: min(too_many - len(renamed), len(candidates) // 2)]
        ]
        stay = sorted(set(candidates) - set(chosen))
        for person in chosen:
            # no event gets one person twice
            other = int(rng.choice([p for p in stay if not events[p] & events[person]]))
            events[other] |= events[person]
            renamed[person] = (other, merged["known_on"])
    return renamed


def _events(rows: pd.DataFrame, targets: list[list[int]]) -> dict[int, set[int]]:
    """The events of each person."""
    events: dict[int, set[int]] = defaultdict(set)
    for event, of_row in zip(rows["event"], targets, strict=True):
        for person in of_row:
            events[person].add(event)
    return events


def _only_early(rows: pd.DataFrame, targets: list[list[int]], country: str, before: dt.date) -> list[int]:
    """Living persons all of whose rows are of one country and before a day."""
    early = (rows["country"] == country) & (rows["first"] < before.toordinal())
    inside = (early & ~rows["form"].isin(KILLING)).to_numpy()
    elsewhere = {p for row in np.flatnonzero(~inside) for p in targets[row]}
    return sorted({p for row in np.flatnonzero(inside) for p in targets[row]} - elsewhere)
