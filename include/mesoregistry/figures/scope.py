"""A scope: the attacks that a figure counts, and the text of a filter as the published figures write it."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

WIDENS = "eligible"  # the filter that adds people in place of leaving some out
GROUPED = {"form_group": "form", "perpetrator_group": "perpetrator"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: countries, days of the event, and codes by dimension (``or`` within, ``and`` between).

    ``both`` holds profiles in each of which a defender was attacked. ``month`` keeps one month of each year.
    ``also`` holds the codes of a dimension that is filtered twice, as where the numerator of a share and its base
    filter the same one: both conditions must hold.
    """

    countries: tuple[str, ...]
    first: dt.date
    last: dt.date
    codes: Mapping[str, tuple[str, ...]]
    both: tuple[str, ...] = ()
    month: int | None = None
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def lies_in(self, other: Scope) -> bool:
        """Whether its countries, days and month of the year are among those of ``other``."""
        return (
            other.first <= self.first
            and self.last <= other.last
            and other.month in (None, self.month)
            and set(self.countries) <= set(other.countries)
        )

    def is_part_of(self, other: Scope) -> bool:
        """Whether every attack in it is in ``other``; equal scopes are parts of each other."""
        if not self.lies_in(other) or (WIDENS in self.codes) != (WIDENS in other.codes):
            return False
        if self.both != other.both or self.also != other.also:
            return False
        return all(
            name in self.codes and set(self.codes[name]) <= set(other.codes[name]) for name in other.codes
        )

    def without_codes(self) -> Scope:
        """The same countries and days, every code."""
        return replace(self, codes={}, both=(), also={})


@lru_cache(maxsize=4)
def groups(seeds: Path) -> Mapping[str, tuple[str, ...]]:
    """The codes of every published group of ``code_list.csv``, by ``<list>_group=<group>``."""
    codes_by_group: dict[str, list[str]] = {}
    with (seeds / "code_list.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for group in row["published_group"].split():
                codes_by_group.setdefault(f"{row['list']}_group={group}", []).append(row["code"])
    return {key: tuple(codes) for key, codes in codes_by_group.items()}


def narrowed(scope: Scope, filter_text: str, group: Mapping[str, tuple[str, ...]]) -> Scope:
    """``scope`` held to a filter as the figures write it, like ``month=03 form_group=threats``.

    Raises:
        ValueError: a part that is not ``dimension=code``, or a dimension that is filtered three times.
    """
    for part in filter_text.split():
        dimension, equals, text = part.partition("=")
        if not equals:
            raise ValueError(f"{part!r} is not dimension=code")
        scope = _narrowed_by(scope, dimension, text, group)
    return scope


def _narrowed_by(scope: Scope, dimension: str, text: str, group: Mapping[str, tuple[str, ...]]) -> Scope:
    match dimension:
        case "countries":
            return replace(scope, countries=tuple(text.split("+")))
        case "from":
            return replace(scope, first=dt.date.fromisoformat(text))
        case "to":
            return replace(scope, last=dt.date.fromisoformat(text))
        case "month":
            return replace(scope, month=int(text))
    if "*" in text:
        return replace(scope, both=tuple(text.split("*")))
    for name, codes in _codes(dimension, text.split("+"), group).items():
        scope = _with_codes(scope, name, codes)
    return scope


def _with_codes(scope: Scope, name: str, codes: tuple[str, ...]) -> Scope:
    """``scope`` with one more condition; one that the dimension had before goes on to hold."""
    if name in scope.also:
        raise ValueError(f"{name} is filtered three times")
    also = {**scope.also, name: scope.codes[name]} if name in scope.codes else scope.also
    return replace(scope, codes={**scope.codes, name: codes}, also=also)


def _codes(
    dimension: str, named: list[str], group: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    if dimension not in GROUPED:
        return {dimension: tuple(named)}
    keys = [f"{dimension}={name}" for name in named]
    if any(key not in group for key in keys):  # a group of another registry's own list
        return {dimension: tuple(named)}
    return {GROUPED[dimension]: tuple(code for key in keys for code in group[key])}
