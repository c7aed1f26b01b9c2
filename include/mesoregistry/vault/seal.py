"""Sealing: Fernet for a name, a phone or a narrative; age for a whole file.

Keys: ``vault_field`` (Fernet) and ``vault_file`` (an age identity), both in ``settings().secrets``. While the archive
is sealed anew, files of the old key open with it (``vault_file.previous``).
"""

from __future__ import annotations

import contextlib
import json

from cryptography.fernet import Fernet
from pyrage import decrypt, encrypt, x25519

from mesoregistry.local import secrets, vault_keys
from mesoregistry.settings import settings
from mesoregistry.vault.hidden import Hidden


def fields() -> Fernet:
    """The key of names, contacts and narratives; taken once for many."""
    return Fernet(vault_keys.secret(settings(), "vault_field"))


def text(plain: str, key: Fernet) -> bytes:
    return key.encrypt(plain.encode())


def open_text(sealed: bytes, key: Fernet) -> Hidden:
    """Raises ``cryptography.fernet.InvalidToken`` when the seal was broken or the key is another."""
    return Hidden(key.decrypt(sealed).decode())


def file(name: str, content: bytes) -> bytes:
    """A file and its own name (which may hold a person's) under one seal."""
    return for_archive(json.dumps(name).encode() + b"\n" + content)


def open_file(sealed: bytes) -> tuple[Hidden, bytes]:
    """The name and content of a sealed file. Raises ``pyrage.DecryptError``."""
    name, _, content = bytes(decrypt(sealed, file_keys())).partition(b"\n")
    return Hidden(json.loads(name)), content


def for_archive(plain: bytes) -> bytes:
    """Bytes under the seal of the archive's key of today."""
    return bytes(encrypt(plain, [x25519.Recipient.from_str(_recipient())]))


def _recipient() -> str:
    """The public half of that key. Whoever files needs no more, and the portal has no more."""
    config = settings()
    if not (config.secrets / secrets.ARCHIVE_RECIPIENT).exists():
        vault_keys.write_recipient(config.secrets, vault_keys.secret(config, "vault_file"))
    return config.secret(secrets.ARCHIVE_RECIPIENT)


def file_keys() -> list[x25519.Identity]:
    """The key of the archive, and while a rotation goes on the one before it."""
    keys = [vault_keys.secret(settings(), "vault_file")]
    previous = vault_keys.previous_file(settings().secrets / "vault_file")
    with contextlib.suppress(FileNotFoundError):
        keys.append(previous.read_text(encoding="utf-8").strip())
    return [x25519.Identity.from_str(key) for key in keys]
