"""How long the twelve questions take, on the marts as they are and multiplied.

``python -m tests.benchmarks.questions_at_size 50``

The marts are multiplied in SQL into the schema ``bench`` of the warehouse, which is dropped at the end: each copy with
keys of its own, so that events, women and attacks are as many times more. Prints a Markdown table in milliseconds.
"""

from __future__ import annotations

import statistics
import sys
import time

import psycopg

from mesoregistry.authoring.questions import questions
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


def milliseconds(connection: Connection, query: str, schema: str) -> float:
    """The median of three runs."""
    taken = []
    for _ in range(3):
        began = time.monotonic()
        connection.execute(query.replace("marts.", f"{schema}.").encode()).fetchall()
        taken.append((time.monotonic() - began) * 1000)
    return statistics.median(taken)


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
        finally:
            owner.execute("drop schema bench cascade")


if __name__ == "__main__":
    main(int(sys.argv[1]))
