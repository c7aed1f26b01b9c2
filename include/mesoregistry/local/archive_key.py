"""The key of the archive: its public half seals every file; its private half may be off this machine.

Which public half is the right one, and since when the private one is away, the owner of the database writes into
``vault.archive_key``: a file of the secrets that is missing is a key that was lost, unless it says so there.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, TypeAlias

import psycopg

from mesoregistry.local import secrets
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings

Connection: TypeAlias = "psycopg.Connection[Any]"

PRIVATE = "vault_file"
RUNBOOK = "docs/runbooks/archive-key.md"


class ArchiveKeyIsAway(LocalFault):
    """What was asked needs the private half of the key of the archive, which is not on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "Esto se selló en un mes cuya llave ya se destruyó, y la llave del archivo está fuera de esta máquina."
            f" Tráigala por un momento: mesoregistry archive-key supply ARCHIVO ({RUNBOOK}).",
            "This was sealed in a month whose key was destroyed, and the key of the archive is not on this machine."
            f" Bring it for a moment: mesoregistry archive-key supply FILE ({RUNBOOK}).",
        )


def is_here(settings: Settings) -> bool:
    """Whether the private half is among the secrets of this process."""
    return (settings.secrets / PRIVATE).exists()


def away_since(connection: Connection) -> dt.datetime | None:
    """Since when the private half is off this machine; ``None`` when it is on it."""
    row = connection.execute("select away_since from vault.archive_key").fetchone()
    return row[0] if row else None


def is_away(connection: Connection, settings: Settings, name: str = PRIVATE) -> bool:
    """Whether ``name`` is the key of the archive, and is missing because it was taken off this machine."""
    return name == PRIVATE and not is_here(settings) and away_since(connection) is not None


def require(settings: Settings) -> None:
    """Raise ``ArchiveKeyIsAway`` before something is begun that opens files of any month."""
    if not is_here(settings):
        raise ArchiveKeyIsAway


def record(connection: Connection, identity: str) -> None:
    """Write down the public half of the key ``identity``, as the owner."""
    connection.execute(
        "insert into vault.archive_key (recipient) values (%s)"
        " on conflict (is_only) do update set recipient = excluded.recipient"
        " where archive_key.recipient <> excluded.recipient",
        [_public(identity)],
    )


def restore_recipient(connection: Connection, settings: Settings) -> None:
    """Put the public half that was written down into the file of the secrets."""
    _write(settings.secrets, _recorded(connection) or "")


def compare_recipient(connection: Connection, settings: Settings) -> None:
    """Raise ``LocalFault`` when files would be sealed to a key that is not that of the archive."""
    path, right = settings.secrets / secrets.ARCHIVE_RECIPIENT, _recorded(connection)
    if right and path.exists() and path.read_text(encoding="utf-8").strip() != right:
        raise LocalFault(
            f"{path} no es la llave pública del archivo: lo que se sellara con ella lo abriría otro, y nadie más."
            " Escríbala de nuevo: mesoregistry migrate.",
            f"{path} is not the public key of the archive: what it seals somebody else would open, and nobody else."
            " Write it anew: mesoregistry migrate.",
        )


def write_recipient(folder: Path, identity: str) -> None:
    """Write the public half of a key of the archive, unless it is there."""
    _write(folder, _public(identity))


def _write(folder: Path, recipient: str) -> None:
    path = folder / secrets.ARCHIVE_RECIPIENT
    if not path.exists() or path.read_text(encoding="utf-8").strip() != recipient:
        secrets.replace(path, f"{recipient}\n")


def _recorded(connection: Connection) -> str | None:
    row = connection.execute("select recipient from vault.archive_key").fetchone()
    return row[0] if row else None


def _public(identity: str) -> str:
    from pyrage import x25519

    return str(x25519.Identity.from_str(identity).to_public())
