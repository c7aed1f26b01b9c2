"""The whole way: figures to sums, sums to rows, rows to people, people and rows to extracts."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from mesoregistry.figures.published import PublishedFigure, published_figures
from mesoregistry.synthetic.decade import attacks, files, identities, persons, steps
from mesoregistry.synthetic.history import Extract
from mesoregistry.synthetic.words import places

OTHER_REGISTRIES = frozenset({"mx_cemda"})


@dataclass(frozen=True, slots=True)
class Decade:
    """Extracts in the order of filing, and by how much each figure that could not be met was missed."""

    extracts: list[Extract]
    missed: Mapping[str, float]


@lru_cache(maxsize=1)
def assumed() -> dict[str, Any]:
    """What is assumed where nothing is published: ``decade.yml``."""
    body: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("decade.yml").read_text(encoding="utf-8"))
    return body


def constraints(seeds: Path) -> list[PublishedFigure]:
    """The figures the registry is built to meet: not those of the press, of other registries, or left out."""
    return [
        figure
        for figure in published_figures(seeds)
        if figure.certainty != "P"
        and figure.id not in assumed()["left_out"]
        and not OTHER_REGISTRIES & set(figure.scope.codes.get("source", ()))
    ]


def history(seeds: Path, seed: int, scale: int = 1) -> Decade:
    """Every extract of the ten years.

    Args:
        scale: how many times each attack happens, each time to somebody else; the shapes stay.
    """
    figures, numbers, rng = constraints(seeds), np.random.default_rng(seed), random.Random(seed)
    frame = attacks.cells(figures, assumed())
    frame["count"], missed = attacks.decide(frame, figures, assumed())
    isos = {c: [iso for iso, *_ in places(c.lower()).values()] for c in attacks.COUNTRIES}
    rows, short = steps.described(steps.expanded(frame, numbers), figures, assumed(), isos, numbers)
    missed |= short
    cast = persons.cast(rows, figures, numbers)
    missed |= cast.missed
    return Decade(files.extracts(list(_told(rows, cast, scale, rng))), missed)


def _told(rows: pd.DataFrame, cast: persons.Cast, scale: int, rng: random.Random) -> Sequence[files.Told]:
    told: list[files.Told] = []
    rows = rows.assign(targets=cast.targets, organisation=cast.organisation).sort_values(
        ["known_from", "day"], kind="stable"
    )
    moved = _moved(rows, rng)
    numbers: dict[tuple[str, int], int] = {}
    for _ in range(scale):
        people = identities.people(cast.people, rng)
        organisations = identities.organisations(
            list(cast.organisations["country"]), list(cast.organisations["womens"]), rng
        )
        told += files.told(rows, people, organisations, cast.renamed, rng, numbers, moved)
    return told


def _moved(rows: pd.DataFrame, rng: random.Random) -> dict[int, tuple[int, int]]:
    """Rows of which first another day of the same days was told; corrected when their month is filed again.

    No figure can see it: the days of a slot are the same to all of them.
    """
    month = rows["day"].map(lambda n: dt.date.fromordinal(n).replace(day=1))
    filed = rows.groupby([rows["country"], month])["known_from"].unique()
    found: dict[int, tuple[int, int]] = {}
    for year, restated in assumed()["restated"].items():
        after, until = (restated[name].toordinal() for name in ("after", "until"))
        here = rows[(month.map(lambda m: m.year) == year) & (rows["last"] > rows["first"])].index.to_list()
        left = restated["corrected"]
        for row in rng.sample(here, len(here)):
            if not left:
                break
            one = rows.loc[row]
            later = [
                int(d)
                for d in filed[one["country"], month[row]]
                if one["known_from"] <= after < d <= until and d < one["known_to"]
            ]
            if later:
                left -= 1
                days = [d for d in range(int(one["first"]), int(one["last"]) + 1) if d != one["day"]]
                found[row] = (rng.choice(days), min(later))
    return found
