"""Attacks first filed with a wrong day of the month, and corrected when the month is filed again."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

import pandas as pd


def corrected_days(
    rows: pd.DataFrame, restated: Mapping[int, Mapping[str, Any]], rng: random.Random
) -> dict[int, tuple[int, int]]:
    """For some rows, the wrong day and the day of the correction, both as ordinals.

    No figure can see it: the wrong day lies in the same slot of days, which no figure divides.

    Args:
        restated: by year, how many are corrected, and after and until which day.
    """
    month = rows["day"].map(lambda n: dt.date.fromordinal(n).replace(day=1))
    filed = rows.groupby([rows["country"], month])["known_from"].unique()
    moved: dict[int, tuple[int, int]] = {}
    for year, restatement in restated.items():
        after, until = (restatement[name].toordinal() for name in ("after", "until"))
        of_year = (month.map(lambda m: m.year) == year) & (rows["last"] > rows["first"])
        candidates = rows[of_year].index.to_list()
        left = restatement["corrected"]
        for index in rng.sample(candidates, len(candidates)):
            if not left:
                break
            row = rows.loc[index]
            filings = (int(day) for day in filed[row["country"], month[index]])
            later = [
                day for day in filings if row["known_from"] <= after < day <= until and day < row["known_to"]
            ]
            if later:
                left -= 1
                moved[index] = (rng.choice(_other_days(row)), min(later))
    return moved


def _other_days(row: pd.Series) -> list[int]:
    """The days of the row's slot without its own."""
    return [day for day in range(int(row["first"]), int(row["last"]) + 1) if day != row["day"]]
