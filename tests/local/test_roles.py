"""Who may enter which database, and what she may do there."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from mesoregistry.local import migrate
from mesoregistry.settings import Settings
from tests.conftest import environment

ENTERS = {
    "loader": {"vault", "warehouse"},
    "transformer": {"warehouse"},
    "analyst": {"warehouse"},
    "listener": {"warehouse"},
    "portal": {"warehouse"},  # and its own, which is not among those of the test
    "airflow": set(),  # its database is not among those of the test
}

MAY = [
    ("loader", "warehouse", "create table raw.xx (a text)", True),
    ("loader", "warehouse", "create table intake.xx (a text)", False),
    ("loader", "warehouse", "create schema xx", False),
    (
        "loader",
        "warehouse",
        "insert into intake.event (event_no, action, previous_hash, hash) values (1, 'a', '', 'b')",
        False,
    ),
    ("loader", "warehouse", "update intake.event set action = 'b'", False),
    ("loader", "warehouse", "delete from intake.event", False),
    ("loader", "warehouse", "update intake.chain_head set event_no = 0", False),
    ("loader", "warehouse", "update intake.submission set state = 'accepted'", False),
    ("loader", "warehouse", "update intake.submission set sha256 = repeat('a', 64)", False),
    ("loader", "warehouse", "update intake.submission set rows_waiting = 1", True),
    ("loader", "warehouse", "delete from intake.submission", False),
    ("loader", "warehouse", "select intake.record_event(1, 'landed', 'received', 'in_review', '{}')", False),
    ("loader", "warehouse", "select pg_advisory_lock(1)", True),
    ("transformer", "warehouse", "select pg_advisory_lock(1)", True),
    ("analyst", "warehouse", "select intake.lock_chain()", False),
    ("analyst", "warehouse", "select pg_advisory_lock(1)", False),
    ("analyst", "warehouse", "select pg_try_advisory_xact_lock_shared(1, 2)", False),
    ("analyst", "warehouse", "select lo_create(0)", False),
    ("analyst", "warehouse", "select lo_from_bytea(0, 'x')", False),
    ("portal", "warehouse", "select lo_creat(-1)", False),
    ("listener", "warehouse", "listen intake_arrival", True),
    (
        "listener",
        "warehouse",
        "select 1 from intake.submission where country = 'hn' and state = 'received'",
        True,
    ),
    ("listener", "warehouse", "select sha256 from intake.submission", False),
    ("listener", "warehouse", "update intake.submission set rows_waiting = 1", False),
    ("listener", "warehouse", "select * from intake.finding", False),
    ("listener", "warehouse", "select * from intake.event", False),
    ("listener", "warehouse", "select pg_advisory_lock(1)", False),
    ("listener", "warehouse", "create temporary table xx (a text)", False),
    ("loader", "warehouse", "delete from intake.finding", True),
    ("loader", "warehouse", "create temporary table xx (a text)", True),
    ("loader", "vault", "select * from vault.identity", True),
    ("loader", "vault", "create table vault.xx (a text)", False),
    ("loader", "vault", "create table public.xx (a text)", False),
    ("transformer", "warehouse", "create schema staging", True),
    ("transformer", "warehouse", "create table marts.xx (a text)", True),
    ("transformer", "warehouse", "create table raw.xx (a text)", False),
    ("transformer", "warehouse", "select * from intake.submission", True),
    ("transformer", "warehouse", "delete from intake.submission", False),
    (
        "transformer",
        "warehouse",
        "insert into ops.dbt_run (layer, success, seconds) values ('a', true, 1)",
        True,
    ),
    ("analyst", "warehouse", "select * from intake.submission", False),
    ("analyst", "warehouse", "select * from ops.dbt_run", False),
    ("analyst", "warehouse", "create schema xx", False),
    ("analyst", "warehouse", "create temporary table xx (a text)", True),
    ("analyst", "warehouse", "create table marts.xx (a text)", False),
]


@pytest.mark.parametrize("database", ["vault", "warehouse"])
@pytest.mark.parametrize("role", list(ENTERS))
def test_only_who_must_enters(module_databases: Settings, role: str, database: str) -> None:
    if database in ENTERS[role]:
        psycopg.connect(module_databases.dsn(database, role)).close()
    else:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(module_databases.dsn(database, role))


@pytest.mark.parametrize(("role", "database", "statement", "allowed"), MAY)
def test_rights(module_databases: Settings, role: str, database: str, statement: str, allowed: bool) -> None:
    with psycopg.connect(module_databases.dsn(database, role)) as connection:
        if allowed:
            connection.execute(statement)
            connection.rollback()
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_transformer_reads_what_loader_lands(databases: Settings) -> None:
    with psycopg.connect(databases.dsn("warehouse", "loader")) as loader:
        loader.execute("create table raw.xx as select 'a' as a")
    with psycopg.connect(databases.dsn("warehouse", "transformer")) as transformer:
        assert transformer.execute("select a from raw.xx").fetchall() == [("a",)]
    with (
        psycopg.connect(databases.dsn("warehouse", "analyst")) as analyst,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        analyst.execute("select a from raw.xx")


def test_no_role_is_more_than_it_must_be(server: Settings) -> None:
    with psycopg.connect(server.dsn("warehouse_template")) as connection:
        rights = connection.execute(
            "select rolname from pg_roles"
            " where rolname in ('airflow', 'loader', 'transformer', 'analyst', 'listener', 'portal')"
            " and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)"
        ).fetchall()
        assert rights == []
        public = connection.execute(
            "select datname from pg_database, aclexplode(datacl) where grantee = 0 and datname like %s",
            ["%_template"],
        ).fetchall()
        assert public == []


def test_settings_of_the_analyst(module_databases: Settings) -> None:
    with psycopg.connect(module_databases.dsn("warehouse", "analyst")) as connection:
        names = ("work_mem", "jit", "statement_timeout")
        values = [connection.execute(f"show {name}".encode()).fetchone() for name in names]
    assert values == [("64MB",), ("off",), ("5min",)]


def test_two_installations_on_one_server_leave_one_another_alone(
    tmp_path: Path, server: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has roles of its own: a migration of the second changes no password of the first."""
    monkeypatch.delenv("MESO_ROLE_SUFFIX")
    url = server.server.set(drivername="postgresql").render_as_string(hide_password=False)
    installed = {}
    for suffix in ("_first", "_second"):
        with environment(
            MESO_DATABASE_URL=url, MESO_DATABASE_SUFFIX=suffix, MESO_HOME=str(tmp_path / suffix)
        ) as config:
            migrate.migrate(config)
            installed[suffix] = config
    first, second = installed.values()
    for role, databases in ENTERS.items():
        for database in databases:
            psycopg.connect(first.dsn(database, role)).close()
    with psycopg.connect(first.dsn("warehouse", "loader")) as connection:
        connection.execute("create table raw.xx as select 1 as a")
    with psycopg.connect(first.dsn("warehouse", "transformer")) as connection:
        assert connection.execute("select a from raw.xx").fetchone() == (1,)
    abroad = second.database("warehouse", "loader").set(drivername="postgresql", database="warehouse_first")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(abroad.render_as_string(hide_password=False))
