"""Connections to the warehouse and the vault as ``loader``, and database errors without values.

An error of PostgreSQL carries the failing row in its message, detail and context. Whatever leaves ``guarded`` is
rebuilt with SQLSTATE, constraint and row number only: no cause, no context, no text of the server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Literal, TypeAlias

import psycopg

from mesoregistry.faults import Fault, database_text
from mesoregistry.findings import Text
from mesoregistry.settings import settings

Connection: TypeAlias = "psycopg.Connection[Any]"

LINE = re.compile(r"\bline (\d+)")


class DatabaseFault(Fault):
    """A statement failed. Everything in it may be logged."""

    def __init__(
        self,
        doing: str,
        sqlstate: str | None,
        constraint: str | None,
        row: int | None,
        *,
        refused_before_sending: bool = False,
    ) -> None:
        self.doing = doing
        self.refused_before_sending = refused_before_sending
        self.sqlstate = sqlstate
        self.constraint = constraint
        self.row = row
        parts = [f"SQLSTATE {sqlstate or 'unknown'}"]
        parts += [f"constraint {constraint}"] if constraint else []
        parts += [f"row {row}"] if row else []
        super().__init__(f"{doing}: {', '.join(parts)}")

    @classmethod
    def of(cls, doing: str, error: psycopg.Error) -> DatabaseFault:
        """What may be known of ``error``: ``doing`` names the work, the row comes from the context of ``COPY``."""
        line = LINE.search(error.diag.context or "")
        return cls(
            doing,
            error.sqlstate,
            error.diag.constraint_name,
            int(line[1]) if line else None,
            # psycopg itself refuses a text that holds the character zero; the server never saw it
            refused_before_sending=isinstance(error, psycopg.DataError) and error.sqlstate is None,
        )

    @property
    def text(self) -> Text:
        return database_text(self.sqlstate, str(self))

    @property
    def of_the_data(self) -> bool:
        """Whether it is about what was written and not about the server: it will fail each time."""
        return self.refused_before_sending or (self.sqlstate or "")[:2] in {"22", "23", "54"}


class guarded:
    """``with guarded("landing"):`` turns every ``psycopg.Error`` inside into a ``DatabaseFault``."""

    def __init__(self, doing: str) -> None:
        self.doing = doing

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, psycopg.Error):
            return
        fault = DatabaseFault.of(self.doing, error)
        try:
            raise fault
        finally:
            # `from None` only hides the original; a log that walks the chain would still print it
            fault.__cause__ = fault.__context__ = None


@contextmanager
def transaction(connection: Connection | None = None) -> Iterator[Connection]:
    """A transaction on the warehouse as ``loader``; errors leave it without values.

    Args:
        connection: from ``open_connection``, for a caller with many transactions: connecting takes longer than
            most of them. ``None`` connects for this transaction alone.

    Raises:
        DatabaseFault: a statement failed.
    """
    if connection is None:
        with guarded("warehouse"), psycopg.connect(settings().dsn("warehouse", "loader")) as new:
            yield new
    else:
        with guarded("warehouse"), connection.transaction():
            yield connection


@contextmanager
def open_connection(database: Literal["warehouse", "vault"] = "warehouse") -> Iterator[Connection]:
    """A connection as ``loader`` for many transactions; outside of a transaction each statement commits by itself."""
    with (
        guarded(database),
        psycopg.connect(settings().dsn(database, "loader"), autocommit=True) as connection,
    ):
        yield connection


@contextmanager
def reading(role: Literal["loader", "transformer", "analyst"]) -> Iterator[Connection]:
    """One read-only transaction on the warehouse as ``role``.

    Raises:
        DatabaseFault: a statement failed, or tried to write.
    """
    with guarded("warehouse"), psycopg.connect(settings().dsn("warehouse", role)) as connection:
        connection.read_only = True
        yield connection
