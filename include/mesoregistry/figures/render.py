"""A scope as SQL over a relation, and one statement for all the counts of a relation on a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg import sql

from mesoregistry.figures.aggregate import Count
from mesoregistry.figures.definitions import definitions
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
    """One row with a number for each of ``queries``, of one relation, date and aggregate: one pass over their rows.

    ``keys``: what the rows are grouped by, in SQL; they come before the numbers. What counts once is grouped by itself
    first, since PostgreSQL would sort all the rows for each ``count(distinct)``.
    """
    rows, count_once = _rows(queries), queries[0].count.distinct(queries[0].relation)
    numbers: list[sql.Composable]
    names = [f"key_{position}" for position in range(len(keys))]
    if count_once:
        flags = [flag for number, query in enumerate(queries) for flag in _flags(query, number)]
        columns = [*(_text(f"{key} as {name}") for key, name in zip(keys, names, strict=True)), *flags]
        rows = sql.SQL("select {columns}\nfrom ({rows}) as known\nwhere {once} is not null\ngroup by {by}").format(
            columns=sql.SQL(",\n").join(columns), rows=rows, once=_text(count_once),
            by=_text(", ".join([*(str(position + 1) for position in range(len(keys))), count_once])),
        )  # fmt: skip
        numbers = [_number_of_flags(query, number) for number, query in enumerate(queries)]
    else:
        names = list(keys)
        numbers = [sql.SQL("count(*) filter (where {})").format(_where(query)) for query in queries]
    grouping = f"\ngroup by {', '.join(str(position + 1) for position in range(len(keys)))}" if keys else ""
    return sql.SQL("select {columns}\nfrom ({rows}) as counted{grouping}").format(
        columns=sql.SQL(",\n").join([*map(_text, names), *numbers]), rows=rows, grouping=_text(grouping)
    )


def select_prints(queries: Sequence[CountQuery]) -> sql.Composed:
    """One row with a number for each of ``queries`` that stands for the rows themselves, not for how many they are."""
    count_once = queries[0].count.distinct(queries[0].relation)
    row = "concat_ws('|', attack_version_id, {})".format(count_once or "country_code")
    numbers = [
        sql.SQL("coalesce(sum(hashtextextended({}, 0)) filter (where {}), 0)").format(
            _text(row), _where(query)
        )
        for query in queries
    ]
    return sql.SQL("select {columns}\nfrom ({rows}) as counted").format(
        columns=sql.SQL(",\n").join(numbers), rows=_rows(queries)
    )


def _rows(queries: Sequence[CountQuery]) -> sql.Composed:
    """The rows of a relation as known on the date, of the countries and days of all the queries."""
    relation = definitions().relations[queries[0].relation]
    known = _text(definitions().known).format(
        function=sql.Identifier(relation.function),
        known_on=sql.Literal(queries[0].known_on),
        countries=_texts(sorted({c.lower() for q in queries for c in q.scope.countries})),
        first=sql.Literal(min(q.scope.first for q in queries)),
        last=sql.Literal(max(q.scope.last for q in queries)),
    )
    return _text(relation.sql).format(known=known)


def _flags(query: CountQuery, number: int) -> Iterator[sql.Composed]:
    """Whether a person, organisation, event or attack is met by the query; by each of its two conditions, if it has."""
    where, sides = _where(query), _each_of_two(query)
    for side, condition in enumerate(sides):
        yield sql.SQL("bool_or({} and {}) as met_{}_{}").format(
            where, condition, sql.SQL(str(number)), sql.SQL(str(side))
        )
    if not sides:
        yield sql.SQL("bool_or({}) as met_{}_0").format(where, sql.SQL(str(number)))


def _number_of_flags(query: CountQuery, number: int) -> sql.SQL:
    """Those that are met: by both conditions, each perhaps by another attack, where the query has two.

    A person has a profile and a role for each attack on her.
    """
    sides = range(len(_each_of_two(query)) or 1)
    return _text(f"count(*) filter (where {' and '.join(f'met_{number}_{side}' for side in sides)})")


def _each_of_two(query: CountQuery) -> list[sql.Composed]:
    """The two conditions that may each be met by another attack on the same person, if there are such."""
    scope = query.scope
    if scope.both:
        return [sql.SQL("profile_code = any({})").format(_texts([profile])) for profile in scope.both]
    if query.relation == "persons" and scope.also:
        ((name, codes),) = scope.also.items()
        return [_filter(name, scope.codes[name], query.relation), _filter(name, codes, query.relation)]
    return []


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
