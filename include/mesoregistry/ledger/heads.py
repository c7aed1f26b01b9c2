"""Heads of the chain, signed and kept outside of the database.

Whoever owns the database can cut events off at its end, or write the whole chain anew: nothing inside tells. So the
newest event is written down each time ``upkeep`` runs, signed with a key that the database does not have, and whoever
receives such a line by another way (a mail, a note) can hold the chain to it later.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mesoregistry import clock
from mesoregistry.database import Connection
from mesoregistry.ledger.chain import Head, head
from mesoregistry.settings import settings

FILE = "heads.jsonl"
KEYS = "public_keys"  # hexadecimal, a line each: what was signed before a rotation is verified with the key of then
SECRET = "ledger_signing"


class NotASignedHead(Exception):
    """A line is no signed head, or its signature is of another key. ``number`` counts lines from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number}")
        self.number = number


@dataclass(frozen=True, slots=True)
class SignedHead:
    """An event of the chain as it was the last at ``written_at`` (UTC). ``signature``: Ed25519, hexadecimal."""

    event_no: int
    hash: str
    written_at: str
    signature: str = ""

    @property
    def line(self) -> str:
        return json.dumps(asdict(self))

    @property
    def message(self) -> bytes:
        return f"mesoregistry head|{self.event_no}|{self.hash}|{self.written_at}".encode()


def sign(newest: Head) -> SignedHead:
    """The head as a line that can be given to others."""
    unsigned = SignedHead(newest.event_no, newest.hash, clock.now().isoformat(timespec="seconds"))
    key = _key()
    _remember(key.public_key())
    return replace(unsigned, signature=key.sign(unsigned.message).hex())


def keep(connection: Connection) -> SignedHead | None:
    """Write the newest event down, unless it was already; the line is on the disk when this returns."""
    newest = head(connection)
    path = settings().audit / FILE
    if newest.event_no == 0 or newest.hash in _last_line(path):
        return None
    signed = sign(newest)
    _append(path, signed.line)
    return signed


def read(path: Path | None = None) -> list[SignedHead]:
    """The heads that were kept, of this installation or of another file, in the order of the file.

    Raises:
        NotASignedHead: a line is something else, or somebody changed it.
    """
    path = path or settings().audit / FILE
    keys = [
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(line)) for line in _lines(settings().audit / KEYS)
    ]
    return [_verified(number, line, keys) for number, line in enumerate(_lines(path), start=1)]


def first_missing(connection: Connection, heads: Iterable[SignedHead]) -> SignedHead | None:
    """The first head whose event is not in the chain any more, or is another one; ``None`` when all are there."""
    stored = dict(connection.execute("select event_no, hash from intake.event").fetchall())
    return next((kept for kept in heads if stored.get(kept.event_no) != kept.hash), None)


def _last_line(path: Path) -> str:
    """A line is shorter than 400 bytes."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 400))
        return file.read().decode().rstrip("\n").rpartition("\n")[2]


def _verified(number: int, line: str, keys: Iterable[Ed25519PublicKey]) -> SignedHead:
    try:
        kept = SignedHead(**json.loads(line))
        signature = bytes.fromhex(kept.signature)
    except (ValueError, TypeError):
        raise NotASignedHead(number) from None
    for key in keys:
        with suppress(InvalidSignature):
            key.verify(signature, kept.message)
            return kept
    raise NotASignedHead(number)


def _remember(key: Ed25519PublicKey) -> None:
    text = key.public_bytes_raw().hex()
    if text not in _lines(settings().audit / KEYS):
        _append(settings().audit / KEYS, text)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings().secret(SECRET)))
