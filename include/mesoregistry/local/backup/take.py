"""Take a backup: a folder with the server's files, the sealed files and the keys, and a list of what it holds."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from importlib.metadata import version
from pathlib import Path

import psycopg

from mesoregistry import clock
from mesoregistry.local import secrets
from mesoregistry.local.backup import base, parcel, wal
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.lock import locked
from mesoregistry.settings import Settings

MANIFEST = "manifest.json"
BASE, STATE = "postgres.age", "state.age"
NAME = "%Y%m%dT%H%M%SZ"
FOLDER = re.compile(r"\d{8}T\d{6}Z")
WAL = "wal"


def take(settings: Settings, folder: Path, recipient: str) -> Path:
    """Back up into a new folder inside ``folder``; the path of that folder.

    The copy of the server's files is verified, packed, and then started once to read every row of it, so the
    hashes in the list are those of a restore that worked. With a server of somebody else (``MESO_DATABASE_URL``)
    only sealed files and keys are packed.

    Raises:
        LocalFault: the recipient is no key, or the copy could not be made, verified or started.
    """
    parcel.recipient_of(recipient)
    place = folder / clock.now().strftime(NAME)
    with locked(settings.run / "backup.lock"), locked(settings.run / "keys.lock"):
        place.mkdir(mode=0o700, parents=True)
        try:
            listed = {} if settings.database_url else _server(settings, place, recipient)
            # after the databases: a file received meanwhile is in the archive and not in the ledger, which does no harm
            _state(settings, place, recipient)
            _write_list(settings, place, listed)
        except BaseException:
            shutil.rmtree(place)
            raise
        wal.ship(settings, folder / WAL, recipient)
        forget_old(settings, folder)
    return place


def _server(settings: Settings, place: Path, recipient: str) -> dict[str, object]:
    copied = base.copy(settings)
    try:
        first = wal.first_needed(copied)
        parcel.pack(place / BASE, recipient, {"postgres": copied})
        return {"rows": base.trial(settings, copied), "first_segment": first}
    finally:
        base.remove(copied)


def _state(settings: Settings, place: Path, recipient: str) -> None:
    folders = {
        "archive": settings.archive,
        "secrets": settings.secrets,
        "decisions": settings.home / "decisions",
    }
    parcel.pack(place / STATE, recipient, {name: path for name, path in folders.items() if path.exists()})


def _write_list(settings: Settings, place: Path, listed: dict[str, object]) -> None:
    """What the backup holds, in the open: no name, no key. It is written last: a folder without it is no backup."""
    with psycopg.connect(settings.dsn("vault", "loader")) as connection:  # no service is the owner
        keys: dict[str, str] = dict(
            connection.execute("select name, fingerprint from vault.key order by name").fetchall()
        )
    parcels = {path.name: parcel.sha256(path) for path in sorted(place.glob("*.age"))}
    body = {"version": version("mesoregistry"), "parcels": parcels, "keys": keys, **listed}
    secrets.write(place / MANIFEST, json.dumps(body, indent=1) + "\n")


def backups(folder: Path) -> list[Path]:
    """The finished backups in a folder, oldest first."""
    return sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))


def made_at(backup: Path) -> dt.datetime:
    return dt.datetime.strptime(backup.name, NAME).replace(tzinfo=dt.UTC)


def read_list(backup: Path) -> dict[str, object]:
    """The list of a backup whose parcels are what it says. Raises ``LocalFault``."""
    try:
        body: dict[str, object] = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LocalFault(f"{backup} no es una copia terminada.", f"{backup} is no finished backup.") from None
    parcels = body["parcels"]
    assert isinstance(parcels, dict)
    for name, wanted in parcels.items():
        path = backup / name
        if not path.exists() or parcel.sha256(path) != wanted:
            raise LocalFault(f"{path} falta o está dañado.", f"{path} is missing or damaged.")
    return body


def forget_old(settings: Settings, folder: Path) -> None:
    """Keep the newest ``MESO_BACKUP_KEEP``, and the WAL that they need; what was interrupted goes."""
    kept = backups(folder)[-settings.backup_keep :]
    for path in folder.iterdir():
        if FOLDER.fullmatch(path.name) and path not in kept:
            shutil.rmtree(path)
    first = (
        json.loads((kept[0] / MANIFEST).read_text(encoding="utf-8")).get("first_segment") if kept else None
    )
    if first:
        wal.forget_before(folder / WAL, first)


def nightly(settings: Settings) -> str | None:
    """What ``upkeep`` does: ships the WAL, and once a day takes a backup. The name of the new one."""
    folder, recipient = settings.backup_to, settings.backup_recipient
    if folder is None or recipient is None:
        return None
    known = backups(folder)
    if known and clock.now() - made_at(known[-1]) < dt.timedelta(hours=20):
        if not settings.database_url:
            wal.ship(settings, folder / WAL, recipient)
        return None
    return take(settings, folder, recipient).name
