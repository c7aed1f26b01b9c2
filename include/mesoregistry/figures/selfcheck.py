"""Whether the published figures notice damage: rows are damaged in a transaction that is taken back, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

import psycopg

from mesoregistry.database import Connection, guarded
from mesoregistry.figures.compute import Context, compute_in, context_of
from mesoregistry.figures.counted import Counted, count_figures
from mesoregistry.figures.damages import Damage, apply, damages
from mesoregistry.figures.judge import decided
from mesoregistry.figures.missing import missing
from mesoregistry.figures.outcome import AlreadyDifferent, Outcome
from mesoregistry.figures.published import PublishedFigure, published_figures
from mesoregistry.settings import settings


@dataclass(frozen=True, slots=True)
class _Whole:
    """Everything before the damage: what figures are judged by, what they came to, and which are excused by months."""

    figures: Sequence[PublishedFigure]
    context: Context
    before: Mapping[str, Decimal]
    headlines: frozenset[str]
    lacking: frozenset[str]


def drawn(seed: int, number: int) -> Iterator[Outcome]:
    """The outcomes of ``number`` damages that touch some row.

    Raises:
        AlreadyDifferent: figures are different before.
        NotLoaded: nothing was built.
        DatabaseFault: a statement failed.
    """
    return islice((outcome for outcome in outcomes(damages(seed)) if outcome.rows), number)


def outcomes(wanted: Iterable[Damage], in_full: bool = False) -> Iterator[Outcome]:
    """What each damage does, one after the other; after each the marts are as before.

    ``in_full``: every figure that is different is named; one that surely is would do to notice.

    Raises:
        AlreadyDifferent: figures are different before.
        NotLoaded: nothing was built.
        DatabaseFault: a statement failed.
    """
    with _connection() as connection:
        whole = _whole(connection)
        for damage in wanted:
            with connection.transaction(force_rollback=True):
                rows = apply(connection, damage)
                outcome = _outcome(connection, damage, rows, whole, in_full)
            yield outcome


@contextmanager
def _connection() -> Iterator[Connection]:
    """As the owner of the marts; each damage has a transaction of its own, which is never committed."""
    with (
        guarded("selfcheck"),
        psycopg.connect(settings().dsn("warehouse", "transformer"), autocommit=True) as connection,
    ):
        yield connection


def _whole(connection: Connection) -> _Whole:
    figures = published_figures(settings().seeds)
    with connection.transaction(force_rollback=True):
        results = compute_in(connection, figures)
        context = context_of(connection, figures, None)
    if different := [r for r in results if r.status == "different"]:
        raise AlreadyDifferent(different)
    lacking = {
        f.id for f in figures if missing(f, f.as_known_on, context.known.coverage, context.entries).is_any
    }
    before = {r.figure.id: r.computed for r in results if r.computed is not None}
    return _Whole(figures, context, before, headline_figures(figures), frozenset(lacking))


def headline_figures(figures: Sequence[PublishedFigure]) -> frozenset[str]:
    """The counts of the whole region, with no filter, over several years."""
    most = max(len(f.scope.countries) for f in figures)
    return frozenset(
        f.id
        for f in figures
        if f.unit != "percent" and not f.scope.codes and not f.scope.month and f.certainty != "P"
        and len(f.scope.countries) == most and f.scope.first.year != f.scope.last.year
    )  # fmt: skip


def _outcome(connection: Connection, damage: Damage, rows: int, whole: _Whole, in_full: bool) -> Outcome:
    if not rows:
        return Outcome(damage, 0, (), Decimal(0), ())
    counted = count_figures(connection, whole.figures, whole.context.known, None)
    after = {c.figure.id: c.number for c in counted}
    moved = tuple(i for i, number in whole.before.items() if after[i] != number)
    changes = [_percent(whole.before[i], after[i]) for i in moved if i in whole.headlines]
    different = () if in_full else _surely_different(counted, moved, whole)
    if moved and not different:
        results = compute_in(connection, whole.figures)
        different = tuple(r.figure.id for r in results if r.status == "different")
    return Outcome(damage, rows, moved, max(changes, default=Decimal(0)), different)


def _surely_different(counted: Sequence[Counted], moved: Sequence[str], whole: _Whole) -> tuple[str, ...]:
    """The figures that moved, lack no month, are not equal, and that nothing contradicts: nothing excuses them."""
    equal = {c.figure.id: c.is_equal for c in counted}
    candidates = (c for c in counted if c.figure.id in set(moved) - whole.lacking and not c.is_equal)
    return tuple(
        c.figure.id
        for c in candidates
        if isinstance(c.number, Decimal) and not decided(whole.context.proofs.get(c.figure.id, ()), equal)
    )


def _percent(before: Decimal, after: object) -> Decimal:
    return abs(after - before) * 100 / before if isinstance(after, Decimal) and before else Decimal(100)
