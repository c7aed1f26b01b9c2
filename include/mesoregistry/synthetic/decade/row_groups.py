"""Groups of rows that no figure about persons distinguishes, and the patterns of groups one person can be in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.synthetic.decade.membership import PERSON, Mask
from mesoregistry.synthetic.decade.row_classes import classes, members

KILLING = frozenset({"killing", "femicide", "transfemicide"})
NO_TRAIT = "|"
MOST_ATTACKS = 16
"""Of a group, for each of its persons: nobody has hundreds. Of organisations few are attacked often, as published."""
Pattern = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Equal rows.

    ``rows``: their positions. ``trait``: ``occupation|role`` of the person there. ``most`` and ``least``: how many
    persons the rows can hold. ``killings``: how many of the rows are killings.
    """

    rows: Any
    country: str
    kind: str
    trait: str
    most: int
    least: int
    killings: int


def group_rows(
    rows: pd.DataFrame, masks: Sequence[Mask], kinds: Sequence[str], unnamed: Mask, named_members: int
) -> list[RowGroup]:
    """The groups of the rows of some kinds; ``unnamed`` rows name nobody."""
    selected = (rows["kind"].isin(kinds) & ~unnamed).to_numpy()
    trait = (rows["occupation"] + "|" + rows["role"]).where(rows["kind"].isin(["individual"]), NO_TRAIT)
    keys = [
        rows["country"].astype("category").cat.codes.to_numpy(np.uint8),
        rows["kind"].astype("category").cat.codes.to_numpy(np.uint8),
        trait.astype("category").cat.codes.to_numpy(np.uint8),
        *np.packbits(np.vstack(masks), axis=0),
    ]
    positions = np.flatnonzero(selected)
    first, label = classes(np.vstack(keys)[:, selected])
    return [
        _group(rows, positions[equal], trait.iat[example], named_members)
        for example, equal in zip(positions[first], members(label, len(first)), strict=True)
    ]


def _group(rows: pd.DataFrame, inside: Any, trait: str, named_members: int) -> RowGroup:
    country, kind = (rows[name].iat[inside[0]] for name in ("country", "kind"))
    if kind == "collective":
        return RowGroup(inside, country, kind, trait, len(inside) * named_members, 0, 0)
    killings = int(rows["form"].iloc[inside].isin(KILLING).sum())
    most_attacks = MOST_ATTACKS if kind in PERSON else len(inside)
    least = killings + -(-(len(inside) - killings) // most_attacks)
    return RowGroup(inside, country, kind, trait, len(inside), least, killings)


def patterns(groups: Sequence[RowGroup]) -> list[Pattern]:
    """Every group alone, and every two of one country in which a person can be the same."""
    single: list[Pattern] = [(index,) for index in range(len(groups))]
    return single + [
        (a, b)
        for a, b in combinations(range(len(groups)), 2)
        if groups[a].country == groups[b].country and _agree(groups[a].trait, groups[b].trait)
    ]


def _agree(trait: str, other: str) -> bool:
    return trait == other or NO_TRAIT in {trait, other}
