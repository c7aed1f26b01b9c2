"""Migrations: databases, roles, plain SQL run once and in order, and the grants.

Each file runs in a transaction of its own and is written down in ``public.migration`` with its SHA-256. A
file that changed after it ran is refused; ``grants.sql`` runs again whenever it or a migration is new.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import psycopg
from psycopg import Connection

from mesoregistry.local import secrets, vault_keys
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.roles import ENTRANTS, ensure_database, ensure_roles, for_roles, grant_connections
from mesoregistry.local.server import server
from mesoregistry.settings import Settings

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
GRANTS = "grants.sql"
LOCK = 20_120_415  # one migration at a time on the server


def migrate(settings: Settings, folder: Path = MIGRATIONS) -> list[str]:
    """Bring the three databases to the newest state. Returns what ran, as ``warehouse/0001_ledger.sql``."""
    secrets.ensure(settings)
    done: list[str] = []
    with server(settings) as connected:
        connected.execute("select pg_advisory_lock(%s)", [LOCK])
        ensure_roles(connected, settings)
        for name in ENTRANTS:
            ensure_database(connected, name + settings.database_suffix)
            grant_connections(connected, settings, name)
            with psycopg.connect(settings.dsn(name), autocommit=True) as connection:
                done += _bring_up(connection, folder / name, settings)
    vault_keys.ensure(settings)
    return done


def pending(settings: Settings, folder: Path = MIGRATIONS) -> list[str]:
    """The migrations that would run now, as ``warehouse/0001_ledger.sql``; changes nothing.

    Raises:
        LocalFault: one changed after it was applied, or comes late.
        psycopg.OperationalError: a database is missing or does not answer.
    """
    files: list[str] = []
    for name in ENTRANTS:
        with psycopg.connect(settings.dsn(name)) as connection:
            files += [f"{name}/{file.name}" for file in _new(folder / name, _known(connection))]
    return files


def _bring_up(connection: Connection, folder: Path, settings: Settings) -> list[str]:
    connection.execute("set client_min_messages = warning")
    connection.execute(
        "create table if not exists public.migration ("
        "name text primary key, sha256 text not null, applied_at timestamptz not null default clock_timestamp())"
    )
    new = _new(folder, _known(connection))
    for file in new:
        _apply(connection, file, settings)
    return [f"{folder.name}/{file.name}" for file in new]


def _known(connection: Connection) -> dict[str, str]:
    """File name to SHA-256 of what was applied; empty in a database that was never migrated."""
    if connection.execute("select to_regclass('public.migration')").fetchone() == (None,):
        return {}
    return dict(connection.execute("select name, sha256 from public.migration").fetchall())


def _new(folder: Path, known: dict[str, str]) -> list[Path]:
    files = sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    _refuse_changed(folder, files, known)
    new = [file for file in files if file.name not in known]
    grants = folder / GRANTS
    if new or known.get(GRANTS) != _sha256(grants):
        new.append(grants)
    return new


def _refuse_changed(folder: Path, files: list[Path], known: dict[str, str]) -> None:
    for file in files:
        if file.name in known and known[file.name] != _sha256(file):
            name = f"{folder.name}/{file.name}"
            raise LocalFault(
                f"La migración {name} cambió después de aplicarse: déjela como estaba y escriba una nueva.",
                f"The migration {name} changed after it was applied: put it back and write a new one.",
            )
    newest = max((name for name in known if name != GRANTS), default="")
    for file in files:
        if file.name not in known and file.name < newest:
            name = f"{folder.name}/{file.name}"
            raise LocalFault(
                f"La migración {name} llega tarde: ya se aplicó {newest}; déle un número mayor.",
                f"The migration {name} comes late: {newest} was applied already; give it a higher number.",
            )


def _apply(connection: Connection, file: Path, settings: Settings) -> None:
    with connection.transaction():
        connection.execute(for_roles(file.read_text(encoding="utf-8"), settings).encode())
        connection.execute(
            "insert into public.migration (name, sha256) values (%s, %s)"
            " on conflict (name) do update set sha256 = excluded.sha256",
            [file.name, _sha256(file)],
        )


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
