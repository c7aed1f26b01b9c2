"""Counting: one query for each date and relation, whatever the number of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from mesoregistry.database import Connection
from mesoregistry.figures.render import CountQuery, select

# short queries over a few tens of thousands of rows: compiling them costs more than it saves
MONTHS = ("country_code", "date_trunc('month', event_start)::date")
SETTINGS = "set local jit = off; set local work_mem = '64MB'"


def count(connection: Connection, queries: Sequence[CountQuery]) -> list[int]:
    """The number that each query gives, in their order.

    Raises:
        psycopg.Error: a statement failed.
    """
    connection.execute(SETTINGS)
    numbers = [0] * len(queries)
    for indexes in batches(queries):
        row = connection.execute(select([queries[index] for index in indexes])).fetchone()
        assert row
        for index, number in zip(indexes, row, strict=True):
            numbers[index] = int(number)
    return numbers


def count_by_month(
    connection: Connection, queries: Sequence[CountQuery]
) -> list[dict[tuple[str, dt.date], int]]:
    """By country code and month of the event, the numbers of each query, whatever the period of its scope.

    Raises:
        psycopg.Error: a statement failed.
    """
    connection.execute(SETTINGS)
    wide = [
        replace(q, scope=replace(q.scope, first=dt.date.min, last=q.known_on, month=None)) for q in queries
    ]
    numbers: list[dict[tuple[str, dt.date], int]] = [{} for _ in queries]
    for indexes in batches(wide):
        rows = connection.execute(select([wide[index] for index in indexes], MONTHS)).fetchall()
        for country, month, *row in rows:
            for index, number in zip(indexes, row, strict=True):
                numbers[index][country, month] = int(number)
    return numbers


def batches(queries: Sequence[CountQuery]) -> list[list[int]]:
    """Positions of the queries that share date, relation and what counts once."""
    batches: dict[tuple[dt.date, str, str | None], list[int]] = {}
    for index, query in enumerate(queries):
        key = (query.known_on, query.relation, query.count.distinct(query.relation))
        batches.setdefault(key, []).append(index)
    return list(batches.values())
