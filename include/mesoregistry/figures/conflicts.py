"""Published figures that cannot hold beside another, as the seed ``figure_conflict.csv`` names them."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mesoregistry.findings import Text


@dataclass(frozen=True, slots=True)
class Conflict:
    """A figure and another that it contradicts.

    ``known_on``: another date as of which the figure may have been counted.
    """

    figure_id: str
    against_id: str
    treatment: str
    known_on: dt.date | None
    reason: Text


def conflicts(seeds: Path) -> Mapping[str, tuple[Conflict, ...]]:
    """The conflicts of each figure, by its id."""
    by_figure: dict[str, list[Conflict]] = {}
    with (seeds / "figure_conflict.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = dt.date.fromisoformat(row["known_on"]) if row["known_on"] else None
            reason = Text(row["reason_es"], row["reason_en"])
            conflict = Conflict(row["figure_id"], row["against_id"], row["treatment"], day, reason)
            by_figure.setdefault(conflict.figure_id, []).append(conflict)
    return {figure: tuple(rows) for figure, rows in by_figure.items()}
