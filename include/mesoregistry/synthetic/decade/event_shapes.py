"""Attacks of one cell as events: several forms against several women, as in life; and the days of events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.synthetic.decade.row_classes import Indices

BLOCKS = ("event", "form_block", "person_block")
"""Columns of numbers: rows with the same one are of one event, and of one form or one person of it."""


def expand(cells: pd.DataFrame, assumed: Mapping[str, Any], rng: np.random.Generator) -> pd.DataFrame:
    """A row for each attack that a cell counts, with its event and the place in it (``BLOCKS``), and a drawn day.

    Args:
        assumed: how usual events of so many ``forms`` and so many ``women`` are.
    """
    rows = cells.loc[cells.index.repeat(cells["count"])].reset_index(drop=True)
    single = (cells["kind"] != "individual").to_numpy()
    shapes = _Shapes(assumed, rng)
    grids = [
        grid for many, alone in zip(cells["count"], single, strict=True) for grid in shapes.of(many, alone)
    ]
    rows[list(BLOCKS)] = _numbers(grids)
    length = (rows["last"] - rows["first"] + 1).to_numpy()
    share = rng.random(len(grids))[rows["event"]]
    rows["day"] = rows["first"] + (share * length).astype(int)
    return rows.drop(columns=["usual", "count"])


class _Shapes:
    """Draws how many women and forms the next event has."""

    def __init__(self, assumed: Mapping[str, Any], rng: np.random.Generator) -> None:
        self._women, self._forms = (self._drawn(assumed[name], rng) for name in ("women", "forms"))

    @staticmethod
    def _drawn(weights: Mapping[int, float], rng: np.random.Generator) -> Iterator[int]:
        share = np.array(list(weights.values())) / sum(weights.values())
        while True:
            yield from rng.choice(list(weights), size=10_000, p=share).tolist()

    def of(self, attacks: int, single: bool) -> Iterator[tuple[int, int]]:
        """Women and forms of each event, until all ``attacks`` of a cell are in one."""
        while attacks:
            women = 1 if single else min(next(self._women), attacks)
            forms = min(next(self._forms), attacks // women)
            attacks -= women * forms
            yield women, forms


def _numbers(grids: list[tuple[int, int]]) -> Indices:
    """Event, form and person of each row, counted through all events."""
    blocks, forms_before, women_before = [], 0, 0
    for event, (women, forms) in enumerate(grids):
        for woman in range(women):
            blocks += [(event, forms_before + form, women_before + woman) for form in range(forms)]
        forms_before += forms
        women_before += women
    return np.array(blocks, dtype=np.intp).reshape(-1, len(BLOCKS))
