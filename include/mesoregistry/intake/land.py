"""Landing: ``raw.<cc>`` made from the catalogue, its rows written by ``COPY`` in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from psycopg import Connection, sql

from mesoregistry.catalog.landed_columns import KEYS, column_types, owners
from mesoregistry.intake.interpret import Record
from mesoregistry.ledger import Submission


def ensure_raw_tables(connection: Connection[Any], countries: Iterable[str]) -> None:
    """Make ``raw.<cc>`` of each country, and widen it by the fields that came since."""
    for country in countries:
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


def land(connection: Connection[Any], submission: Submission, records: Iterable[Record]) -> None:
    """Replace the rows of a submission."""
    table = sql.Identifier("raw", submission.country)
    columns = (*KEYS, *owners())
    connection.execute(
        sql.SQL("delete from {} where _submission = %s").format(table), [submission.submission_id]
    )
    statement = sql.SQL("copy {} ({}) from stdin").format(
        table, sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for record in records:
            children = json.dumps(record.children) if record.children else None
            keys = (
                submission.submission_id, record.number, record.sheet, record.row, children,
                submission.source_id, submission.period,
            )  # fmt: skip
            copy.write_row((*keys, *(record.values.get(name) for name in owners())))
