"""Landing: ``raw.<cc>`` made from the catalogue, its rows written by ``COPY`` in the caller's transaction.

``raw.record`` is a view on all of them, which dbt reads: a country of the catalogue is in it without any SQL written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from psycopg import Connection, sql

from mesoregistry.catalog.landed_columns import KEYS, column_types, owners
from mesoregistry.intake.copy_text import copy_text
from mesoregistry.intake.landed_records import Records
from mesoregistry.ledger import Submission


def ensure_raw_tables(connection: Connection[Any], countries: Iterable[str]) -> None:
    """Make ``raw.<cc>`` of each country, widen it by the fields that came since, and bring ``raw.record`` up to it."""
    listed = sorted(countries)
    for country in listed:
        table = sql.Identifier("raw", country)
        types = column_types()
        known = {
            row[0]
            for row in connection.execute(
                "select column_name from information_schema.columns"
                " where table_schema = 'raw' and table_name = %s",
                [country],
            )
        }
        new = [name for name in types if name not in known]
        if not new:
            continue
        typed = [sql.SQL("{} {}").format(sql.Identifier(n), sql.SQL(types[n])) for n in new]
        if known:
            added = sql.SQL(", ").join(
                sql.SQL("add column if not exists {}").format(column) for column in typed
            )
            connection.execute(sql.SQL("alter table {} {}").format(table, added))
        else:
            connection.execute(
                sql.SQL("create table if not exists {} ({}, primary key (_submission, _record))").format(
                    table, sql.SQL(", ").join(typed)
                )
            )
    _ensure_view(connection, listed)


def _ensure_view(connection: Connection[Any], countries: Sequence[str]) -> None:
    """``raw.record``: the rows of every country. Its comment says of which columns and countries it was made."""
    columns = (*KEYS, *owners())
    made_of = f"{' '.join(countries)}: {' '.join(columns)}"
    row = connection.execute("select obj_description(to_regclass('raw.record'))").fetchone()
    if not countries or (row and row[0] == made_of):
        return
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    selects = [
        sql.SQL("select {}::text as country_code, {} from {}").format(
            sql.Literal(country), names, sql.Identifier("raw", country)
        )
        for country in countries
    ]
    # what dbt has made of the old view goes with it, and comes with the next build
    connection.execute("drop view if exists raw.record cascade")
    connection.execute(sql.SQL("create view raw.record as {}").format(sql.SQL(" union all ").join(selects)))
    connection.execute(sql.SQL("comment on view raw.record is {}").format(sql.Literal(made_of)))


def land(connection: Connection[Any], submission: Submission, records: Records) -> None:
    """Replace the rows of a submission."""
    table = sql.Identifier("raw", submission.country)
    connection.execute(
        sql.SQL("delete from {} where _submission = %s").format(table), [submission.submission_id]
    )
    given = {
        "_submission": submission.submission_id,
        "_source": submission.source_id,
        "_period": submission.period,
    }
    copy_records(connection, submission.country, records, given)


def analyze(connection: Connection[Any], country: str) -> None:
    """Let the planner know how many rows each submission has: without it 200 rows take the gate half a minute."""
    connection.execute(sql.SQL("analyze {} (_submission)").format(sql.Identifier("raw", country)))


def copy_records(
    connection: Connection[Any], country: str, records: Records, given: Mapping[str, object]
) -> None:
    """Write records into ``raw.<cc>``. ``given``: the columns that are alike in all of them; others are ``NULL``."""
    if not records:
        return
    columns = records.landed() | {name: [value] * len(records) for name, value in given.items()}
    filled = [
        name for name in (*KEYS, *owners()) if any(value is not None for value in columns.get(name, ()))
    ]
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier("raw", country), sql.SQL(", ").join(map(sql.Identifier, filled))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for text in copy_text([columns[name] for name in filled]):
            copy.write(text)
