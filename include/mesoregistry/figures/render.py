"""A scope as SQL over a relation, and one statement for all the counts of a relation on a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg import sql

from mesoregistry.figures.definitions import Count, definitions
from mesoregistry.figures.scope import Scope


@dataclass(frozen=True, slots=True)
class CountQuery:
    """One number: a count in a scope, over the rows that the condition ``counted`` keeps, as known on a date."""

    count: Count
    scope: Scope
    relation: str
    counted: str
    known_on: dt.date


def select(queries: Sequence[CountQuery]) -> sql.Composed:
    """One row with a number for each of ``queries``, which share relation and date: one pass over their rows."""
    relation = definitions().relations[queries[0].relation]
    known = _text(definitions().known).format(
        function=sql.Identifier(relation.function),
        known_on=sql.Literal(queries[0].known_on),
        countries=_texts(sorted({c.lower() for q in queries for c in q.scope.countries})),
        first=sql.Literal(min(q.scope.first for q in queries)),
        last=sql.Literal(max(q.scope.last for q in queries)),
    )
    rows = _text(relation.sql).format(known=known)
    numbers = sql.SQL(",\n").join(_number(q) for q in queries)
    return sql.SQL("select {numbers}\nfrom ({rows}) as counted").format(numbers=numbers, rows=rows)


def _number(query: CountQuery) -> sql.Composed:
    """An aggregate with its filter. Persons in two profiles: those in the first, plus in the second, less in either."""
    if not query.scope.both:
        return _aggregate(query, _where(query))
    first, second = query.scope.both
    where = _where(query)
    parts = [
        _aggregate(query, sql.SQL("{} and profile_code = any({})").format(where, _texts(profiles)))
        for profiles in ([first], [second], [first, second])
    ]
    return sql.SQL("{} + {} - {}").format(*parts)


def _aggregate(query: CountQuery, where: sql.Composed) -> sql.Composed:
    return sql.SQL("{} filter (where {})").format(_text(query.count.by_relation[query.relation]), where)


def _where(query: CountQuery) -> sql.Composed:
    return sql.SQL(" and ").join(_conditions(query))


def _conditions(query: CountQuery) -> Iterator[sql.Composable]:
    scope = query.scope
    yield sql.SQL("country_code = any({})").format(_texts([c.lower() for c in scope.countries]))
    yield sql.SQL("event_start >= {} and within_until <= {}").format(
        sql.Literal(scope.first), sql.Literal(scope.last)
    )
    if scope.month:
        yield sql.SQL("date_precision in ('day', 'month') and extract(month from event_start) = {}").format(
            sql.Literal(scope.month)
        )
    yield _text(f"({query.counted})")
    if query.count.only:
        yield _text(query.count.only)
    for name, codes in scope.codes.items():
        yield _filter(name, codes, query.relation)


def _filter(name: str, codes: Sequence[str], relation: str) -> sql.Composed:
    dimension = definitions().dimensions[name]
    if dimension.cases:
        cases = sql.SQL(" or ").join(sql.SQL("({})").format(_text(dimension.cases[c])) for c in codes)
        return sql.SQL("({})").format(cases)
    return _text(dimension.sql_in(relation)).format(codes=_texts(codes))


def _texts(values: Sequence[str]) -> sql.Composed:
    return sql.SQL("{}::text[]").format(sql.Literal(list(values)))


def _text(text: str) -> sql.SQL:
    """SQL of the files beside this module; never what a user typed."""
    return sql.SQL(text)
