"""Counting: one query for each date and relation, whatever the number of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from mesoregistry.database import Connection
from mesoregistry.figures.render import CountQuery, select

# short queries over a few tens of thousands of rows: compiling them costs more than it saves
SETTINGS = "set local jit = off; set local work_mem = '64MB'"


def count(connection: Connection, queries: Sequence[CountQuery]) -> list[int]:
    """The number that each query gives, in their order.

    Raises:
        psycopg.Error: a statement failed.
    """
    connection.execute(SETTINGS)
    batches: dict[tuple[dt.date, str], list[int]] = {}
    for index, query in enumerate(queries):
        batches.setdefault((query.known_on, query.relation), []).append(index)
    numbers = [0] * len(queries)
    for indexes in batches.values():
        row = connection.execute(select([queries[index] for index in indexes])).fetchone()
        assert row
        for index, number in zip(indexes, row, strict=True):
            numbers[index] = int(number)
    return numbers
