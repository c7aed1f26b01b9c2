"""Persons in the rows of their atoms: most are attacked once, a few often; who was killed, once and last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.synthetic.decade.atoms import KILLING, MEMBERS, Atom
from mesoregistry.synthetic.decade.attacks import apportion

LIKE = ["first", "known_from", "right", "perpetrator", "place", "gender_component", "channel"]


def seated(
    rows: pd.DataFrame,
    found: Sequence[Atom],
    shapes: Sequence[tuple[int, ...]],
    counts: Any,
    rng: np.random.Generator,
) -> tuple[list[list[int]], pd.DataFrame]:
    """Persons in their rows.

    Returns:
        For each row the numbers of its persons; and a person a row, with her country and what she is.
    """
    numbers = np.repeat(np.arange(len(shapes)), counts).tolist()
    inside: list[list[int]] = [[] for _ in found]
    country, trait = [], []
    for person, p in enumerate(numbers):
        shape = shapes[p]
        country.append(found[shape[0]].country)
        trait.append(next((found[a].trait for a in shape if found[a].trait != "|"), "|"))
        for a in shape:
            inside[a].append(person)
    alone = {person for person, p in enumerate(numbers) if len(shapes[p]) == 1}
    targets: list[list[int]] = [[] for _ in range(len(rows))]
    for atom, persons in zip(found, inside, strict=True):
        _seat(rows, atom, persons, alone, targets, rng)
    return targets, pd.DataFrame({"country": country, "trait": trait})


def _seat(
    rows: pd.DataFrame,
    atom: Atom,
    persons: list[int],
    alone: set[int],
    targets: list[list[int]],
    rng: np.random.Generator,
) -> None:
    """Like rows stand together, so that one person (or group) has several forms of one event."""
    order = rows.iloc[atom.rows].sort_values(LIKE, kind="stable").index.to_numpy()
    if atom.kind == "collective":
        _seat_groups(order, persons, targets, rng)
        return
    killed = [r for r in order if rows["form"].iat[r] in KILLING]
    free = [p for p in persons if p in alone]
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
    many = 1 + apportion(weights, len(rest) - len(left))
    for row, person in zip(rest, np.repeat(np.array(left), many), strict=True):
        targets[row] = [int(person)]


def _seat_groups(order: Any, persons: list[int], targets: list[list[int]], rng: np.random.Generator) -> None:
    """Named members over the collective attacks of an atom: none in most, some in others."""
    if not persons:
        return
    pool = np.array(persons)
    rng.shuffle(pool)
    groups = min(len(order), max(1, -(-len(pool) // MEMBERS), min(len(order) // 4, len(pool) // 2)))
    parts = np.array_split(pool, groups)
    places = np.sort(rng.choice(len(order), size=groups, replace=False))
    for place, part in zip(places, parts, strict=True):
        targets[order[place]] = [int(person) for person in part]
