"""Run the SQL of the rules in PostgreSQL, grain by grain; a rule that raises is set apart from the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import psycopg
from psycopg.rows import dict_row

from mesoregistry.database import Connection
from mesoregistry.gate.grains import Grain

Rows: TypeAlias = "list[dict[str, Any]]"
Statement: TypeAlias = Callable[[Grain], str]


def execute_grains(
    connection: Connection, grains: Sequence[Grain], statement: Statement
) -> tuple[list[tuple[Grain, Rows]], list[str]]:
    """Run ``statement`` for each grain.

    When it raises, each rule of the grain is run alone, so that one broken rule does not take the others along.

    Returns:
        Each grain (with the rules that ran) and its rows by column name; and the ids of the rules that raise.

    Raises:
        psycopg.Error: the connection was lost.
    """
    executed: list[tuple[Grain, Rows]] = []
    broken: list[str] = []
    for grain in grains:
        rows = _rows(connection, statement(grain))
        if rows is not None:
            executed.append((grain, rows))
            continue
        for rule in grain.rules:
            alone = grain.only([rule.id])
            rows = _rows(connection, statement(alone))
            if rows is None:
                broken.append(rule.id)
            else:
                executed.append((alone, rows))
    return executed, broken


def _rows(connection: Connection, query: str) -> Rows | None:
    try:
        with connection.transaction():
            return connection.cursor(row_factory=dict_row).execute(query.encode()).fetchall()
    except psycopg.Error:
        if connection.closed:
            raise
        return None
