"""The roles and databases of the server, and which role may enter which database."""

from __future__ import annotations

import re

from psycopg import Connection, sql

from mesoregistry import clock
from mesoregistry.local.secrets import ROLES
from mesoregistry.settings import Settings

# who may connect
ENTRANTS: dict[str, tuple[str, ...]] = {
    "airflow": ("airflow",),
    "vault": ("loader",),
    "warehouse": ("loader", "transformer", "analyst", "listener", "portal"),
    "portal": ("portal",),
}
MAY_MAKE_TEMPORARY = ("loader", "transformer", "analyst")
# An analyst's query sorts in memory, is not compiled for seconds to run for milliseconds, and ends by itself;
# `current_date` is the day of the region, as the days of the registry are.
DEFAULTS = {
    # it holds the lock of the ledger while it files: a page that hangs must not hold up the intake
    "portal": {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "30s"},
    "analyst": {"work_mem": "64MB", "jit": "off", "statement_timeout": "5min", "timezone": clock.REGION},
}
FRESH = "encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'"
PLAIN = "login nocreatedb nocreaterole"
MAY_CREATE = {"warehouse": ("transformer",)}  # schemas of dbt


def ensure_roles(connection: Connection, settings: Settings) -> None:
    """Every role, with the password of its secret (only its SCRAM verifier goes over the wire) and its settings."""
    known = {name for (name,) in connection.execute("select rolname from pg_roles")}
    for secret in ROLES:
        role = settings.role(secret)
        verifier = connection.pgconn.encrypt_password(
            settings.secret(secret).encode(), role.encode(), b"scram-sha-256"
        )
        verb = "alter role {} {} password {}" if role in known else "create role {} {} password {}"
        connection.execute(
            sql.SQL(verb).format(sql.Identifier(role), sql.SQL(PLAIN), sql.Literal(verifier.decode()))
        )
        for name, value in DEFAULTS.get(secret, {}).items():
            connection.execute(
                sql.SQL("alter role {} set {} to {}").format(
                    sql.Identifier(role), sql.Identifier(name), sql.Literal(value)
                )
            )
        if role not in known and not _superuser(connection):
            # an owner who is no superuser sets the default privileges of a role as its member
            connection.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(role)))


def ensure_database(connection: Connection, name: str, template: str = "template0") -> None:
    """Make the database ``name`` unless it is there; sorted by code point, as everywhere."""
    if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        return
    how = FRESH if template == "template0" else ""
    connection.execute(
        sql.SQL("create database {} template {} {}").format(
            sql.Identifier(name), sql.Identifier(template), sql.SQL(how)
        )
    )


def grant_connections(connection: Connection, settings: Settings, name: str) -> None:
    """Let in who may enter the database ``name``, and nobody else."""
    database = sql.Identifier(name + settings.database_suffix)
    connection.execute(sql.SQL("revoke all on database {} from public").format(database))
    for role in ENTRANTS[name]:
        rights = ["connect"]
        rights += ["temporary"] if role in MAY_MAKE_TEMPORARY else []
        rights += ["create"] if role in MAY_CREATE.get(name, ()) else []
        connection.execute(
            sql.SQL("grant {} on database {} to {}").format(
                sql.SQL(", ").join(map(sql.SQL, rights)), database, sql.Identifier(settings.role(role))
            )
        )


GRANTEES = re.compile(r"\b(?:to|from|for role|by)\s+(?:\w+\s*,\s*)*\w+", re.IGNORECASE)
NAMED = re.compile(rf"\b(?:{'|'.join(ROLES)})\b")


def for_roles(statements: str, settings: Settings) -> str:
    """The statements of a migration, with the roles of this installation in the place of the plain names."""

    def renamed(match: re.Match[str]) -> str:
        return NAMED.sub(lambda name: f'"{settings.role(name[0])}"', match[0])

    return GRANTEES.sub(renamed, statements)


def _superuser(connection: Connection) -> bool:
    row = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
    return bool(row and row[0])
