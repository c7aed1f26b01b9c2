"""What the arithmetic of the published figures cannot know, as the seed ``figure_conflict.csv`` holds it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mesoregistry.findings import Text


@dataclass(frozen=True, slots=True)
class Remarks:
    """``same_day``: pairs of figures that are of one day, though each day was estimated. ``texts``: why a figure may
    not agree with another one, by its id; a remark excuses no number."""

    same_day: frozenset[tuple[str, str]] = frozenset()
    texts: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)


def remarks(seeds: Path) -> Remarks:
    """Everything in the seed."""
    same_day: set[tuple[str, str]] = set()
    texts: dict[str, dict[Text, None]] = {}
    with (seeds / "figure_conflict.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["treatment"] == "same_day":
                same_day.add((row["figure_id"], row["against_id"]))
            texts.setdefault(row["figure_id"], {})[Text(row["reason_es"], row["reason_en"])] = None
    return Remarks(frozenset(same_day), {figure: tuple(rows) for figure, rows in texts.items()})
