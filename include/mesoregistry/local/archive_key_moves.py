"""Takes the private half of the key of the archive off this machine, and brings it back."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg

from mesoregistry.local import archive_key, month_keys, secrets, vault_keys
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.lock import locked
from mesoregistry.settings import Settings


def export(settings: Settings, file: Path) -> None:
    """Write a copy of the key into a new file, for its owner alone. Raises ``LocalFault``."""
    archive_key.require(settings)
    key = settings.secret(archive_key.PRIVATE)
    secrets.write(file, f"{key}\n")
    _hold_to(settings, file)


def remove(settings: Settings, file: Path) -> None:
    """Take the key off this machine, once ``file``, a copy that lies elsewhere, was found to be the same key.

    Raises:
        LocalFault: the copy is another key, or a rotation of the key is not finished.
    """
    path = settings.secrets / archive_key.PRIVATE
    with locked(settings.run / "keys.lock"):
        if vault_keys.previous_file(path).exists() or vault_keys.next_file(path).exists():
            raise LocalFault(
                "El cambio de la llave del archivo no terminó: mesoregistry rotate vault_file.",
                "The rotation of the key of the archive is not finished: mesoregistry rotate vault_file.",
            )
        _hold_to(settings, file)
        if file.absolute().is_relative_to(settings.home):
            raise LocalFault(
                f"{file} está en esta instalación: llévela antes a otro lugar.",
                f"{file} lies in this installation: move it elsewhere first.",
            )
        with psycopg.connect(settings.dsn("vault", "loader")) as connection:
            month_keys.ensure(connection, settings)  # with which files are taken in from now on
        _write_away(settings, "coalesce(away_since, clock_timestamp())")
        if path.exists():
            with path.open("r+b", buffering=0) as held:
                held.write(b"\0" * path.stat().st_size)
                os.fsync(held.fileno())
            path.unlink()
            secrets.sync_folder(path.parent)


def supply(settings: Settings, file: Path) -> None:
    """Bring the key back: files of every month open again. Raises ``LocalFault`` when it is another key."""
    with locked(settings.run / "keys.lock"):
        _hold_to(settings, file)
        secrets.replace(
            settings.secrets / archive_key.PRIVATE, f"{file.read_text(encoding='utf-8').strip()}\n"
        )
        _write_away(settings, "null")


def _hold_to(settings: Settings, file: Path) -> None:
    with psycopg.connect(settings.dsn("vault", "loader")) as connection:
        row = connection.execute(
            "select fingerprint from vault.key where name = %s", [archive_key.PRIVATE]
        ).fetchone()
    key = file.read_text(encoding="utf-8", errors="replace").strip()
    if row is None or vault_keys.fingerprint(archive_key.PRIVATE, key) != row[0]:
        raise LocalFault(
            f"{file} no es la llave de este archivo. Nada cambió.",
            f"{file} is not the key of this archive. Nothing was changed.",
        )


def _write_away(settings: Settings, moment: str) -> None:
    with psycopg.connect(settings.dsn("vault")) as connection:  # as the owner
        connection.execute(f"update vault.archive_key set away_since = {moment}".encode())
