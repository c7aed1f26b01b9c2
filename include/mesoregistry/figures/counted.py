"""Figures counted in the marts, before anything is judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mesoregistry.database import Connection
from mesoregistry.figures.count import count
from mesoregistry.figures.plan import Known, count_queries, value
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.figures.render import CountQuery
from mesoregistry.figures.results import Uncomputable


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure on a day, the queries it took and what they gave, or why it cannot be computed."""

    figure: PublishedFigure
    day: dt.date
    queries: tuple[CountQuery, ...] = ()
    counts: tuple[int, ...] = ()
    uncomputable: Uncomputable | None = None

    @property
    def number(self) -> Decimal | Uncomputable:
        return self.uncomputable or value(self.figure, self.counts)

    @property
    def is_equal(self) -> bool:
        number, own_day = self.number, self.day == self.figure.as_known_on
        return own_day and isinstance(number, Decimal) and self.figure.is_equal(number)


def count_figures(
    connection: Connection,
    figures: Sequence[PublishedFigure],
    known: Known,
    as_known_on: dt.date | None,
) -> list[Counted]:
    """Every figure on its own day, or all on ``as_known_on``: one pass over the rows for each day and relation."""
    plans = [(f, day := as_known_on or f.as_known_on, count_queries(f, day, known)) for f in figures]
    queries = [query for _, _, plan in plans if isinstance(plan, tuple) for query in plan]
    numbers = iter(count(connection, queries))
    return [
        Counted(figure, day, uncomputable=plan)
        if isinstance(plan, Uncomputable)
        else Counted(figure, day, plan, tuple(next(numbers) for _ in plan))
        for figure, day, plan in plans
    ]
