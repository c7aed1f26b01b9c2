"""The sums of the integer program for one dimension: how much each code counts for each published figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.definitions import definitions
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.figures.scope import Scope
from mesoregistry.synthetic.decade.figure_sums import exact_sums, room_sums
from mesoregistry.synthetic.decade.highs import Numbers
from mesoregistry.synthetic.decade.integer_program import Sum
from mesoregistry.synthetic.decade.membership import ORGANISATIONS, Mask

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

    A code with ``+`` is several at once. ``fits`` gives, for the rows of a class, which codes may be. Rows that
    share ``block`` (a column of numbers) have the same code, as far as the sums allow.
    """

    name: str
    usual: Mapping[str, float]
    fits: Callable[[pd.DataFrame, str], Mask] | None = None
    block: str = "event"

    @property
    def codes(self) -> list[str]:
        return list(self.usual)


class Unknowns:
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


@lru_cache(maxsize=32)
def forms_of_violation(code: str) -> frozenset[str]:
    """The forms that a source's own type is counted as (``figures/dimensions.yml``)."""
    return frozenset(re.findall(r"'(\w+)'", definitions().dimensions["violation"].cases[code]))


def concerns(figure: PublishedFigure, name: str) -> bool:
    """Whether a figure says anything about the dimension ``name``."""
    if figure.measure not in COUNTS | {ROOM_ONLY} | MENTIONS.get(name, frozenset()):
        return False
    used = {*figure.scope.codes, *figure.base.codes}
    return name in {SYNONYMS.get(d, d) for d in used} or (name == "form" and "channel" in used)


def dimension_sums(
    figure: PublishedFigure,
    dimension: Dimension,
    unknowns: Unknowns,
    top: Mask,
    base: Mask,
    decided: Mapping[str, str],
    assumed: Mapping[str, Any],
) -> list[Sum]:
    """The sums of one figure; ``top`` and ``base``: the classes of rows it counts and compares with."""
    mentions = figure.measure not in COUNTS | {ROOM_ONLY}
    identified = figure.measure == "share_of_identified_perpetrators"
    above = unknowns.spread(top, _weights(dimension, figure.scope, mentions, identified, assumed))
    below = unknowns.spread(base, _weights(dimension, figure.base, mentions, identified, assumed))
    later = figure.measure == ROOM_ONLY or _later(figure, dimension.name, decided)
    return room_sums(figure, above, below) if later else exact_sums(figure, above, below)


def _later(figure: PublishedFigure, name: str, decided: Mapping[str, str]) -> bool:
    """Whether a dimension of the figure is decided after this one."""
    known = {*decided, name, "profile", "source", "eligible", "target"}
    return any(
        d not in known and SYNONYMS.get(d) != name for s in (figure.scope, figure.base) for d in s.codes
    )


def _weights(
    dimension: Dimension, scope: Scope, mentions: bool, identified: bool, assumed: Mapping[str, Any]
) -> Numbers:
    """How much a row with each code counts: once, or as often as it names somebody whom the figure counts."""
    wanted = _wanted(dimension.name, scope, assumed)
    out = []
    for code in dimension.codes:
        named = [part for part in code.split("+") if part and not (identified and part in UNKNOWN)]
        counted = [part for part in named if wanted is None or part in wanted]
        if mentions:
            out.append(float(len(counted)))
        else:
            out.append(float(wanted is None or bool(counted)))
    return np.array(out)


def _wanted(name: str, scope: Scope, assumed: Mapping[str, Any]) -> frozenset[str] | None:
    """The codes of this dimension that a scope asks for; ``None`` when it does not ask."""
    wanted: frozenset[str] | None = None
    for dimension, codes in scope.codes.items():
        if dimension == "violation" and name == "form":
            matching = frozenset(form for code in codes for form in forms_of_violation(code))
        elif dimension == "channel" and name == "form":
            matching = frozenset(assumed["online"])
        elif dimension == "close_people" and name == "close":
            matching = frozenset(code for code in assumed["close"] if code)
        elif SYNONYMS.get(dimension, dimension) == name:
            matching = frozenset(codes)
        else:
            continue
        wanted = matching if wanted is None else wanted & matching
    return wanted
