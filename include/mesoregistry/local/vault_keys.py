"""The keys of the vault: made once, never anew where data exist, compared with their fingerprints at each start.

The database ``vault`` holds a fingerprint of each key. With another key nothing that was sealed opens, and known
persons would get new tokens; so a key that is missing or another one stops the start. A rotation writes the new key
to ``NAME.next`` and its fingerprint to the database in the transaction that seals anew: if the process dies, the
fingerprint decides which of the two files is the key.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Any, TypeAlias

import psycopg

from mesoregistry.local import archive_key, secrets, sender_keys
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings

Connection: TypeAlias = "psycopg.Connection[Any]"

LOCK = 20_120_416  # shared by what writes to the vault, exclusive for a rotation
RUNBOOK = "docs/runbooks/lost-secret.md"


def fingerprint(name: str, secret: str) -> str:
    """16 hexadecimal digits that tell a key from another and say nothing about it."""
    return hashlib.sha256(f"mesoregistry key\0{name}\0{secret}".encode()).hexdigest()[:16]


def ensure(settings: Settings) -> None:
    """Make and record the keys of a vault without data; where data exist, only compare.

    Raises:
        LocalFault: a key is missing or another one; it names the key, its fingerprint and the way back.
    """
    secrets.folder(settings)
    with psycopg.connect(settings.dsn("vault")) as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        if holds_data(connection, settings):
            _compare_private(connection, settings)
        else:
            for name, make in secrets.VAULT_MAKERS.items():
                if not (settings.secrets / name).exists():
                    secrets.write(settings.secrets / name, make() + "\n")
        for name in secrets.VAULT_MAKERS:
            if not archive_key.is_away(connection, settings, name):
                record(connection, name, settings.secret(name))
        archive_key.restore_recipient(connection, settings)
        sender_keys.record(connection, settings)


def record(connection: Connection, name: str, secret: str) -> None:
    """Write the fingerprint of a key into the database, as the owner; of that of the archive its public half too."""
    if name == archive_key.PRIVATE:
        archive_key.record(connection, secret)
    connection.execute(
        "insert into vault.key (name, fingerprint) values (%s, %s) on conflict (name) do update"
        " set fingerprint = excluded.fingerprint, since = excluded.since"
        " where key.fingerprint <> excluded.fingerprint",
        [name, fingerprint(name, secret)],
    )


def holds_data(connection: Connection, settings: Settings) -> bool:
    """Whether anything was sealed: a file of the archive, a name, a text; or a key was taken off this machine."""
    if next(settings.archive.glob("*.age"), None) or archive_key.away_since(connection):
        return True
    row = connection.execute("select exists (select from vault.identity) or exists (select from vault.text)")
    return row.fetchone() == (True,)


def compare(connection: Connection, settings: Settings) -> None:
    """Hold the keys here to the fingerprints of the vault.

    Raises:
        LocalFault: one is missing or another one.
    """
    _compare_private(connection, settings)
    archive_key.compare_recipient(connection, settings)


def _compare_private(connection: Connection, settings: Settings) -> None:
    recorded: dict[str, str] = dict(connection.execute("select name, fingerprint from vault.key").fetchall())
    for name in secrets.VAULT_MAKERS:
        path, wanted = settings.secrets / name, recorded.get(name)
        if _is(path, name, wanted) or archive_key.is_away(connection, settings, name):
            continue
        if wanted and _is(next_file(path), name, wanted):  # a rotation that died after its transaction
            promote(path)
            continue
        raise _lost(path, wanted, there=path.exists())


def _is(path: Path, name: str, wanted: str | None) -> bool:
    """Whether the file holds the key of that fingerprint; any key where none was recorded."""
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return False
    return wanted is None or fingerprint(name, secret) == wanted


def secret(settings: Settings, name: str) -> str:
    """A key of the vault. Raises ``LocalFault`` when its file is missing."""
    try:
        return settings.secret(name)
    except FileNotFoundError:
        raise _lost(settings.secrets / name, None, there=False) from None


def next_file(path: Path) -> Path:
    """Where a rotation keeps the new key until the database knows its fingerprint."""
    return path.with_name(f"{path.name}.next")


def previous_file(path: Path) -> Path:
    """Where a rotation keeps the old key of the archive until every file is sealed anew."""
    return path.with_name(f"{path.name}.previous")


def promote(path: Path) -> None:
    """Make the new key the key. The old key of the archive stays beside it: files are sealed anew one by one."""
    with contextlib.suppress(FileExistsError, FileNotFoundError):
        if path.name == "vault_file":
            # first of all: what is sealed from now on opens with the new key, which is there already
            archive_key.write_recipient(path.parent, next_file(path).read_text(encoding="utf-8").strip())
            os.link(path, previous_file(path))
    with contextlib.suppress(FileNotFoundError):  # another process did it meanwhile
        next_file(path).replace(path)
    secrets.sync_folder(path.parent)


def _lost(path: Path, wanted: str | None, *, there: bool) -> LocalFault:
    mark = f" ({wanted})" if wanted else ""
    es = f"La llave {path} no es la de estos datos" if there else f"Falta la llave {path}"
    en = f"The key {path} is not that of these data" if there else f"The key {path} is missing"
    return LocalFault(
        f"{es}{mark and f'; la huella de la buena es{mark}'}. No se hace otra: con otra llave nada de lo sellado se"
        f" abre. Restáurela de la última copia de respaldo: {RUNBOOK}.",
        f"{en}{mark and f'; the fingerprint of the right one is{mark}'}. No other is made: with another key nothing"
        f" that was sealed opens. Restore it from the last backup: {RUNBOOK}.",
    )
