"""Restore a backup into an empty home, to the moment it was taken or to a later one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from mesoregistry.local import migrate, postgres
from mesoregistry.local.backup import base, parcel
from mesoregistry.local.backup.rows import row_hashes
from mesoregistry.local.backup.take import BASE, STATE, WAL, read_list
from mesoregistry.local.cluster import Cluster, find
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.wal_spool import spool
from mesoregistry.settings import Settings

HELD = ("postgres", "archive", "secrets", "decisions")


@dataclass(frozen=True, slots=True)
class Restored:
    """``same``: every row is that of the backup; ``None`` when the WAL after it was applied."""

    same: bool | None
    last: datetime | None


def restore(settings: Settings, backup: Path, identity: str, until: datetime | None = None) -> Restored:
    """Restore the folder ``backup`` into this ``MESO_HOME`` and leave the server running.

    Args:
        identity: the secret key, ``AGE-SECRET-KEY-1…``.
        until: a moment after the backup; the WAL in the folder ``wal`` beside it is applied up to there.

    Raises:
        LocalFault: the home is not empty, the backup is damaged or of another key, or a key of the vault is missing.
    """
    _must_be_empty(settings)
    listed = read_list(backup)
    settings.home.mkdir(parents=True, exist_ok=True)
    _unpack_state(settings, backup, identity)
    if "rows" not in listed:
        return Restored(None, None)
    cluster = find(settings)
    _unpack_server(settings, cluster, backup, identity)
    if until is not None:
        _replay(cluster, backup.parent / WAL, identity, until)
    postgres.start(settings)
    if until is not None:
        _wait_until_promoted(settings)
        base.remove(spool(cluster).with_name("wal.restored"))
    same = None if until else row_hashes(settings) == listed["rows"]
    last = _last_commit(settings)
    migrate.migrate(settings)  # compares the keys
    return Restored(same, last)


def _must_be_empty(settings: Settings) -> None:
    full = [str(settings.home / name) for name in HELD if (settings.home / name).exists()]
    if full:
        listed = ", ".join(full)
        raise LocalFault(
            f"Se restaura sólo en un lugar vacío, y aquí están {listed}: ponga otro en MESO_HOME, o apártelos.",
            f"A backup is restored into an empty place only, and {listed} are there: set another MESO_HOME, or move"
            " them aside.",
        )


def _unpack_state(settings: Settings, backup: Path, identity: str) -> None:
    draft = settings.home / "restore.new"
    base.remove(draft)
    draft.mkdir(mode=0o700)
    parcel.unpack(backup / STATE, identity, draft)
    for folder in draft.iterdir():
        folder.chmod(0o700)
        folder.rename(settings.home / folder.name)
    draft.rmdir()


def _unpack_server(settings: Settings, cluster: Cluster, backup: Path, identity: str) -> None:
    draft = cluster.data.with_name("restore.new")
    base.remove(draft)
    draft.mkdir(mode=0o700)
    parcel.unpack(backup / BASE, identity, draft)
    base.give_all(cluster, draft)
    settings.logs.mkdir(exist_ok=True)
    base.verify(cluster, draft / "postgres", base.log_file(settings))
    (draft / "postgres").rename(cluster.data)
    shutil.rmtree(draft)


def _replay(cluster: Cluster, folder: Path, identity: str, until: datetime) -> None:
    """Put the WAL where the server finds it, and tell it how far to go; it reads this at its start."""
    place = spool(cluster).with_name("wal.restored")
    base.remove(place)
    place.mkdir(mode=0o700)
    for path in sorted(folder.glob("*.age")):
        parcel.unpack(path, identity, place)
    base.give_all(cluster, place)
    lines = (
        f'restore_command = \'cp "{place}/%f" "%p"\'',
        f"recovery_target_time = '{until.isoformat()}'",
        "recovery_target_action = 'promote'",
    )
    with (cluster.data / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    signal = cluster.data / "recovery.signal"
    signal.touch(mode=0o600)
    cluster.give(signal)


def _wait_until_promoted(settings: Settings) -> None:
    """Returns when the server takes writes, and forgets where it got its WAL."""
    with psycopg.connect(settings.dsn("postgres"), autocommit=True) as connection:
        while connection.execute("select pg_is_in_recovery()").fetchone() == (True,):
            connection.execute("select pg_sleep(0.2)")
        for name in ("restore_command", "recovery_target_time", "recovery_target_action"):
            connection.execute(f"alter system reset {name}".encode())


def _last_commit(settings: Settings) -> datetime | None:
    """When the ledger last wrote: how far the restored data go."""
    with psycopg.connect(settings.dsn("warehouse")) as connection:
        row = connection.execute("select max(recorded_at) from intake.event").fetchone()
    return row[0] if row else None
