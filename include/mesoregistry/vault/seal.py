"""Sealing: Fernet for a name, a phone or a narrative; age for a whole file.

Keys: ``vault_field`` (Fernet) and ``vault_file`` (an age identity), both in ``settings().secrets``.
"""

from __future__ import annotations

import json

from cryptography.fernet import Fernet
from pyrage import decrypt, encrypt, x25519

from mesoregistry.settings import settings
from mesoregistry.vault.hidden import Hidden


def fields() -> Fernet:
    """The key of names, contacts and narratives; taken once for many."""
    return Fernet(settings().secret("vault_field"))


def text(plain: str, key: Fernet) -> bytes:
    return key.encrypt(plain.encode())


def open_text(sealed: bytes, key: Fernet) -> Hidden:
    """Raises ``cryptography.fernet.InvalidToken`` when the seal was broken or the key is another."""
    return Hidden(key.decrypt(sealed).decode())


def file(name: str, content: bytes) -> bytes:
    """A file and its own name (which may hold a person's) under one seal."""
    identity = x25519.Identity.from_str(settings().secret("vault_file"))
    return bytes(encrypt(json.dumps(name).encode() + b"\n" + content, [identity.to_public()]))


def open_file(sealed: bytes) -> tuple[Hidden, bytes]:
    """The name and content of a sealed file. Raises ``pyrage.DecryptError``."""
    identity = x25519.Identity.from_str(settings().secret("vault_file"))
    name, _, content = bytes(decrypt(sealed, [identity])).partition(b"\n")
    return Hidden(json.loads(name)), content
