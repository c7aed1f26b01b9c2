"""Secrets: made at first start, one file each in ``var/secrets``, for nobody else's eyes.

A file that exists is never written again, so a rotation is: remove the file, start.
"""

from __future__ import annotations

import os
import secrets as random
from collections.abc import Callable
from pathlib import Path

from mesoregistry.settings import Settings

ROLES = ("airflow", "loader", "transformer", "analyst")


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
    "vault_field": _fernet,  # seals one field
    "vault_file": _age,  # seals the files received
    "vault_mac": lambda: random.token_hex(32),  # matches identities
}


def ensure(settings: Settings) -> None:
    """Make every secret that is missing. Two processes at once agree on one value."""
    folder = settings.secrets
    settings.home.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    for name, make in MAKERS.items():
        path = folder / name
        if not path.exists():
            write(path, make() + "\n")


def write(path: Path, text: str) -> None:
    """Write ``text`` whole or not at all, mode 0600; a file that is there first stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
