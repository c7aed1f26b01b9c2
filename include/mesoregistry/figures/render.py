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


def select(queries: Sequence[CountQuery], keys: Sequence[str] = ()) -> sql.Composed:
    """One row with a number for each of ``queries``, which share relation and date: one pass over their rows.

    ``keys``: what the rows are grouped by, in SQL; they come before the numbers.
    """
    relation = definitions().relations[queries[0].relation]
    known = _text(definitions().known).format(
        function=sql.Identifier(relation.function),
        known_on=sql.Literal(queries[0].known_on),
        countries=_texts(sorted({c.lower() for q in queries for c in q.scope.countries})),
        first=sql.Literal(min(q.scope.first for q in queries)),
        last=sql.Literal(max(q.scope.last for q in queries)),
    )
    rows = _text(relation.sql).format(known=known)
    columns = [*map(_text, keys), *(_number(q) for q in queries)]
    grouping = f"\ngroup by {', '.join(str(position + 1) for position in range(len(keys)))}" if keys else ""
    return sql.SQL("select {columns}\nfrom ({rows}) as counted{grouping}").format(
        columns=sql.SQL(",\n").join(columns), rows=rows, grouping=_text(grouping)
    )


def _number(query: CountQuery) -> sql.Composed:
    """An aggregate with its filter.

    Persons in two profiles, or in two filters of one dimension, are those in the first, plus in the second, less in
    either: a person has a profile and a role for each attack on her, and each of the two may be met by another attack.
    """
    where, (first, second) = _where(query), _each_of_two(query)
    if first is None or second is None:
        return _aggregate(query, where)
    either = sql.SQL("({} or {})").format(first, second)
    parts = [_aggregate(query, sql.SQL("{} and {}").format(where, side)) for side in (first, second, either)]
    return sql.SQL("{} + {} - {}").format(*parts)


def _each_of_two(query: CountQuery) -> tuple[sql.Composed | None, sql.Composed | None]:
    """The two conditions that may each be met by another attack on the same person, if there are such."""
    scope = query.scope
    if scope.both:
        first, second = (
            sql.SQL("profile_code = any({})").format(_texts([profile])) for profile in scope.both
        )
        return first, second
    if query.relation == "persons" and scope.also:
        ((name, codes),) = scope.also.items()
        return _filter(name, scope.codes[name], query.relation), _filter(name, codes, query.relation)
    return None, None


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
    by_person = set(scope.also) if query.relation == "persons" else set()
    for name, codes in (*scope.codes.items(), *scope.also.items()):
        if name not in by_person:
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
