"""Persons in the rows of their groups: most are attacked once, a few often; who was killed, once and last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.synthetic.decade.row_classes import apportion
from mesoregistry.synthetic.decade.row_groups import KILLING, NO_TRAIT, Pattern, RowGroup

SIMILAR = ["first", "known_from", "right", "perpetrator", "place", "gender_component", "channel"]


def assign_persons(
    rows: pd.DataFrame,
    groups: Sequence[RowGroup],
    shapes: Sequence[Pattern],
    counts: Any,
    named_members: int,
    rng: np.random.Generator,
) -> tuple[list[list[int]], pd.DataFrame]:
    """Number the persons of each pattern and give them rows.

    Returns:
        For each row the numbers of its persons; and a person a row, with her country and trait.
    """
    numbers = np.repeat(np.arange(len(shapes)), counts).tolist()
    inside: list[list[int]] = [[] for _ in groups]
    country, trait = [], []
    for person, p in enumerate(numbers):
        shape = shapes[p]
        country.append(groups[shape[0]].country)
        trait.append(next((groups[g].trait for g in shape if groups[g].trait != NO_TRAIT), NO_TRAIT))
        for g in shape:
            inside[g].append(person)
    single = {person for person, p in enumerate(numbers) if len(shapes[p]) == 1}
    targets = _fill(rows, groups, inside, single, named_members, rng)
    return targets, pd.DataFrame({"country": country, "trait": trait})


def _fill(
    rows: pd.DataFrame,
    groups: Sequence[RowGroup],
    inside: Sequence[list[int]],
    single: set[int],
    named_members: int,
    rng: np.random.Generator,
) -> list[list[int]]:
    """The persons of each row, group by group. ``inside``: the persons of each group."""
    targets: list[list[int]] = [[] for _ in range(len(rows))]
    for group, persons in zip(groups, inside, strict=True):
        # similar rows stand together, so that one person (or collective) has several forms of one event
        order = rows.iloc[group.rows].sort_values(SIMILAR, kind="stable").index.to_numpy()
        if group.kind == "collective":
            _fill_collectives(order, persons, named_members, targets, rng)
        else:
            _fill_single(rows, order, persons, single, targets, rng)
    return targets


def _fill_single(
    rows: pd.DataFrame,
    order: Any,
    persons: list[int],
    single: set[int],
    targets: list[list[int]],
    rng: np.random.Generator,
) -> None:
    """One person for each row; who was killed is in no other row."""
    killed = [r for r in order if rows["form"].iat[r] in KILLING]
    free = [p for p in persons if p in single]
    for row, person in zip(killed, free[: len(killed)], strict=True):
        targets[row] = [person]
    taken = set(free[: len(killed)])
    left = [p for p in persons if p not in taken]
    rest = [r for r in order if not targets[r]]
    if not rest:
        return
    if not left:
        left = free[:1]
    # most are attacked once, a few often
    weights = rng.lognormal(0.0, 1.0, len(left))
    times = 1 + apportion(weights, len(rest) - len(left))
    for row, person in zip(rest, np.repeat(np.array(left), times), strict=True):
        targets[row] = [int(person)]


def _fill_collectives(
    order: Any, persons: list[int], named_members: int, targets: list[list[int]], rng: np.random.Generator
) -> None:
    """Named members of the collective attacks of a group: none in most, some in others."""
    if not persons:
        return
    pool = np.array(persons)
    rng.shuffle(pool)
    many = max(1, -(-len(pool) // named_members), min(len(order) // 4, len(pool) // 2))
    collectives = min(len(order), many)
    parts = np.array_split(pool, collectives)
    chosen = np.sort(rng.choice(len(order), size=collectives, replace=False))
    for index, part in zip(chosen, parts, strict=True):
        targets[order[index]] = [int(person) for person in part]
