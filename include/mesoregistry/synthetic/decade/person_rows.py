"""Persons in the events of their groups: most are attacked once, a few often; who was killed, once and last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.synthetic.decade.row_classes import apportion
from mesoregistry.synthetic.decade.row_groups import NO_TRAIT, Pattern, RowGroup
from mesoregistry.synthetic.decade.row_units import split_units, units_of

SPREAD = 0.7
"""Of the lognormal number of times a person is attacked."""
AGAIN = 0.5
"""Collective attacks on members who were named before, for each on some who were not."""


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
        killed, units = units_of(rows, group.rows, rng)
        if group.kind == "collective":
            members = _collectives(len(units), persons, named_members, rng)
            pairs = list(zip(units, members, strict=True))
        else:
            units = split_units(units, len(persons) - len(killed))
            chosen = _each_once(len(killed), len(units), persons, single, rng)
            pairs = [(unit, [person]) for unit, person in zip([*killed, *units], chosen, strict=True)]
        for unit, members_of_unit in pairs:
            for row in unit:
                targets[row] = members_of_unit.copy()
    return targets


def _each_once(
    killed: int, units: int, persons: list[int], single: set[int], rng: np.random.Generator
) -> list[int]:
    """One person for each killing, who is in nothing else, and then one for each unit: most once, a few often."""
    gone = [p for p in persons if p in single][:killed]
    if len(gone) < killed:
        raise ValueError("more killings than persons")
    left = np.array([p for p in persons if p not in set(gone)], dtype=int)
    if not units:
        return gone
    times = 1 + apportion(rng.lognormal(0.0, SPREAD, len(left)), units - len(left))
    return gone + np.repeat(left, times).tolist()


def _collectives(
    units: int, persons: list[int], named_members: int, rng: np.random.Generator
) -> list[list[int]]:
    """Named members of the collective attacks of a group: none in most, some in others, and some of them again."""
    members: list[list[int]] = [[] for _ in range(units)]
    if not persons:
        return members
    pool = rng.permutation(persons)
    many = max(1, -(-len(pool) // named_members), min(units // 4, len(pool) // 2))
    places = rng.permutation(units)
    for unit, part in zip(places, np.array_split(pool, min(units, many)), strict=False):
        members[unit] = [int(person) for person in part]
    for unit in places[many : many + round(many * AGAIN)]:
        several = min(len(pool), int(rng.integers(1, named_members + 1)))
        members[unit] = [int(person) for person in rng.choice(pool, size=several, replace=False)]
    return members
