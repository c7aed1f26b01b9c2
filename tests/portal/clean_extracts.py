"""Extracts in which nothing is wrong: whatever is asked about them is a false alarm."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Iterator

from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.registries import registries
from mesoregistry.months import add_months
from mesoregistry.synthetic.cases import Extract
from mesoregistry.synthetic.fit import fitted
from mesoregistry.synthetic.team import Team

FIRST, LAST = dt.date(2012, 1, 1), dt.date(2026, 9, 1)


def clean_extracts(count: int, seed: str) -> Iterator[Extract]:
    """``count`` extracts of the five countries, months and layouts in turn; the same seed gives the same ones."""
    numbers = range((LAST.year - FIRST.year) * 12 + LAST.month - FIRST.month + 1)
    months = [add_months(FIRST, number) for number in numbers]
    rng = random.Random(seed)
    made = [extract for registry in registries().values() for extract in _of(registry, months, seed)]
    yield from rng.sample(made, count)


def _of(registry: Registry, months: list[dt.date], seed: str) -> Iterator[Extract]:
    for extract in Team(random.Random(f"{seed} {registry.country}"), registry).work(months):
        cases = tuple(dataclasses.replace(case, fault=None) for case in extract.cases)
        sound = fitted(dataclasses.replace(extract, cases=cases, doubt=None, cut=None))
        if sound.cases:
            yield sound
