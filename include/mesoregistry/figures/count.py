"""Counting: one query for each date and relation, whatever the number of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import psycopg

from mesoregistry.figures.render import Asked, query

# short queries over a few tens of thousands of rows: compiling them costs more than it saves
SETTINGS = "set local jit = off; set local work_mem = '64MB'"


def count(connection: psycopg.Connection[Any], wanted: Iterable[Asked]) -> dict[int, int]:
    """Every number asked for, by the ``id()`` of its question."""
    connection.execute(SETTINGS)
    batches: dict[tuple[dt.date, str], list[Asked]] = {}
    for asked in wanted:
        batches.setdefault((asked.known_on, asked.relation), []).append(asked)
    found: dict[int, int] = {}
    for batch in batches.values():
        row = connection.execute(query(batch)).fetchone()
        assert row
        found.update({id(asked): int(number) for asked, number in zip(batch, row, strict=True)})
    return found
