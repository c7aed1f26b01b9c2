"""The cells of the program that counts attacks: every combination of country, days, kind and day of filing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.catalog.model import Source
from mesoregistry.catalog.registries import registries
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.months import add_months
from mesoregistry.synthetic.decade.membership import FOR_EVER, day_number
from mesoregistry.synthetic.decade.time_slots import ONE, Slot, filing_days, slots

Cell = tuple[Any, ...]
COLUMNS = [
    "country", "source", "kind", "first", "last", "month", "known_from", "known_to", "verified", "usual",
]  # fmt: skip


def attack_cells(figures: Sequence[PublishedFigure], assumed: dict[str, Any]) -> pd.DataFrame:
    """A row for each cell, with the number of attacks that would be usual in it (``usual``).

    Days are proleptic ordinals. ``usual`` is zero for what is filed late or withdrawn.
    """
    frame = pd.DataFrame(list(_cells(figures, assumed)), columns=COLUMNS)
    return frame.astype(dict.fromkeys(["country", "source", "kind"], "category"))  # compared a thousand times


def _cells(figures: Sequence[PublishedFigure], assumed: dict[str, Any]) -> Iterator[Cell]:
    for slot in slots(assumed["begins"], assumed["ends"], figures):
        part = _part_of_year(slot, assumed)
        for country in assumed["countries"]:
            yearly = assumed["years"][slot.first.year][country]
            source = registries()[country.lower()].source_for(slot.first)
            if yearly and source:
                usual = {kind: n * part for kind, n in _yearly(country, source, slot, yearly, assumed)}
                yield from _of_country(country, source, slot, usual, figures, assumed)


def _part_of_year(slot: Slot, assumed: dict[str, Any]) -> float:
    """The share of a year's attacks that falls into the slot."""
    seasons = np.array(assumed["months"]) / sum(assumed["months"])
    part = seasons[slot.first.month - 1] * slot.days / _last_of_month(slot).day
    if slot.first.year == assumed["ends"].year:
        part *= 1 / seasons[: assumed["ends"].month].sum()
    return float(part)


def _last_of_month(slot: Slot) -> dt.date:
    return add_months(slot.month, 1) - ONE


def _yearly(
    country: str, source: Source, slot: Slot, yearly: float, assumed: dict[str, Any]
) -> Iterator[tuple[str, float]]:
    """Attacks a year by kind; men and mixed organisations only where the source keeps all defenders."""
    whole = sum(assumed["kinds"].values())
    for kind, weight in assumed["kinds"].items():
        yield kind, yearly * weight / whole
    if source.scope == "all_defenders":
        yield from assumed["others"].get(country, {}).get(slot.first.year, {}).items()


def _of_country(
    country: str,
    source: Source,
    slot: Slot,
    usual: dict[str, float],
    figures: Sequence[PublishedFigure],
    assumed: dict[str, Any],
) -> Iterator[Cell]:
    positions = {name: position for position, name in enumerate(assumed["countries"])}
    days = filing_days(
        country, slot, figures, assumed["filed_after"][country], positions, source.mode == "adds"
    )
    in_time = next(day for day in days if day > _last_of_month(slot))
    restated = assumed["restated"].get(slot.first.year)
    place = (country, source.id)
    for kind, expected in usual.items():
        for day in days:
            yield _cell(place, kind, slot, (day, FOR_EVER), expected if day == in_time else 0.0)
        for day in days[days.index(in_time) + 1 :]:
            if restated and restated["after"] < day <= restated["until"]:
                yield _cell(place, kind, slot, (in_time, day), 0.0)
    for kind, expected in assumed["unverified"].get(country, {}).get(slot.first.year, {}).items():
        yield _cell(place, kind, slot, (in_time, FOR_EVER), expected, verified=False)


def _cell(
    place: tuple[str, str],
    kind: str,
    slot: Slot,
    known: tuple[dt.date, dt.date],
    usual: float,
    verified: bool = True,
) -> Cell:
    return (
        *place, kind, day_number(slot.first), day_number(slot.last), slot.first.month,
        day_number(known[0]), day_number(known[1]), verified, usual,
    )  # fmt: skip
