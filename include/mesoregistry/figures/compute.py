"""Every published figure, computed from the marts as known on its own date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mesoregistry.database import Connection, reading
from mesoregistry.figures.capacity import Reach
from mesoregistry.figures.codes import known_codes
from mesoregistry.figures.comparability import Entry, entries
from mesoregistry.figures.conflicts import Remarks, remarks
from mesoregistry.figures.counted import Counted, count_figures
from mesoregistry.figures.coverage import coverage
from mesoregistry.figures.incompatible import Incompatible, incompatible
from mesoregistry.figures.judge import Evidence, decided, judged
from mesoregistry.figures.missing import Missing, missing, reaches
from mesoregistry.figures.plan import Known
from mesoregistry.figures.published import PublishedFigure, published_figures
from mesoregistry.figures.results import FigureResult, NotLoaded, Uncomputable
from mesoregistry.findings import Text
from mesoregistry.settings import settings

NEVER = Text(
    "El almacén todavía no se ha construido: `mesoregistry build`.",
    "The warehouse has not been built yet: `mesoregistry build`.",
)
BEFORE = Text(
    "Nada se conocía el {day}: el primer archivo se cargó el {first}.",
    "Nothing was known on {day}: the first file was loaded on {first}.",
)


@dataclass(frozen=True, slots=True)
class Context:
    """What every figure is judged by: codes and months of the marts, the comparability ledger, the other figures."""

    known: Known
    entries: tuple[Entry, ...]
    proofs: Mapping[str, tuple[Incompatible, ...]]
    remarks: Remarks


def compute(
    as_known_on: dt.date | None = None, only: str = "", figures: Sequence[PublishedFigure] | None = None
) -> list[FigureResult]:
    """Every figure whose id begins with ``only``, each as known on its own date or all on ``as_known_on``.

    ``figures`` are computed instead of those of the seed.

    Raises:
        NotLoaded: nothing was built, or nothing was loaded by ``as_known_on``.
        DatabaseFault: a query failed.
    """
    every = published_figures(settings().seeds) if figures is None else tuple(figures)
    with reading("analyst") as connection:
        return compute_in(connection, every, as_known_on, only)


def compute_in(
    connection: Connection,
    figures: Sequence[PublishedFigure],
    as_known_on: dt.date | None = None,
    only: str = "",
) -> list[FigureResult]:
    """As ``compute``, in a transaction of the caller's, which sees the marts as it left them."""
    context = context_of(connection, figures, as_known_on)
    wanted = _wanted(figures, context.proofs, only)
    counted = count_figures(connection, wanted, context.known, as_known_on)
    equal = {c.figure.id: c.is_equal for c in counted}
    chosen = [c for c in counted if c.figure.id.startswith(only)]
    gaps = {c.figure.id: missing(c.figure, c.day, context.known.coverage, context.entries) for c in chosen}
    reached = _reaches(connection, chosen, gaps, context, equal)
    return [_result(c, context, equal, gaps[c.figure.id], reached.get(c.figure.id)) for c in chosen]


def context_of(
    connection: Connection, every: Sequence[PublishedFigure], as_known_on: dt.date | None
) -> Context:
    built = connection.execute("select to_regclass('marts.dim_comparability') is not null").fetchone()
    covered = coverage(connection) if built and built[0] else None
    if covered is None or covered.first_day is None:
        raise NotLoaded(NEVER)
    if as_known_on and as_known_on < covered.first_day:
        raise NotLoaded(BEFORE.format(day=as_known_on, first=covered.first_day))
    known_remarks = remarks(settings().seeds)
    proofs = incompatible(every, known_remarks.same_day)
    return Context(Known(known_codes(connection), covered), entries(connection), proofs, known_remarks)


def _wanted(
    every: Sequence[PublishedFigure], proofs: Mapping[str, Sequence[Incompatible]], only: str
) -> list[PublishedFigure]:
    """The figures wanted, and those they may contradict."""
    chosen = {f.id for f in every if f.id.startswith(only)}
    chosen |= {other for f in tuple(chosen) for proof in proofs.get(f, ()) for other in proof.against}
    return [f for f in every if f.id in chosen]


def _reaches(
    connection: Connection,
    counted: Sequence[Counted],
    gaps: Mapping[str, Missing],
    context: Context,
    equal: Mapping[str, bool],
) -> dict[str, Reach]:
    """How far the missing months could move the figures that differ and that no other one contradicts."""
    unexplained = [
        c for c in counted
        if isinstance(c.number, Decimal) and not c.is_equal and c.day == c.figure.as_known_on
        and gaps[c.figure.id].is_any and not decided(context.proofs.get(c.figure.id, ()), equal)
    ]  # fmt: skip
    return reaches(connection, [(c.figure, c.queries, c.counts, gaps[c.figure.id]) for c in unexplained])


def _result(
    counted: Counted, context: Context, equal: Mapping[str, bool], gaps: Missing, reached: Reach | None
) -> FigureResult:
    figure, number = counted.figure, counted.number
    notes = tuple(e.text for e in context.entries if e.concerns(figure))
    remarked = context.remarks.texts.get(figure.id, ())
    if isinstance(number, Uncomputable):
        return FigureResult(
            figure, counted.day, "not_computable", None, number.reason, (), (*remarked, *notes)
        )
    proofs = context.proofs.get(figure.id, ())
    evidence = Evidence(proofs, equal, remarked, gaps.uncovered, gaps.due, reached, notes)
    return replace(judged(figure, counted.day, number, evidence), counts=counted.counts)
