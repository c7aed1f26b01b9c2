"""Write every table and the WAL anew: a deleted row stays in both until then, and a copy of the disk has it."""

from __future__ import annotations

import psycopg
from psycopg import sql

from mesoregistry.local.server import server
from mesoregistry.settings import Settings

KEPT_IN = ("vault", "warehouse")
OURS = (
    "select schemaname, tablename from pg_tables"
    " where schemaname in ('vault', 'raw', 'intake', 'ops') order by schemaname, tablename"
)
STATISTICS = ("pg_catalog", "pg_statistic")  # samples of values, of tables that were dropped too


def rewrite(settings: Settings) -> bool:
    """Rewrite the tables of the vault and of the intake, then begin a new WAL.

    The tables of the marts are new after a full build. Returns whether the WAL was renewed: on a server of which we are
    no superuser its administrator does it (``checkpoint`` with ``wal_recycle = off``).
    """
    for name in KEPT_IN:
        with psycopg.connect(settings.dsn(name), autocommit=True) as connection:
            tables = connection.execute(OURS).fetchall()
            for schema, table in [*tables, STATISTICS]:
                connection.execute(sql.SQL("vacuum (full) {}").format(sql.Identifier(schema, table)))
    return _renew_wal(settings)


def _renew_wal(settings: Settings) -> bool:
    with server(settings) as connection:
        row = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
        if row != (True,):
            return False
        connection.execute("alter system set wal_recycle = off")
        connection.execute("select pg_reload_conf()")
        try:
            for _ in range(6):  # a later one removes the segment that the first was written to
                connection.execute("select pg_switch_wal()")
                connection.execute("checkpoint")
        finally:
            connection.execute("alter system reset wal_recycle")
            connection.execute("select pg_reload_conf()")
    return True
