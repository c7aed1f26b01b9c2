"""Sealing: Fernet for a name, a phone or a narrative; age for a whole file.

Keys: ``vault_field`` (Fernet) and ``vault_file`` (an age identity, that of the archive), in ``settings().secrets``, and
those of months (``local.month_keys``). While the archive is sealed anew, files of the old key open with it
(``vault_file.previous``).
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict

from cryptography.fernet import Fernet
from pyrage import DecryptError, decrypt, encrypt, x25519

from mesoregistry.local import archive_key, month_keys, secrets, vault_keys
from mesoregistry.settings import settings
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.receipts import SealedReceipt

NO_KEY = (
    "No matching keys found"  # what age says when a file was sealed to other keys, and not when it is damaged
)


def fields() -> Fernet:
    """The key of names, contacts and narratives; taken once for many."""
    return Fernet(vault_keys.secret(settings(), "vault_field"))


def text(plain: str, key: Fernet) -> bytes:
    return key.encrypt(plain.encode())


def open_text(sealed: bytes, key: Fernet) -> Hidden:
    """Raises ``cryptography.fernet.InvalidToken`` when the seal was broken or the key is another."""
    return Hidden(key.decrypt(sealed).decode())


def file(name: str, content: bytes, receipt: SealedReceipt | None = None) -> bytes:
    """A file, its own name (which may hold a person's) and as what it was received, under one seal."""
    return for_archive(_plain(name, content, receipt))


def file_again(name: str, content: bytes, before: bytes) -> bytes:
    """Another content in the place of that of a sealed file, with its receipt."""
    return sealed_again(_plain(name, content, open_received(before)[1]), before)


def _plain(name: str, content: bytes, receipt: SealedReceipt | None) -> bytes:
    header = {"name": name, "receipt": receipt and asdict(receipt)}
    return json.dumps(header).encode() + b"\n" + content


def open_file(sealed: bytes) -> tuple[Hidden, bytes]:
    """The name and content of a sealed file, opened by the key of its month or by that of the archive.

    Raises:
        DecryptError: it is damaged, or was sealed to other keys.
        ArchiveKeyIsAway: no key of a month opens it, and that of the archive is not here.
    """
    name, _, content = open_received(sealed)
    return name, content


def open_received(sealed: bytes) -> tuple[Hidden, SealedReceipt | None, bytes]:
    """The same, with the receipt between them. Raises ``ValueError`` too: the header is another."""
    line, _, content = _decrypted(sealed).partition(b"\n")
    header = json.loads(line)
    if isinstance(header, str):  # sealed before there were receipts
        return Hidden(header), None, content
    try:
        return Hidden(header["name"]), header["receipt"] and SealedReceipt(**header["receipt"]), content
    except (KeyError, TypeError):
        raise ValueError("header") from None


def _decrypted(sealed: bytes) -> bytes:
    months = [*month_keys.private_halves(settings()).values()]
    if archive_key.is_here(settings()):
        return bytes(decrypt(sealed, [*archive_keys(), *months]))
    try:
        return bytes(decrypt(sealed, months))
    except DecryptError as error:
        if str(error) == NO_KEY or not months:
            raise archive_key.ArchiveKeyIsAway from None
        raise


def for_archive(plain: bytes) -> bytes:
    """Bytes sealed to the key of the archive, and to that of this month, with which they are taken in."""
    month = month_keys.recipient(settings())
    return bytes(encrypt(plain, [_archive_recipient(), *([month] if month else [])]))


def sealed_again(plain: bytes, before: bytes) -> bytes:
    """Bytes in the place of ``before``, for the key of the archive and the keys of months that open it, no others:
    what a destroyed key opened does not open with the key of today.
    """
    months = [
        key.to_public() for key in month_keys.private_halves(settings()).values() if _opens(before, key)
    ]
    return bytes(encrypt(plain, [_archive_recipient(), *months]))


def _opens(sealed: bytes, key: x25519.Identity) -> bool:
    with contextlib.suppress(DecryptError):
        decrypt(sealed, [key])
        return True
    return False


def _archive_recipient() -> x25519.Recipient:
    """The public half of that key. Whoever files needs no more, and the portal has no more."""
    config = settings()
    if not (config.secrets / secrets.ARCHIVE_RECIPIENT).exists():
        archive_key.write_recipient(config.secrets, vault_keys.secret(config, "vault_file"))
    return x25519.Recipient.from_str(config.secret(secrets.ARCHIVE_RECIPIENT))


def archive_keys() -> list[x25519.Identity]:
    """The key of the archive, and while a rotation goes on the one before it. Raises ``ArchiveKeyIsAway``."""
    archive_key.require(settings())
    keys = [settings().secret(archive_key.PRIVATE)]
    previous = vault_keys.previous_file(settings().secrets / "vault_file")
    with contextlib.suppress(FileNotFoundError):
        keys.append(previous.read_text(encoding="utf-8").strip())
    return [x25519.Identity.from_str(key) for key in keys]
