"""What is said of each attack: right, form, perpetrators, channel and the rest, one dimension after another.

Rows that no figure of a dimension tells apart are one class; an integer program says how many rows of a class
get each code; which row gets which is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.figures.scope import Scope
from mesoregistry.synthetic.decade.classes import classes, members
from mesoregistry.synthetic.decade.membership import ORGANISATIONS, Mask, counted, numerator
from mesoregistry.synthetic.decade.solve import Numbers, Sum, solve
from mesoregistry.synthetic.decade.targets import at_least, targets

COUNTS = frozenset({"attacks", "share_of_attacks", "growth_of_attacks", "difference_of_attacks"})
MENTIONS = {
    "perpetrator": frozenset({"share_of_perpetrators", "share_of_identified_perpetrators"}),
    "close": frozenset({"share_of_close_people"}),
}
ROOM_ONLY = ORGANISATIONS
UNKNOWN = frozenset({"unknown_physical", "unknown_virtual"})
SYNONYMS = {"close_people": "close", "close_relation": "close", "violation": "form"}
"""Filter dimensions that another column decides."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column to decide: its codes, how usual each is, and where a code cannot be.

    A code with ``+`` is several at once. ``fits`` gives, for the rows of a class, which codes may be.
    """

    name: str
    usual: Mapping[str, float]
    fits: Callable[[pd.DataFrame, str], Mask] | None = None

    @property
    def codes(self) -> list[str]:
        return list(self.usual)


def decide(
    rows: pd.DataFrame,
    dimension: Dimension,
    figures: Sequence[PublishedFigure],
    decided: Mapping[str, str],
    assumed: Mapping[str, Any],
    rng: np.random.Generator,
) -> tuple[pd.Series, dict[str, float]]:
    """A code for every row, and the figures that could not be met.

    Args:
        decided: the columns already there, by filter dimension.
    """
    mine = [f for f in figures if _asks(f, dimension.name)]
    fits = _fitting(rows, dimension)
    masks = [mask for f in mine for mask in (numerator(rows, f, decided), counted(rows, f, f.base, decided))]
    first, label = classes(np.vstack([*masks, *fits.T]))
    sizes = np.bincount(label)
    unknowns = _Unknowns(dimension, sizes, fits[first])
    sums: list[Sum] = []
    for at, figure in enumerate(mine):
        sums += _sums(
            figure, dimension, unknowns, masks[2 * at][first], masks[2 * at + 1][first], decided, assumed
        )
    found = solve(unknowns.expected, unknowns.most, sums, unknowns.closed())
    return _dealt(rows, label, found.x.reshape(len(sizes), -1), dimension.codes, rng), found.missed


class _Unknowns:
    """How many rows of a class have a code: classes × codes, in one row."""

    def __init__(self, dimension: Dimension, sizes: Any, fits: Mask) -> None:
        weight = np.array(list(dimension.usual.values())) * fits
        share = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-12)
        self.shape = fits.shape
        self.expected: Numbers = (share * sizes[:, None]).ravel()
        self.most: Numbers = (fits * sizes[:, None]).ravel().astype(float)
        self.sizes = sizes

    def closed(self) -> list[Sum]:
        """Every row has a code."""
        sums = []
        for k, size in enumerate(self.sizes):
            weights = np.zeros(self.shape)
            weights[k] = 1
            sums.append(Sum(f"class {k}", weights.ravel(), float(size), float(size)))
        return sums

    def spread(self, mask: Mask, weights: Numbers) -> Numbers:
        return np.outer(mask.astype(float), weights).ravel()


def _asks(figure: PublishedFigure, name: str) -> bool:
    if figure.measure not in COUNTS | {ROOM_ONLY} | MENTIONS.get(name, frozenset()):
        return False
    used = {*figure.scope.codes, *figure.base.codes}
    return name in {SYNONYMS.get(d, d) for d in used} or (name == "form" and "channel" in used)


def _sums(
    figure: PublishedFigure,
    dimension: Dimension,
    unknowns: _Unknowns,
    top: Mask,
    base: Mask,
    decided: Mapping[str, str],
    assumed: Mapping[str, Any],
) -> list[Sum]:
    mentions = figure.measure not in COUNTS | {ROOM_ONLY}
    identified = figure.measure == "share_of_identified_perpetrators"
    above = unknowns.spread(top, _weights(dimension, figure.scope, mentions, identified, assumed))
    below = unknowns.spread(base, _weights(dimension, figure.base, mentions, identified, assumed))
    later = figure.measure == ROOM_ONLY or _later(figure, dimension.name, decided)
    return at_least(figure, above, below) if later else targets(figure, above, below)


def _later(figure: PublishedFigure, name: str, decided: Mapping[str, str]) -> bool:
    """Whether a dimension of the figure is decided after this one."""
    known = {*decided, name, "profile", "source", "eligible", "target"}
    return any(
        d not in known and SYNONYMS.get(d) != name for s in (figure.scope, figure.base) for d in s.codes
    )


def _weights(
    dimension: Dimension, scope: Scope, mentions: bool, identified: bool, assumed: Mapping[str, Any]
) -> Numbers:
    """How much a row with each code counts: once, or as often as it mentions somebody who is meant."""
    wanted = _wanted(dimension.name, scope, assumed)
    out = []
    for code in dimension.codes:
        said = [part for part in code.split("+") if part and not (identified and part in UNKNOWN)]
        meant = [part for part in said if wanted is None or part in wanted]
        if mentions:
            out.append(float(len(meant)))
        else:
            out.append(float(wanted is None or bool(meant)))
    return np.array(out)


def _wanted(name: str, scope: Scope, assumed: Mapping[str, Any]) -> frozenset[str] | None:
    """The codes of this dimension that a scope asks for; ``None`` when it does not ask."""
    asked: frozenset[str] | None = None
    for dimension, codes in scope.codes.items():
        if dimension == "violation" and name == "form":
            here = frozenset(form for code in codes for form in assumed["violation"][code])
        elif dimension == "channel" and name == "form":
            here = frozenset(assumed["online"])
        elif dimension == "close_people" and name == "close":
            here = frozenset({"child", "parent", "partner", "sibling", "colleague"})
        elif SYNONYMS.get(dimension, dimension) == name:
            here = frozenset(codes)
        else:
            continue
        asked = here if asked is None else asked & here
    return asked


def _fitting(rows: pd.DataFrame, dimension: Dimension) -> Mask:
    if dimension.fits is None:
        return np.ones((len(rows), len(dimension.codes)), dtype=bool)
    return np.column_stack([dimension.fits(rows, code) for code in dimension.codes])


def _dealt(rows: pd.DataFrame, label: Any, x: Any, codes: list[str], rng: np.random.Generator) -> pd.Series:
    """Codes dealt at random to the rows of each class."""
    dealt = np.empty(len(rows), dtype=object)
    names = np.array(codes, dtype=object)
    for inside, counts in zip(members(label, len(x)), x, strict=True):
        hand = np.repeat(names, counts)
        rng.shuffle(hand)
        dealt[inside] = hand
    return pd.Series(dealt, index=rows.index)
