"""Secrets: made at first start, one file each in ``var/secrets``, for nobody else's eyes.

What is lost is made anew only where nothing depends on it. The keys of the vault are made by ``local.vault_keys``,
which looks for data first; a secret is changed by ``mesoregistry rotate`` and in no other way.
"""

from __future__ import annotations

import os
import secrets as random
from collections.abc import Callable
from pathlib import Path

from mesoregistry.local.fault import LocalFault
from mesoregistry.local.folders import make_private
from mesoregistry.settings import Settings

ROLES = ("airflow", "loader", "transformer", "analyst", "listener", "portal")


def _password() -> str:
    return random.token_urlsafe(24)


def _fernet() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def _age() -> str:
    from pyrage import x25519

    return str(x25519.Identity.generate())


MAKERS: dict[str, Callable[[], str]] = {
    "postgres": _password,
    **dict.fromkeys(ROLES, _password),
    "airflow_admin": lambda: random.token_urlsafe(12),
    "airflow_api_secret": lambda: random.token_urlsafe(64),
    "airflow_fernet": _fernet,
    "airflow_jwt": lambda: random.token_urlsafe(64),
    "portal_session": lambda: random.token_urlsafe(64),  # signs the cookies of the portal
    # Ed25519 keys that sign what was received, of inbox and commands and of the portal
    "intake_signing": lambda: random.token_hex(32),
    "portal_signing": lambda: random.token_hex(32),
    "ledger_signing": lambda: random.token_hex(32),  # an Ed25519 key: signs the heads of the chain of events
}
ARCHIVE_RECIPIENT = "archive_recipient"
"""The public half of ``vault_file``: who holds it alone seals files and opens none."""
VAULT_MAKERS: dict[str, Callable[[], str]] = {
    "vault_field": _fernet,  # seals one field
    "vault_file": _age,  # seals the files received
    "vault_mac": lambda: random.token_hex(32),  # matches identities
}


def ensure(settings: Settings) -> None:
    """Make every secret that is missing, those of the vault apart. Two processes at once agree on one value.

    Raises:
        LocalFault: the password of an embedded server that was made already is missing.
    """
    folder(settings)
    if (settings.home / "postgres" / "PG_VERSION").exists() and not (settings.secrets / "postgres").exists():
        raise LocalFault(
            f"Falta {settings.secrets / 'postgres'}, la contraseña del servidor que ya tiene datos. Restáurela de la"
            " última copia de respaldo, o ponga otra: docs/runbooks/lost-secret.md.",
            f"{settings.secrets / 'postgres'} is missing, the password of a server that holds data. Restore it from"
            " the last backup, or set another: docs/runbooks/lost-secret.md.",
        )
    for name, make in MAKERS.items():
        path = settings.secrets / name
        if not path.exists():
            write(path, make() + "\n")


def folder(settings: Settings) -> None:
    """The folder of the secrets, and every other of this home, for its owner alone."""
    make_private(settings)


def write(path: Path, text: str) -> None:
    """Write ``text`` whole or not at all, mode 0600; a file that is there first stays. It survives a loss of power."""
    draft = _draft(path, text.encode())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(path.parent)


def replace(path: Path, text: str) -> None:
    """Write ``text`` whole in place of what ``path`` holds, mode 0600."""
    replace_bytes(path, text.encode())


def replace_bytes(path: Path, content: bytes) -> None:
    """The same of bytes."""
    _draft(path, content).replace(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Returns when the names of the folder's files are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft
