"""A scope as SQL over a relation, and one query for everything asked of a relation on a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg import sql

from mesoregistry.figures.definitions import Count, definitions
from mesoregistry.figures.published import Scope


@dataclass(frozen=True, slots=True)
class Asked:
    """One number: a count in a scope, over the rows of whoever ``counted`` says, as known on a date."""

    count: Count
    scope: Scope
    relation: str
    counted: str
    known_on: dt.date


def query(asked: Sequence[Asked]) -> sql.Composed:
    """All of ``asked``, which share relation and date, in one pass over the rows that any of them needs."""
    relation = definitions().relations[asked[0].relation]
    known = _text(definitions().known).format(
        function=sql.Identifier(relation.function),
        known_on=sql.Literal(asked[0].known_on),
        countries=_texts(sorted({c.lower() for a in asked for c in a.scope.countries})),
        first=sql.Literal(min(a.scope.first for a in asked)),
        last=sql.Literal(max(a.scope.last for a in asked)),
    )
    rows = _text(relation.sql).format(known=known)
    numbers = sql.SQL(",\n").join(_number(a) for a in asked)
    return sql.SQL("select {numbers}\nfrom ({rows}) as counted").format(numbers=numbers, rows=rows)


def _number(asked: Asked) -> sql.Composed:
    """An aggregate with its filter. Persons in two profiles at once: one, and the other, less either."""
    if not asked.scope.both:
        return _aggregate(asked, _where(asked))
    one, other = asked.scope.both
    where = _where(asked)
    parts = [
        _aggregate(asked, sql.SQL("{} and profile_code = any({})").format(where, _texts(profiles)))
        for profiles in ([one], [other], [one, other])
    ]
    return sql.SQL("{} + {} - {}").format(*parts)


def _aggregate(asked: Asked, where: sql.Composed) -> sql.Composed:
    return sql.SQL("{} filter (where {})").format(_text(asked.count.by_relation[asked.relation]), where)


def _where(asked: Asked) -> sql.Composed:
    return sql.SQL(" and ").join(_conditions(asked))


def _conditions(asked: Asked) -> Iterator[sql.Composable]:
    scope = asked.scope
    yield sql.SQL("country_code = any({})").format(_texts([c.lower() for c in scope.countries]))
    yield sql.SQL("event_start >= {} and within_until <= {}").format(
        sql.Literal(scope.first), sql.Literal(scope.last)
    )
    if scope.month:
        yield sql.SQL("date_precision in ('day', 'month') and extract(month from event_start) = {}").format(
            sql.Literal(scope.month)
        )
    yield _text(f"({asked.counted})")
    if asked.count.only:
        yield _text(asked.count.only)
    for name, codes in scope.codes.items():
        yield _filter(name, codes, asked.relation)


def _filter(name: str, codes: Sequence[str], relation: str) -> sql.Composed:
    dimension = definitions().dimensions[name]
    if dimension.cases:
        cases = sql.SQL(" or ").join(sql.SQL("({})").format(_text(dimension.cases[c])) for c in codes)
        return sql.SQL("({})").format(cases)
    return _text(dimension.sql_in(relation)).format(codes=_texts(codes))


def _texts(values: Sequence[str]) -> sql.Composed:
    return sql.SQL("{}::text[]").format(sql.Literal(list(values)))


def _text(said: str) -> sql.SQL:
    """SQL of our own files; never what somebody typed."""
    return sql.SQL(said)
