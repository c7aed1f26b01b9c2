"""The tables that the rules read, in DuckDB in memory: made once for each source, and empty again after each file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mesoregistry.catalog.code_lists import stamps
from mesoregistry.catalog.file_stamps import Stamp
from mesoregistry.catalog.landed_columns import column_types
from mesoregistry.catalog.model import Registry, Source
from mesoregistry.gate.functions import create_macros
from mesoregistry.gate.landed import BOUNDS
from mesoregistry.gate.memory_reference import load_in_memory
from mesoregistry.gate.term_joins import vocabulary
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SourceRow = tuple[str, str, str, str, dt.date]  # of ``intake.source``
Lists = tuple[Path, tuple[Stamp, ...]]  # the folder of the seeds, and how its files stand
_databases: dict[SourceRow, tuple[Lists, DuckDBPyConnection]] = {}


@contextmanager
def empty_tables(registry: Registry, source: Source) -> Iterator[DuckDBPyConnection]:
    """``raw.<cc>`` and the ledger without a row, and the lists as they are now with what they mean to the source.

    What is written is undone at the end. Threads may be in here together: none sees what another one writes.
    """
    first = min(own.valid_from for own in registry.sources)
    row = (registry.country, source.id, source.unit, source.scope, first)
    seeds = settings().seeds
    with _database(row, seeds).cursor() as connection:
        connection.execute("begin")
        try:
            yield connection
        finally:
            connection.execute("rollback")


def forget_outdated() -> bool:
    """Let go of the tables that were made of lists which have changed since; whether there were any."""
    outdated = [row for row, (lists, _) in _databases.items() if lists != _lists(settings().seeds)]
    for row in outdated:
        del _databases[row]
    return bool(outdated)


def _lists(seeds: Path) -> Lists:
    return seeds, stamps(seeds)


def _database(source: SourceRow, seeds: Path) -> DuckDBPyConnection:
    """Made anew when a list was written. It takes a fifth of the time that a file of 200 rows does.

    Of every source one is kept, however many there are: a confined process can make none.
    """
    lists = _lists(seeds)
    known = _databases.get(source)
    if known is None or known[0] != lists:
        known = _databases[source] = (lists, _made(source, seeds))
    return known[1]


def _made(source: SourceRow, seeds: Path) -> DuckDBPyConnection:
    import duckdb

    # a second thread takes a core from another file, and 40 MB, for a third of a second; and a process with threads
    # cannot be forked safely, so there is none from the beginning
    connection = duckdb.connect(":memory:", config={"threads": 1, "async_threads": 0})
    # looking for the best order of twenty joins with small tables takes longer than the joins
    connection.execute("set disabled_optimizers = 'join_order'")
    # what an array holds is text, whatever its first values are
    connection.execute("set pandas_analyze_sample = 0")
    create_macros(connection)
    load_in_memory(connection, seeds, source[0])
    _make_tables(connection, source)
    _make_vocabulary(connection, source)
    return connection


def _make_tables(connection: DuckDBPyConnection, source: SourceRow) -> None:
    """Make ``raw.<cc>``, the ledger and the source."""
    shape = ", ".join(f"{name} {kind}" for name, kind in column_types().items())
    connection.execute("create schema raw")
    connection.execute(f"create table raw.{source[0]} ({shape})")
    connection.execute(
        "create table intake.submission (submission_id bigint, country text, source_id text, period date,"
        " filed_on date, keyed boolean)"
    )
    connection.execute(
        "create table intake.source as"
        " select ? as country, ? as source_id, ? as unit, ? as scope, ?::date as valid_from",
        list(source),
    )


def _make_vocabulary(connection: DuckDBPyConnection, source: SourceRow) -> None:
    """``bounds`` and ``vocabulary``, of every era of the code map: they are the same for every file of the source."""
    connection.execute(f"create table bounds as {BOUNDS}")
    days = "select day as period from bounds union all select date '0001-01-01'"
    eras = (
        "select ? as source_id, ? as _country, period,"
        f" (select count(*) from bounds where bounds.day <= starts.period) as _era from ({days}) as starts"
    )
    names = connection.execute("select distinct list from intake.code_term").fetchall()
    query = f"create table vocabulary as with filed as ({eras}) {vocabulary({name for (name,) in names})}"
    connection.execute(query, [source[1], source[0]])
