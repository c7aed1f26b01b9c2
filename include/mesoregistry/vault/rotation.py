"""A new key for the vault: what the old one sealed is sealed anew, identities get their MAC anew.

The database changes in one transaction that also records the new fingerprint: after a death it is either as before or
done. The archive follows file by file, with the old key beside the new one until the last file is sealed anew. Calling
it once more finishes what a death left.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from cryptography.fernet import Fernet
from psycopg import sql
from pyrage import DecryptError, decrypt, x25519

from mesoregistry.database import Connection
from mesoregistry.local import archive_key, secrets, vault_keys
from mesoregistry.local.lock import locked
from mesoregistry.settings import Settings, settings
from mesoregistry.steps import announce
from mesoregistry.vault import seal
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import NORMAL_VERSION, Identity

BATCH = 5_000
Rows = Iterator[tuple[str, object]]


def rotate(name: str) -> int:
    """Give the vault a new key ``name``; the number of texts, identities or files that it has now.

    Raises:
        LocalFault: the key of today is missing or another one.
    """
    config = settings()
    path = config.secrets / name
    if name == archive_key.PRIVATE:
        archive_key.require(config)  # every file is opened
    with locked(config.run / "keys.lock"):
        if not vault_keys.previous_file(path).exists():  # else the new key is in place and files are left
            count = _switch(config, name)
        if name == "vault_file":
            count = _seal_archive()
    return count


def _switch(config: Settings, name: str) -> int:
    path = config.secrets / name
    with psycopg.connect(config.dsn("vault")) as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", [vault_keys.LOCK])
        vault_keys.compare(connection, config)  # finishes a rotation that died after its transaction
        secrets.write(vault_keys.next_file(path), secrets.VAULT_MAKERS[name]() + "\n")
        new = vault_keys.next_file(path).read_text(encoding="utf-8").strip()
        announce(f"rotate {name}")
        count = WORK[name](connection, config, new) if name in WORK else 0
        vault_keys.record(connection, name, new)
        announce(f"rotating {name}")
    announce(f"rotated {name}")
    vault_keys.promote(path)
    _forget_old_rows(config)
    return count


def _reseal(connection: Connection, config: Settings, new: str) -> int:
    """Every column ``sealed`` of the vault, under the new key."""
    before, after = Fernet(config.secret("vault_field")), Fernet(new)
    count = 0
    for (table,) in connection.execute(
        "select table_name from information_schema.columns"
        " where table_schema = 'vault' and column_name = 'sealed' order by 1"
    ).fetchall():
        with connection.cursor("sealed_rows") as cursor:
            cursor.itersize = BATCH
            cursor.execute(sql.SQL("select ctid::text, sealed from vault.{}").format(sql.Identifier(table)))
            rows = ((ctid, after.encrypt(before.decrypt(sealed))) for ctid, sealed in cursor)
            count += _replace(connection, table, "sealed", "bytea", rows)
    return count


def _mac_anew(connection: Connection, config: Settings, new: str) -> int:
    """Every identity's MAC, from its sealed name."""
    key, fields = bytes.fromhex(new), Fernet(config.secret("vault_field"))

    def rows() -> Rows:
        query = "select ctid::text, kind, country, sealed from vault.identity where normal_version = %s"
        with connection.cursor("identities") as cursor:
            cursor.itersize = BATCH
            for ctid, kind, country, sealed in cursor.execute(query, [NORMAL_VERSION]):
                name: Hidden = seal.open_text(sealed, fields)
                yield ctid, Identity(kind, name).mac(country, key)

    return _replace(connection, "identity", "mac", "text", rows())


def _replace(connection: Connection, table: str, column: str, kind: str, rows: Rows) -> int:
    """Put new values into a column, by the place of each row: nobody else writes while the lock is held."""
    connection.execute(
        sql.SQL("create temporary table renewed (place tid primary key, value {}) on commit drop").format(
            sql.SQL(kind)
        )
    )
    batch = list(rows)
    with connection.cursor() as cursor, cursor.copy("copy renewed from stdin") as copy:
        for row in batch:
            copy.write_row(row)
    done = connection.execute(
        sql.SQL("update vault.{} as target set {} = value from renewed where target.ctid = place").format(
            sql.Identifier(table), sql.Identifier(column)
        )
    )
    connection.execute("drop table renewed")
    return done.rowcount


WORK: dict[str, Callable[[Connection, Settings, str], int]] = {"vault_field": _reseal, "vault_mac": _mac_anew}


def _forget_old_rows(config: Settings) -> None:
    """Take the rows under the old key from the disk too."""
    with psycopg.connect(config.dsn("vault"), autocommit=True) as connection:
        connection.execute("vacuum full")


def _seal_archive() -> int:
    """Every file of the archive under the new key; the old key goes when none is left."""
    config, count = settings(), 0
    key, *previous = seal.archive_keys()
    for path in sorted(config.archive.rglob("*.age")):
        count += _seal_file(path, key, previous)
    vault_keys.previous_file(config.secrets / "vault_file").unlink(missing_ok=True)
    return count


def _seal_file(path: Path, key: x25519.Identity, previous: list[x25519.Identity]) -> bool:
    sealed = path.read_bytes()
    try:
        decrypt(sealed, [key])
    except DecryptError:
        draft = path.with_name(f"{path.name}.{os.getpid()}.new")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(seal.sealed_again(bytes(decrypt(sealed, previous)), sealed))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        announce("file sealed anew")
        return True
    return False
