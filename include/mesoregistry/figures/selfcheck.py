"""Whether the published figures notice damage: rows are damaged in a transaction that is taken back, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice

import psycopg

from mesoregistry.database import Connection, guarded
from mesoregistry.figures.changes import Whole, change_since
from mesoregistry.figures.compute import compute_in, context_of
from mesoregistry.figures.counted import count_figures
from mesoregistry.figures.damages import Damage, apply, damages
from mesoregistry.figures.missing import missing
from mesoregistry.figures.outcome import AlreadyDifferent, Outcome
from mesoregistry.figures.published import PublishedFigure, published_figures
from mesoregistry.figures.rows_counted import prints
from mesoregistry.settings import settings


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
    with as_owner() as connection:
        whole = whole_of(connection)
        for damage in wanted:
            with connection.transaction(force_rollback=True):
                rows = apply(connection, damage)
                outcome = _outcome(connection, damage, rows, whole, in_full)
            yield outcome


@contextmanager
def as_owner() -> Iterator[Connection]:
    """As the owner of the marts; each damage has a transaction of its own, which is never committed."""
    with (
        guarded("selfcheck"),
        psycopg.connect(settings().dsn("warehouse", "transformer"), autocommit=True) as connection,
    ):
        yield connection


def whole_of(connection: Connection) -> Whole:
    figures = published_figures(settings().seeds)
    with connection.transaction(force_rollback=True):
        results = compute_in(connection, figures)
        context = context_of(connection, figures, None)
        counted = count_figures(connection, figures, context.known, None)
        of_rows = prints(connection, counted)
    if different := [r for r in results if r.status == "different"]:
        raise AlreadyDifferent(different)
    lacking = {
        f.id for f in figures if missing(f, f.as_known_on, context.known.coverage, context.entries).is_any
    }
    before = {r.figure.id: r.computed for r in results if r.computed is not None}
    return Whole(figures, context, before, headline_figures(figures), frozenset(lacking), of_rows)


def headline_figures(figures: Sequence[PublishedFigure]) -> frozenset[str]:
    """The counts of the whole region, with no filter, over several years."""
    most = max(len(f.scope.countries) for f in figures)
    return frozenset(
        f.id
        for f in figures
        if f.unit != "percent" and not f.scope.codes and not f.scope.month and f.certainty != "P"
        and len(f.scope.countries) == most and f.scope.first.year != f.scope.last.year
    )  # fmt: skip


def _outcome(connection: Connection, damage: Damage, rows: int, whole: Whole, in_full: bool) -> Outcome:
    if not rows:
        return Outcome(damage, 0, (), Decimal(0), ())
    change = change_since(connection, whole, in_full)
    changes = [_percent(whole.before[i], change.after[i]) for i in change.moved if i in whole.headlines]
    most = max(changes, default=Decimal(0))
    return Outcome(damage, rows, change.moved, most, change.different, change.hidden)


def _percent(before: Decimal, after: object) -> Decimal:
    return abs(after - before) * 100 / before if isinstance(after, Decimal) and before else Decimal(100)
