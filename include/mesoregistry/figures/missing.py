"""The months that a figure lacks: those nobody filed, those in which nobody registered, and what they could change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mesoregistry.database import Connection
from mesoregistry.figures.capacity import Gap, Reach, capacity, reach
from mesoregistry.figures.comparability import Entry
from mesoregistry.figures.count import count_by_month
from mesoregistry.figures.coverage import Coverage
from mesoregistry.figures.definitions import definitions
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.figures.render import CountQuery
from mesoregistry.figures.scope import Scope
from mesoregistry.findings import Text


@dataclass(frozen=True, slots=True)
class Missing:
    """What a figure lacks, in its scope and, for a share, growth or difference, in its base.

    ``uncovered``: every month without extract, as notes; ``due``: those that may explain a difference, as notes, and
    ``gaps``, by scope: a month that somebody should have filed, and that the publication did not leave out itself.
    """

    uncovered: tuple[Text, ...]
    due: tuple[Text, ...]
    gaps: tuple[tuple[Gap, ...], ...]

    @property
    def is_any(self) -> bool:
        """Whether some missing month may explain a difference."""
        return any(self.gaps)


def missing(
    figure: PublishedFigure, known_on: dt.date, covered: Coverage, entries: Sequence[Entry]
) -> Missing:
    """The months that ``figure`` lacks, as known on a day."""
    measure = definitions().measures.get(figure.measure)
    scopes = (figure.scope,) if measure is None or measure.how == "value" else (figure.scope, figure.base)
    known = [scope for scope in scopes if {c.lower() for c in scope.countries} <= covered.names.keys()]
    uncovered = dict.fromkeys(note for scope in known for note in covered.footnotes(scope, known_on))
    due = [_excusing(scope, known_on, covered, entries) for scope in known]
    notes = dict.fromkeys(note for months in due for note in covered.unfiled(months))
    gaps = tuple(
        tuple(Gap(c.lower(), m, covered.months_of(c, scope, known_on)) for c, m in months.items())
        for scope, months in zip(known, due, strict=True)
    )
    return Missing(tuple(uncovered), tuple(notes), gaps)


def _excusing(
    scope: Scope, known_on: dt.date, covered: Coverage, entries: Sequence[Entry]
) -> dict[str, list[dt.date]]:
    """The months due, by country, without those that the publication lacks as well."""
    months = {}
    for country, due in covered.due(scope, known_on).items():
        own = [e for e in entries if e.country_code == country.lower()]
        absent = {month for entry in own for month in entry.absent_months(scope, due)}
        if left := [month for month in due if month not in absent]:
            months[country] = left
    return months


def reaches(
    connection: Connection,
    figures: Sequence[tuple[PublishedFigure, Sequence[CountQuery], Sequence[int], Missing]],
) -> dict[str, Reach]:
    """By figure id, how far its value could move if the missing months held what such months can hold."""
    by_month = iter(count_by_month(connection, [query for _, queries, _, _ in figures for query in queries]))
    reached = {}
    for figure, queries, counts, lacks in figures:
        more = [capacity(gaps, next(by_month)) for gaps, _ in zip(lacks.gaps, queries, strict=True)]
        how = definitions().measures[figure.measure].how
        reached[figure.id] = reach(how, counts, [Decimal(number) for number in more])
    return reached
