"""Rows of a group that have one target: the forms of one event against one person, a collective or an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.synthetic.decade.row_groups import KILLING

Unit = list[int]
ORDER = ("place", "right")
"""The units of one person are alike in these."""


def units_of(rows: pd.DataFrame, positions: Any, rng: np.random.Generator) -> tuple[list[Unit], list[Unit]]:
    """Units as positions of rows: first each killing alone, then the others in the order in which persons get them.

    The second persons of events come after all the first ones, so that no event has one person twice.
    """
    selected = rows.iloc[positions]
    killings = selected["form"].isin(KILLING).to_numpy()
    ordered = selected.loc[~killings, ["event", "person_block", *ORDER]].assign(position=positions[~killings])
    ordered["drawn"] = rng.random(len(ordered))
    first = ordered.drop_duplicates("person_block").copy()
    first["seat"] = first.groupby("event").cumcount()
    numbers = first.sort_values(["seat", *ORDER, "drawn"])["person_block"]
    by_block = ordered.groupby("person_block", sort=False)["position"].agg(list)
    return [[int(row)] for row in positions[killings]], by_block.loc[numbers].tolist()


def split_units(units: Sequence[Unit], persons: int) -> list[Unit]:
    """At least ``persons`` units: where there are fewer, the rows of some become a unit each."""
    short = persons - len(units)
    parts: list[Unit] = []
    for unit in units:
        pieces = min(len(unit) - 1, max(short, 0))
        parts += [[row] for row in unit[:pieces]] + [unit[pieces:]]
        short -= pieces
    return parts
