"""Atoms and patterns: how many persons appear where, so that the distinct ones come out as published.

Rows that no figure about persons tells apart are an *atom*. A person has a *pattern*: the atoms in which she
appears. How many persons have each pattern is an integer program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.synthetic.decade.classes import classes, members
from mesoregistry.synthetic.decade.membership import Mask
from mesoregistry.synthetic.decade.solve import Numbers, Sum, solve

MEMBERS = 6  # of a collective attack that are named, at most
KILLING = frozenset({"killing", "femicide", "transfemicide"})


@dataclass(frozen=True, slots=True)
class Atom:
    """Equal rows: which of them, how many targets they have room for, and what she is there (or nothing)."""

    rows: Any
    country: str
    kind: str
    trait: str
    room: int
    least: int
    killings: int


def atoms(rows: pd.DataFrame, masks: Sequence[Mask], kinds: Sequence[str], unnamed: Mask) -> list[Atom]:
    """The atoms of the rows of some kinds; ``unnamed`` rows name nobody."""
    mine = (rows["kind"].isin(kinds) & ~unnamed).to_numpy()
    trait = (rows["occupation"] + "|" + rows["role"]).where(rows["kind"].isin(["individual"]), "|")
    keys = [
        rows["country"].astype("category").cat.codes.to_numpy(np.uint8),
        rows["kind"].astype("category").cat.codes.to_numpy(np.uint8),
        trait.astype("category").cat.codes.to_numpy(np.uint8),
        *np.packbits(np.vstack(masks), axis=0),
    ]
    table = np.vstack(keys)[:, mine]
    where = np.flatnonzero(mine)
    first, label = classes(table)
    found = []
    for one, alike in zip(where[first], members(label, len(first)), strict=True):
        inside = where[alike]
        kind = rows["kind"].iat[one]
        collective = kind == "collective"
        killings = 0 if collective else int(rows["form"].iloc[inside].isin(KILLING).sum())
        found.append(
            Atom(
                inside, rows["country"].iat[one], kind, trait.iat[one],
                len(inside) * (MEMBERS if collective else 1), 0 if collective else 1, killings,
            )
        )  # fmt: skip
    return found


def patterns(found: Sequence[Atom]) -> list[tuple[int, ...]]:
    """Every atom alone, and every two of one country in which she can be the same."""
    alone: list[tuple[int, ...]] = [(at,) for at in range(len(found))]
    return alone + [
        (one, two)
        for one, two in combinations(range(len(found)), 2)
        if found[one].country == found[two].country and _agree(found[one].trait, found[two].trait)
    ]


def _agree(one: str, two: str) -> bool:
    return one == two or "|" in {one, two}


def decide(
    found: Sequence[Atom],
    shapes: Sequence[tuple[int, ...]],
    figures: Sequence[tuple[PublishedFigure, Sequence[Mask]]],
    more: Sequence[tuple[str, Mask, float, float]],
    usual: float,
) -> tuple[Any, dict[str, float]]:
    """How many persons have each pattern, and the figures that could not be met.

    Args:
        figures: each with the rows in every one of which kind she must appear (one mask, or one a profile).
        more: sums that follow from shares: name, rows, least and most persons.
        usual: persons a row where nothing is published.
    """
    incidence = np.zeros((len(found), len(shapes)), dtype=bool)
    for p, shape in enumerate(shapes):
        incidence[list(shape), p] = True
    sums = [
        Sum(figure.id, _touching(found, incidence, masks), float(figure.value), float(figure.value))
        for figure, masks in figures
    ]
    sums += [Sum(name, _touching(found, incidence, [mask]), least, most) for name, mask, least, most in more]
    hard = [
        Sum(f"atom {a}", incidence[a].astype(float), float(max(atom.least, 0)), float(atom.room))
        for a, atom in enumerate(found)
    ]
    for a, atom in enumerate(found):
        if atom.killings:
            weights = np.zeros(len(shapes))
            weights[a] = 1
            hard.append(Sum(f"killed {a}", weights, float(atom.killings), np.inf))
    expected = np.zeros(len(shapes))
    expected[: len(found)] = [usual * len(atom.rows) for atom in found]
    costs = np.where(np.arange(len(shapes)) < len(found), 0.02, 0.03)
    done = solve(expected, np.full(len(shapes), np.inf), sums, hard, costs)
    return done.x, done.missed


def _touching(found: Sequence[Atom], incidence: Mask, masks: Sequence[Mask]) -> Numbers:
    """1 for each pattern that appears in rows of every mask."""
    touched = np.ones(incidence.shape[1], dtype=bool)
    for mask in masks:
        inside = np.array([bool(mask[atom.rows[0]]) for atom in found])
        touched &= incidence[inside].any(axis=0) if inside.any() else False
    return touched.astype(float)
