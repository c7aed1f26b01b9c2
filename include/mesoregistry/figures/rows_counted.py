"""The rows that figures count, as one number for each of their queries: another one when other rows are counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from mesoregistry.database import Connection
from mesoregistry.figures.count import batches
from mesoregistry.figures.counted import Counted
from mesoregistry.figures.render import select_prints


def prints(connection: Connection, counted: Sequence[Counted]) -> Mapping[str, Sequence[Decimal]]:
    """By figure that can be computed, what stands for the rows of each of its queries.

    Two sets of rows with the same count, and two that cancel each other out, are told apart.

    Raises:
        psycopg.Error: a statement failed.
    """
    queries = [query for c in counted for query in c.queries]
    numbers = [Decimal(0)] * len(queries)
    for indexes in batches(queries):
        row = connection.execute(select_prints([queries[index] for index in indexes])).fetchone()
        assert row
        for index, number in zip(indexes, row, strict=True):
            numbers[index] = number
    of_queries = iter(numbers)
    return {c.figure.id: [next(of_queries) for _ in c.queries] for c in counted}
