"""Write every table and the WAL anew: a deleted row stays in both until then, and a copy of the disk has it."""

from __future__ import annotations

import time
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from mesoregistry.local.fault import LocalFault
from mesoregistry.local.server import server
from mesoregistry.settings import Settings

LONGEST = 120.0  # seconds that others get to end a query, or a lock on a table
KEPT_IN = ("vault", "warehouse")
OURS = (
    "select schemaname, tablename from pg_tables"
    " where schemaname in ('vault', 'raw', 'intake', 'ops') order by schemaname, tablename"
)
STATISTICS = ("pg_catalog", "pg_statistic")  # samples of values, of tables that were dropped too
SEGMENTS: LiteralString = "from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'"
READER = (
    "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    " and backend_xmin is not null and age(backend_xmin) > age(%s::text::xid) limit 1"
)


def rewrite(settings: Settings) -> bool:
    """Rewrite the tables of the vault and of the intake, then begin a new WAL.

    The tables of the marts are new after a full build. Returns whether the WAL was renewed: on a server of which we are
    no superuser its administrator does it (``checkpoint`` with ``wal_recycle = off``).

    Raises:
        LocalFault: somebody's query, begun before, is still open; what was deleted is still on the disk.
    """
    for name in KEPT_IN:
        with psycopg.connect(settings.dsn(name), autocommit=True) as connection:
            _wait_for_readers(connection)
            connection.execute("select set_config('lock_timeout', %s, false)", [f"{LONGEST:.0f}s"])
            tables = connection.execute(OURS).fetchall()
            for schema, table in [*tables, STATISTICS]:
                connection.execute(sql.SQL("vacuum (full) {}").format(sql.Identifier(schema, table)))
    return _renew_wal(settings)


def _wait_for_readers(connection: psycopg.Connection[Any]) -> None:
    """Returns when no query is open that began before: for such a query PostgreSQL keeps the rows it may still see."""
    row = connection.execute("select pg_current_xact_id()::xid::text").fetchone()
    assert row is not None
    deadline = time.monotonic() + LONGEST
    while reader := connection.execute(READER, row).fetchone():
        if time.monotonic() > deadline:
            process = reader[0]
            raise LocalFault(
                f"Una consulta sigue abierta (proceso de PostgreSQL {process}) y mantiene en el disco lo borrado:"
                " termínela y repita la orden.",
                f"A query is still open (process of PostgreSQL {process}) and keeps on the disk what was deleted:"
                " end it and run the command again.",
            )
        time.sleep(0.1)


def _renew_wal(settings: Settings) -> bool:
    with server(settings) as connection:
        row = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
        if row != (True,):
            return False
        connection.execute("alter system set wal_recycle = off")
        connection.execute("select pg_reload_conf()")
        try:
            _leave_segments(connection)
        finally:
            connection.execute("alter system reset wal_recycle")
            connection.execute("select pg_reload_conf()")
    return True


def _leave_segments(connection: psycopg.Connection[Any]) -> None:
    """Write on until every segment that is there now is gone: PostgreSQL keeps old ones, full as they are, to be
    written later. A checkpoint removes those before it, so each that is kept for later is begun, and left behind.
    """
    deadline = time.monotonic() + LONGEST
    while connection.execute("show wal_recycle").fetchone() != ("off",):
        time.sleep(0.05)  # this process and the one that makes checkpoints hear of it at the same time
    _checkpoint(connection)
    last = connection.execute(f"select max(name) {SEGMENTS}").fetchone()
    while connection.execute(f"select count(*) {SEGMENTS} and name <= %s", last).fetchone() != (0,):
        if time.monotonic() > deadline:
            raise LocalFault(
                "PostgreSQL no suelta los segmentos viejos del WAL: deje terminar la copia o la réplica que los retiene"
                " y repita la orden.",
                "PostgreSQL does not let go of old segments of the WAL: let the backup or the replica that holds them"
                " end, and run the command again.",
            )
        _checkpoint(connection)


def _checkpoint(connection: psycopg.Connection[Any]) -> None:
    """Begin a new segment and remove those that no recovery needs."""
    connection.execute("select pg_switch_wal()")
    connection.execute("checkpoint")
