"""One hash for all rows of a server's databases: equal before and after means that nothing is missing or changed."""

from __future__ import annotations

import hashlib

import psycopg
from psycopg import sql

from mesoregistry.local.roles import ENTRANTS
from mesoregistry.settings import Settings

TABLES = """
    select schemaname, tablename from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2
"""
# the sum does not depend on the order of the rows
SUM = "select count(*), coalesce(sum(hashtextextended(listed::text, 0)::numeric), 0) from {}.{} as listed"


def row_hashes(settings: Settings) -> dict[str, str]:
    """For each database the hash over the count and the content of every table."""
    return {name: _database(settings.dsn(name)) for name in ENTRANTS}


def _database(dsn: str) -> str:
    digest = hashlib.sha256()
    with psycopg.connect(dsn) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute("set local timezone to 'UTC'")
        for schema, table in connection.execute(TABLES).fetchall():
            query = sql.SQL(SUM).format(sql.Identifier(schema), sql.Identifier(table))
            digest.update(f"{schema}.{table} {connection.execute(query).fetchone()}\n".encode())
    return digest.hexdigest()
