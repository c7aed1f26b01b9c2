"""Every published figure, computed from the marts as known on its own date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mesoregistry.database import Connection, reading
from mesoregistry.figures.codes import known_codes
from mesoregistry.figures.comparability import Entry, entries
from mesoregistry.figures.conflicts import Conflict, conflicts
from mesoregistry.figures.count import count
from mesoregistry.figures.coverage import coverage
from mesoregistry.figures.judge import against, judged
from mesoregistry.figures.plan import Known, count_queries, value
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
class _Context:
    """What every figure is judged by: codes and months of the marts, the comparability ledger, and the conflicts."""

    known: Known
    entries: tuple[Entry, ...]
    conflicts: Mapping[str, tuple[Conflict, ...]]


@dataclass(frozen=True, slots=True)
class _Computed:
    """What was computed, by figure and date; and whether each figure is equal on the date wanted.

    ``numbers`` are those of ``computed`` that are numbers.
    """

    computed: Mapping[Key, Decimal | Uncomputable]
    numbers: Mapping[Key, Decimal]
    equal: Mapping[str, bool]


def compute(
    as_known_on: dt.date | None = None, only: str = "", figures: Sequence[PublishedFigure] | None = None
) -> list[FigureResult]:
    """Every figure whose id begins with ``only``, each as known on its own date or all on ``as_known_on``.

    ``figures`` are computed instead of those of the seed.

    Raises:
        NotLoaded: nothing was built, or nothing was loaded by ``as_known_on``.
        DatabaseFault: a query failed.
    """
    seeds = settings().seeds
    every = published_figures(seeds) if figures is None else tuple(figures)
    with reading("analyst") as connection:
        context = _context(connection, conflicts(seeds), as_known_on)
        wanted = _wanted(every, context.conflicts, only)
        values = _values(connection, wanted, context, as_known_on)
    numbers = {key: number for key, number in values.items() if isinstance(number, Decimal)}
    computed = _Computed(values, numbers, _equal(wanted, numbers, as_known_on))
    return [
        _result(f, as_known_on or f.as_known_on, context, computed) for f in wanted if f.id.startswith(only)
    ]


def _context(
    connection: Connection,
    named: Mapping[str, tuple[Conflict, ...]],
    as_known_on: dt.date | None,
) -> _Context:
    built = connection.execute("select to_regclass('marts.dim_comparability') is not null").fetchone()
    covered = coverage(connection) if built and built[0] else None
    if covered is None or covered.first_day is None:
        raise NotLoaded(NEVER)
    if as_known_on and as_known_on < covered.first_day:
        raise NotLoaded(BEFORE.format(day=as_known_on, first=covered.first_day))
    return _Context(Known(known_codes(connection), covered), entries(connection), named)


def _wanted(
    every: Sequence[PublishedFigure], named: Mapping[str, tuple[Conflict, ...]], only: str
) -> list[PublishedFigure]:
    """The figures wanted, and those they may contradict."""
    chosen = {f.id for f in every if f.id.startswith(only)}
    chosen |= {c.against_id for f in tuple(chosen) for c in named.get(f, ())}
    return [f for f in every if f.id in chosen]


def _values(
    connection: Connection,
    figures: Sequence[PublishedFigure],
    context: _Context,
    as_known_on: dt.date | None,
) -> dict[Key, Decimal | Uncomputable]:
    """By figure and date: its own, and the dates as of which, by a conflict, it may have been counted."""
    plans = {
        (f.id, day): (f, count_queries(f, day, context.known))
        for f in figures
        for day in _days(f, context, as_known_on)
    }
    queries = [query for _, plan in plans.values() if isinstance(plan, tuple) for query in plan]
    numbers = iter(count(connection, queries))
    return {
        key: plan if isinstance(plan, Uncomputable) else value(figure, [next(numbers) for _ in plan])
        for key, (figure, plan) in plans.items()
    }


def _days(figure: PublishedFigure, context: _Context, as_known_on: dt.date | None) -> set[dt.date]:
    if as_known_on:
        return {as_known_on}
    others = {c.known_on for c in context.conflicts.get(figure.id, ()) if c.known_on}
    return {figure.as_known_on, *others}


def _equal(
    figures: Sequence[PublishedFigure], numbers: Mapping[Key, Decimal], as_known_on: dt.date | None
) -> dict[str, bool]:
    days = {f.id: as_known_on or f.as_known_on for f in figures}
    return {f.id: f.is_equal(n) for f in figures if (n := numbers.get((f.id, days[f.id]))) is not None}


def _result(figure: PublishedFigure, day: dt.date, context: _Context, computed: _Computed) -> FigureResult:
    notes = tuple(e.text for e in context.entries if e.concerns(figure))
    number = computed.computed[figure.id, day]
    if isinstance(number, Uncomputable):
        return FigureResult(figure, day, "not_computable", None, number.reason, (), notes)
    absent = context.known.coverage.footnotes(figure.scope, day)
    named = context.conflicts.get(figure.id, ())
    contradicted = against(figure, named, computed.equal, computed.numbers)
    return judged(figure, day, number, contradicted, absent, (*absent, *notes))
