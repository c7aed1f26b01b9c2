"""Connections of the owner to the server, for what concerns all of its databases."""

from __future__ import annotations

import psycopg
from psycopg import Connection

from mesoregistry.local import vault_keys
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings


def maintenance(settings: Settings) -> str:
    """Where one connects to make databases."""
    url = settings.server.set(drivername="postgresql", database=settings.server.database or "postgres")
    return url.render_as_string(hide_password=False)


def without_owner(settings: Settings) -> str:
    """The address of the server alone: its owner's password is for migrations, and no service has it."""
    url = settings.server
    return url.create("postgresql", host=url.host, port=url.port, query=url.query).render_as_string()


def server(settings: Settings) -> Connection:
    """A connection of the owner to the server, each statement by itself.

    Raises:
        LocalFault: the server does not answer, or refuses the password.
    """
    try:
        return psycopg.connect(maintenance(settings), autocommit=True)
    except psycopg.OperationalError as error:
        if changed := _changed_password(settings):
            return changed
        url, reason = settings.server, str(error).split("\n", 1)[0]
        where = f"{url.username}@{url.host}:{url.port or 5432}"
        raise LocalFault(
            f"No se puede entrar a PostgreSQL como {where}: {reason}",
            f"PostgreSQL does not let {where} in: {reason}",
        ) from None


def _changed_password(settings: Settings) -> Connection | None:
    """The owner's password of a rotation that died when the server had it already."""
    path = settings.secrets / "postgres"
    new = vault_keys.next_file(path)
    if settings.database_url or not new.exists():
        return None
    url = settings.server.set(drivername="postgresql", database="postgres")
    url = url.set(password=new.read_text(encoding="utf-8").strip())
    try:
        connection = psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
    except psycopg.OperationalError:
        return None
    vault_keys.promote(path)
    return connection
