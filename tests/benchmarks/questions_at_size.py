"""How long the twelve questions take, on the marts as they are and multiplied.

``python -m tests.benchmarks.questions_at_size 50``

The marts are multiplied in SQL into the schema ``bench`` of the warehouse, which is dropped at the end: each copy with
keys of its own, so that events, women and attacks are as many times more. Prints a Markdown table in milliseconds of
the processor, since a wall clock measures what else runs on the machine. One process; more than one can be faster.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from mesoregistry.authoring.questions import questions
from mesoregistry.figures.compute import compute_in
from mesoregistry.figures.published import published_figures
from mesoregistry.settings import settings

KEYS = {"attack_id", "event_id", "collective_id", "defender_token", "organisation_token"}
OTHERS = {
    "attacks as known on a day": "select count(*) from marts.attacks_as_known_on(current_date)",
    "the same, one country and month": "select count(*) from marts.attacks_as_known_on(current_date)"
    " where country_code = 'mx' and event_month = '2022-03-01'",
    "one woman": "select count(*) from marts.fct_attack where defender_token ="
    " (select min(defender_token) from marts.dim_defender)",
    "one place": "select count(*) from marts.fct_attack where place_id = (select min(place_id) from marts.fct_attack)",
    "defenders attacked, by exists": "select country_code, count(*) filter (where exists (select 1 from"
    " marts.defenders_as_known_on(current_date) as a where a.is_counted and a.defender_token = d.defender_token))"
    " from marts.dim_defender as d group by country_code",
}
ENOUGH = 0.3  # seconds
Connection = psycopg.Connection[tuple[str, ...]]


def multiply(connection: Connection, times: int) -> None:
    """Make the schema ``bench``: the tables, indexes and functions of ``marts``, keys and rows ``times`` over."""
    connection.execute("drop schema if exists bench cascade")
    connection.execute("create schema bench")
    for (table,) in connection.execute(
        "select tablename from pg_tables where schemaname = 'marts'"
    ).fetchall():
        rows = connection.execute(
            "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0",
            [f"marts.{table}"],
        )
        columns = [name for (name,) in rows]
        copies = times if {"attack_version_id", *KEYS} & set(columns) else 1
        selected = ", ".join(_of_copy(name) for name in columns)
        connection.execute(
            f"create table bench.{table} as select {selected} from marts.{table},"
            f" generate_series(1, {copies}) as copy (no)".encode()
        )
    for (index,) in connection.execute(
        "select indexdef from pg_indexes where schemaname = 'marts'"
    ).fetchall():
        connection.execute(index.replace(" marts.", " bench.").encode())
    functions = "select pg_get_functiondef(oid) from pg_proc where pronamespace = 'marts'::regnamespace order by 1 desc"
    for (function,) in connection.execute(functions).fetchall():
        connection.execute(function.replace("marts.", "bench.").replace('"marts"', '"bench"').encode())
    analyst = settings().role("analyst")
    connection.execute(f"grant usage on schema bench to {analyst}".encode())
    connection.execute(f"grant select on all tables in schema bench to {analyst}".encode())


def _of_copy(column: str) -> str:
    if column == "attack_version_id":
        return f"hashtextextended({column}::text, copy.no) as {column}"
    return f"md5({column} || copy.no) as {column}" if column in KEYS else column


def processor_seconds(connection: psycopg.Connection[Any]) -> float:
    """What the server's process of a connection has worked so far; other work on the machine does not count."""
    fields = (
        Path(f"/proc/{connection.info.backend_pid}/stat")
        .read_text(encoding="utf-8")
        .rpartition(")")[2]
        .split()
    )
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def milliseconds(connection: Connection, query: str, schema: str) -> float:
    """The mean over as many runs as take a third of a second, in one process, without the first."""
    statement = query.replace("marts.", f"{schema}.").encode()
    connection.execute("set max_parallel_workers_per_gather = 0")
    connection.execute(statement).fetchall()
    began, runs = processor_seconds(connection), 0
    while runs < 2 or (runs < 1000 and processor_seconds(connection) - began < ENOUGH):
        connection.execute(statement).fetchall()
        runs += 1
    return (processor_seconds(connection) - began) * 1000 / runs


class Multiplied(psycopg.Connection[tuple[str, ...]]):
    """A connection whose statements read the schema ``bench`` in the place of ``marts``."""

    def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
        text = query.as_string(self) if isinstance(query, sql.Composable) else query
        text = text.decode() if isinstance(text, bytes) else text
        return super().execute(text.replace("marts.", "bench.").encode(), *arguments, **options)


def figures(kind: type[psycopg.Connection[tuple[str, ...]]]) -> float:
    """Milliseconds for all the published figures, of the server's process and this one."""
    with kind.connect(settings().dsn("warehouse", "analyst")) as connection:
        connection.execute("set max_parallel_workers_per_gather = 0")
        compute_in(connection, published_figures(settings().seeds))
        began = processor_seconds(connection) + time.process_time()
        compute_in(connection, published_figures(settings().seeds))
        return (processor_seconds(connection) + time.process_time() - began) * 1000


def main(times: int) -> None:
    """Print the table; the schema ``bench`` is gone afterwards."""
    queries = {f"question {q.number}": q.sql for q in questions()} | OTHERS
    with psycopg.connect(settings().dsn("warehouse", "transformer"), autocommit=True) as owner:
        multiply(owner, times)
        try:
            owner.execute("vacuum analyze")
            with psycopg.connect(settings().dsn("warehouse", "analyst")) as analyst:
                print(f"| | × 1 | × {times} |\n| --- | ---: | ---: |")
                for name, query in queries.items():
                    once, often = (milliseconds(analyst, query, schema) for schema in ("marts", "bench"))
                    print(f"| {name} | {once:.1f} | {often:.1f} |", flush=True)
            print(
                f"| all the figures | {figures(psycopg.Connection):.0f} | {figures(Multiplied):.0f} |",
                flush=True,
            )
        finally:
            owner.execute("drop schema bench cascade")


if __name__ == "__main__":
    main(int(sys.argv[1]))
