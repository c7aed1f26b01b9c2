"""Ask the rules of PostgreSQL, grain by grain; a rule that raises is set apart, and nobody else pays for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import psycopg
from psycopg.rows import dict_row

from mesoregistry.gate.statement import Grain

Connection: TypeAlias = "psycopg.Connection[Any]"
Rows: TypeAlias = "list[dict[str, Any]]"
Statement: TypeAlias = Callable[[Grain], str]


def ask(
    connection: Connection, grains: Sequence[Grain], statement: Statement
) -> tuple[list[tuple[Grain, Rows]], list[str]]:
    """The rows that ``statement`` gives for each grain, with the rules that can be asked; and the rules that raise."""
    asked: list[tuple[Grain, Rows]] = []
    broken: list[str] = []
    for grain in grains:
        rows = _rows(connection, statement(grain))
        if rows is not None:
            asked.append((grain, rows))
            continue
        alone = [grain.only([rule.id]) for rule in grain.rules]
        answers = [(one, _rows(connection, statement(one))) for one in alone]
        asked += [(one, found) for one, found in answers if found is not None]
        broken += [one.rules[0].id for one, found in answers if found is None]
    return asked, broken


def _rows(connection: Connection, query: str) -> Rows | None:
    try:
        with connection.transaction():
            return connection.cursor(row_factory=dict_row).execute(query.encode()).fetchall()
    except psycopg.Error:
        if connection.closed:
            raise
        return None
