"""The published figures: each with its own period, countries, filter, base, rounding and vintage.

They come from the seed ``figure.csv``; codes of a group from ``code_list.csv``.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from mesoregistry.figures.scope import Scope, groups, narrowed

SHARES = frozenset(
    {"share_of_attacks", "share_of_perpetrators", "share_of_identified_perpetrators", "share_of_defenders",
     "share_of_close_people"}
)  # fmt: skip
ABOUT = Decimal("0.1")  # of the printed value: how far "about" may lie from it
ABOUT_AT_MOST = Decimal(3)  # percentage points, for a share


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A number as it was printed, with its source.

    ``base`` is the scope that a share is taken of, or that a growth or difference is compared with. ``unit`` is
    ``percent`` or what is counted; ``rounding`` the decimals printed. ``as_known_on``: the day by which the
    registry knew what was counted. ``note`` may begin with ``min:`` (more than) or ``approx:`` (about).
    """

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
        """Whether it was published as *more than*."""
        return self.note.startswith("min:")

    @property
    def is_approximate(self) -> bool:
        """Whether it was published as *about*."""
        return self.note.startswith("approx:")

    @property
    def tolerance(self) -> Decimal:
        """How far a computed value may lie from the printed one, both ends included.

        Nothing for a count, half a unit of the last printed digit for a percentage. Of what was published as *about*
        a tenth of the value, if that is more, and of a share three points at the most.
        """
        rounding = Decimal("0.5").scaleb(-self.rounding) if self.unit == "percent" else Decimal(0)
        if not self.is_approximate:
            return rounding
        about = abs(self.value) * ABOUT
        return max(rounding, min(about, ABOUT_AT_MOST) if self.measure in SHARES else about)

    def is_equal(self, computed: Decimal) -> bool:
        """To the unit for counts, to the printed rounding for shares and growth; *more than* is more."""
        return self.is_met_between(computed, computed)

    def is_met_between(self, low: Decimal, high: Decimal) -> bool:
        """Whether some value from ``low`` to ``high``, both included, is equal to the published one."""
        if self.is_lower_bound:
            return high > self.value
        return low <= self.value + self.tolerance and high >= self.value - self.tolerance


@lru_cache(maxsize=4)
def published_figures(seeds: Path) -> tuple[PublishedFigure, ...]:
    """Every published figure, in the order of the seed.

    Raises:
        ValueError: a part of a filter is not ``dimension=code``, or the vintage is empty; it names the figure.
    """
    return figures_with(seeds, groups(seeds))


def figures_with(seeds: Path, group: Mapping[str, tuple[str, ...]]) -> tuple[PublishedFigure, ...]:
    """As ``published_figures``, with the codes of each group given (``figures.scope.groups``)."""
    with (seeds / "figure.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_figure(row, group) for row in csv.DictReader(file))


def _figure(row: Mapping[str, str], group: Mapping[str, tuple[str, ...]]) -> PublishedFigure:
    if not row["as_known_on"]:
        raise ValueError(f"{row['id']}: no vintage, as_known_on is empty")
    whole = Scope(
        tuple(row["countries"].split()),
        dt.date.fromisoformat(row["period_from"]),
        dt.date.fromisoformat(row["period_to"]),
        {},
    )
    try:
        scope, base = scope_and_base(row["measure"], row["filter"], whole, group)
    except ValueError as fault:
        raise ValueError(f"{row['id']}: {fault}") from None
    return PublishedFigure(
        row["id"], {"es": row["label_es"], "en": row["label_en"]}, scope, base, row["measure"],
        Decimal(row["value"]), row["unit"], int(row["rounding"] or 0), dt.date.fromisoformat(row["as_known_on"]),
        row["source_url"], row["certainty"], row["note"],
    )  # fmt: skip


def scope_and_base(
    measure: str, filter_text: str, whole: Scope, group: Mapping[str, tuple[str, ...]]
) -> tuple[Scope, Scope]:
    """The filter before ``|`` is the scope, the one after it the base.

    Raises:
        ValueError: a part that is not ``dimension=code``, or the numerator of a share that is not within its base.
    """
    left, bar, right = filter_text.partition("|")
    base = narrowed(whole, right, group) if bar else whole
    if measure in SHARES:  # the base of a share holds its numerator
        scope = narrowed(base, left, group)
        if not scope.lies_in(base):
            raise ValueError("the numerator is not within the base")
        return scope, base
    # the base of a growth is the same in another period
    scope = narrowed(whole, left, group)
    codes = {**scope.codes, **base.codes}
    return scope, replace(base, codes=codes, both=scope.both, month=base.month or scope.month)
