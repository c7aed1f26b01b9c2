"""The published figures: each with its own period, countries, filter, base, rounding and vintage.

They come from the seed ``published_figure.csv``; codes of a group from ``code_list.csv``.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

GROUPED = {"form_group": "form", "perpetrator_group": "perpetrator"}
SHARES = frozenset(
    {"share_of_attacks", "share_of_perpetrators", "share_of_identified_perpetrators", "share_of_defenders",
     "share_of_close_people"}
)  # fmt: skip
APPROXIMATELY, GROWTH_APPROXIMATELY = Decimal(3), Decimal(50)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: countries, days of the event, and codes by dimension (``or`` within, ``and`` between).

    ``both`` holds profiles in each of which a defender was attacked. ``month`` keeps one month of each year.
    """

    countries: tuple[str, ...]
    first: dt.date
    last: dt.date
    codes: Mapping[str, tuple[str, ...]]
    both: tuple[str, ...] = ()
    month: int | None = None

    def without_codes(self) -> Scope:
        return replace(self, codes={}, both=())


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A number as it was printed. ``base`` is what a share or a growth is taken of."""

    id: str
    label: Mapping[str, str]
    scope: Scope
    base: Scope
    measure: str
    value: Decimal
    unit: str
    rounding: int
    as_known_on: dt.date
    source_url: str
    certainty: str
    note: str

    @property
    def is_lower_bound(self) -> bool:
        return self.note.startswith("min:")

    @property
    def is_approximate(self) -> bool:
        return self.note.startswith("approx:")

    @property
    def tolerance(self) -> Decimal:
        """How far a computed value may lie from the printed one, both ends included."""
        if self.is_approximate:
            return GROWTH_APPROXIMATELY if self.measure == "growth_of_attacks" else APPROXIMATELY
        if self.unit == "percent":
            return Decimal("0.5").scaleb(-self.rounding)
        return Decimal(0)

    def is_equal(self, computed: Decimal) -> bool:
        """To the unit for counts, to the printed rounding for shares and growth."""
        if self.is_lower_bound:
            return computed >= self.value
        return abs(computed - self.value) <= self.tolerance


@lru_cache(maxsize=4)
def published_figures(seeds: Path) -> tuple[PublishedFigure, ...]:
    """Every published figure, in the order of the seed.

    Raises:
        ValueError: a part of a filter is not ``dimension=code``, or the vintage is empty; the figure's id is told.
    """
    with (seeds / "published_figure.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_figure(row, groups(seeds)) for row in csv.DictReader(file))


@lru_cache(maxsize=4)
def groups(seeds: Path) -> Mapping[str, tuple[str, ...]]:
    """The codes of every published group, by ``<list>_group=<group>``, and ``form=code`` for itself."""
    found: dict[str, list[str]] = {}
    with (seeds / "code_list.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for group in row["published_group"].split():
                found.setdefault(f"{row['list']}_group={group}", []).append(row["code"])
    return {key: tuple(codes) for key, codes in found.items()}


def _figure(row: Mapping[str, str], group: Mapping[str, tuple[str, ...]]) -> PublishedFigure:
    if not row["as_known_on"]:
        raise ValueError(f"{row['id']}: no vintage, as_known_on is empty")
    whole = Scope(
        tuple(row["countries"].split()),
        dt.date.fromisoformat(row["period_from"]),
        dt.date.fromisoformat(row["period_to"]),
        {},
    )
    left, bar, right = row["filter"].partition("|")
    try:
        base = narrowed(whole, right, group) if bar else whole
        if row["measure"] in SHARES:  # the base of a share holds its numerator
            scope = narrowed(base if bar else whole, left, group)
        else:  # the base of a growth is the same in another period
            scope = narrowed(whole, left, group)
            base = replace(
                base, codes={**scope.codes, **base.codes}, both=scope.both, month=base.month or scope.month
            )
    except ValueError as fault:
        raise ValueError(f"{row['id']}: {fault}") from None
    return PublishedFigure(
        row["id"], {"es": row["label_es"], "en": row["label_en"]}, scope, base, row["measure"],
        Decimal(row["value"]), row["unit"], int(row["rounding"] or 0), dt.date.fromisoformat(row["as_known_on"]),
        row["source_url"], row["certainty"], row["note"],
    )  # fmt: skip


def narrowed(scope: Scope, filter_text: str, group: Mapping[str, tuple[str, ...]]) -> Scope:
    """``scope`` held to a filter as the figures write it, like ``month=03 form_group=threats``.

    Raises:
        ValueError: a part that is not ``dimension=code``.
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
    return replace(scope, codes={**scope.codes, **_codes(dimension, text.split("+"), group)})


def _codes(
    dimension: str, named: list[str], group: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    if dimension not in GROUPED:
        return {dimension: tuple(named)}
    keys = [f"{dimension}={name}" for name in named]
    if any(key not in group for key in keys):  # a group of another registry's own list
        return {dimension: tuple(named)}
    return {GROUPED[dimension]: tuple(code for key in keys for code in group[key])}
