"""Every published figure, computed from the marts as known on its own date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg

from mesoregistry.database import guarded
from mesoregistry.figures.codes import known_codes
from mesoregistry.figures.comparability import Entry, entries
from mesoregistry.figures.conflicts import Conflict, conflicts
from mesoregistry.figures.count import count
from mesoregistry.figures.coverage import coverage
from mesoregistry.figures.judge import against, judged
from mesoregistry.figures.plan import Known, asked, value
from mesoregistry.figures.published import PublishedFigure, published_figures
from mesoregistry.figures.results import FigureResult, NotLoaded, Uncomputable
from mesoregistry.findings import Text
from mesoregistry.settings import settings

Key = tuple[str, dt.date]
NEVER = Text(
    "El almacén todavía no se ha construido: `mesoregistry build`.",
    "The warehouse has not been built yet: `mesoregistry build`.",
)
BEFORE = Text(
    "Nada se conocía el {day}: el primer archivo se cargó el {first}.",
    "Nothing was known on {day}: the first file was loaded on {first}.",
)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every figure is judged on."""

    known: Known
    entries: tuple[Entry, ...]
    conflicts: Mapping[str, tuple[Conflict, ...]]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What was computed, by figure and date; and whether each figure is equal on the date asked for."""

    said: Mapping[Key, Decimal | Uncomputable]
    known: Mapping[Key, Decimal]
    equal: Mapping[str, bool]


def compute(
    as_known_on: dt.date | None = None, only: str = "", figures: Sequence[PublishedFigure] | None = None
) -> list[FigureResult]:
    """Every figure whose id begins with ``only``, each as known on its own date or all on ``as_known_on``.

    Raises:
        NotLoaded: nothing was built, or nothing was loaded by ``as_known_on``.
    """
    seeds = settings().seeds
    every = published_figures(seeds) if figures is None else tuple(figures)
    with guarded("warehouse"), psycopg.connect(settings().dsn("warehouse", "analyst")) as connection:
        ground = _ground(connection, conflicts(seeds), as_known_on)
        wanted = _wanted(every, ground.conflicts, only)
        said = _values(connection, wanted, ground, as_known_on)
    known = {key: number for key, number in said.items() if isinstance(number, Decimal)}
    numbers = _Numbers(said, known, _equal(wanted, known, as_known_on))
    return [
        _result(f, as_known_on or f.as_known_on, ground, numbers) for f in wanted if f.id.startswith(only)
    ]


def _ground(
    connection: psycopg.Connection[Any],
    named: Mapping[str, tuple[Conflict, ...]],
    as_known_on: dt.date | None,
) -> _Ground:
    built = connection.execute("select to_regclass('marts.dim_comparability') is not null").fetchone()
    covered = coverage(connection) if built and built[0] else None
    if covered is None or covered.first_day is None:
        raise NotLoaded(NEVER)
    if as_known_on and as_known_on < covered.first_day:
        raise NotLoaded(BEFORE.format(day=as_known_on, first=covered.first_day))
    return _Ground(Known(known_codes(connection), covered), entries(connection), named)


def _wanted(
    every: Sequence[PublishedFigure], named: Mapping[str, tuple[Conflict, ...]], only: str
) -> list[PublishedFigure]:
    """Those asked for, and those they may contradict."""
    chosen = {f.id for f in every if f.id.startswith(only)}
    chosen |= {c.against_id for f in tuple(chosen) for c in named.get(f, ())}
    return [f for f in every if f.id in chosen]


def _values(
    connection: psycopg.Connection[Any],
    figures: Sequence[PublishedFigure],
    ground: _Ground,
    as_known_on: dt.date | None,
) -> dict[Key, Decimal | Uncomputable]:
    """By figure and date: its own, and the dates on which a conflict says that it may have been counted."""
    questions = {
        (f.id, day): (f, asked(f, day, ground.known))
        for f in figures
        for day in _days(f, ground, as_known_on)
    }
    found = count(
        connection, [one for _, said in questions.values() if isinstance(said, tuple) for one in said]
    )
    return {
        key: said if isinstance(said, Uncomputable) else value(figure, [found[id(one)] for one in said])
        for key, (figure, said) in questions.items()
    }


def _days(figure: PublishedFigure, ground: _Ground, as_known_on: dt.date | None) -> set[dt.date]:
    if as_known_on:
        return {as_known_on}
    others = {c.known_on for c in ground.conflicts.get(figure.id, ()) if c.known_on}
    return {figure.as_known_on, *others}


def _equal(
    figures: Sequence[PublishedFigure], numbers: Mapping[Key, Decimal], as_known_on: dt.date | None
) -> dict[str, bool]:
    days = {f.id: as_known_on or f.as_known_on for f in figures}
    return {f.id: f.is_equal(n) for f in figures if (n := numbers.get((f.id, days[f.id]))) is not None}


def _result(figure: PublishedFigure, day: dt.date, ground: _Ground, numbers: _Numbers) -> FigureResult:
    notes = tuple(e.text for e in ground.entries if e.concerns(figure))
    computed = numbers.said[figure.id, day]
    if isinstance(computed, Uncomputable):
        return FigureResult(figure, day, "not_computable", None, computed.reason, (), notes)
    absent = ground.known.coverage.footnotes(figure.scope, day)
    named = ground.conflicts.get(figure.id, ())
    contradicted = against(figure, named, numbers.equal, numbers.known)
    return judged(figure, day, computed, contradicted, absent, (*absent, *notes))
