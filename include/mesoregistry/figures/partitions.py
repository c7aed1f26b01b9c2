"""Published figures whose scopes make up the scope of another one: years of a period, countries of a region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from mesoregistry.figures.published import PublishedFigure

ONE_DAY = dt.timedelta(1)
ADDS = "attacks"
"""The measure whose parts add up; persons may be in several parts."""
Partition = tuple[PublishedFigure, tuple[PublishedFigure, ...]]


def partitions(figures: Sequence[PublishedFigure]) -> Iterator[Partition]:
    """Every figure of attacks with the figures that part its period, or its countries, without gap or overlap."""
    groups: dict[str, list[PublishedFigure]] = {}
    for figure in figures:
        if figure.measure == ADDS and not figure.is_lower_bound and not figure.is_approximate:
            groups.setdefault(_filter(figure), []).append(figure)
    for group in groups.values():
        for whole in group:
            yield from ((whole, parts) for parts in _periods(whole, group, whole.scope.first))
            yield from ((whole, parts) for parts in _countries(whole, group, frozenset()))


def _filter(figure: PublishedFigure) -> str:
    scope = figure.scope
    codes = sorted((name, sorted(codes)) for name, codes in scope.codes.items())
    return repr((codes, scope.both, scope.month, sorted(scope.also.items())))


def _periods(
    whole: PublishedFigure, group: Sequence[PublishedFigure], first: dt.date
) -> Iterator[tuple[PublishedFigure, ...]]:
    """Runs of figures of the same countries, from ``first`` to the end of ``whole``."""
    for part in group:
        inside = part.scope.first == first and part.scope.last <= whole.scope.last
        if not inside or set(part.scope.countries) != set(whole.scope.countries) or _same(part, whole):
            continue
        if part.scope.last == whole.scope.last:
            yield (part,)
        else:
            yield from ((part, *rest) for rest in _periods(whole, group, part.scope.last + ONE_DAY))


def _countries(
    whole: PublishedFigure, group: Sequence[PublishedFigure], taken: frozenset[str]
) -> Iterator[tuple[PublishedFigure, ...]]:
    """Sets of figures of the same period that have the countries of ``whole`` without ``taken`` among them."""
    left = [country for country in whole.scope.countries if country not in taken]
    for part in group:
        countries = set(part.scope.countries)
        inside = bool(left) and left[0] in countries and countries <= set(left)
        days = (part.scope.first, part.scope.last) == (whole.scope.first, whole.scope.last)
        if not inside or not days or _same(part, whole):
            continue
        if countries == set(left):
            yield (part,)
        else:
            yield from ((part, *rest) for rest in _countries(whole, group, taken | countries))


def _same(part: PublishedFigure, whole: PublishedFigure) -> bool:
    """Whether both have the scope of the other: of one scope, no part."""
    return part.scope.lies_in(whole.scope) and whole.scope.lies_in(part.scope)
