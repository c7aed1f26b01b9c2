"""Heads of the chain, signed and kept outside of the database.

Whoever owns the database can cut events off at its end, or write the whole chain anew: nothing inside tells. So the
newest event is written down each time ``upkeep`` runs, signed with a key that the database does not have, and whoever
receives such a line by another way (a mail, a note) can hold the chain to it later.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mesoregistry.database import Connection
from mesoregistry.ledger.chain import Head, head
from mesoregistry.settings import settings

FILE = "heads.jsonl"
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
    unsigned = SignedHead(newest.event_no, newest.hash, dt.datetime.now(dt.UTC).isoformat(timespec="seconds"))
    return SignedHead(
        unsigned.event_no, unsigned.hash, unsigned.written_at, _key().sign(unsigned.message).hex()
    )


def keep(connection: Connection) -> SignedHead | None:
    """Write the newest event down, unless it was already; the line is on the disk when this returns."""
    newest = head(connection)
    path = settings().audit / FILE
    if newest.event_no == 0 or newest.hash in _last_line(path):
        return None
    signed = sign(newest)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(signed.line + "\n")
        file.flush()
        os.fsync(file.fileno())
    return signed


def read(path: Path | None = None) -> list[SignedHead]:
    """The heads that were kept, of this installation or of another file, in the order of the file.

    Raises:
        NotASignedHead: a line is something else, or somebody changed it.
    """
    path = path or settings().audit / FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [_verified(number, line) for number, line in enumerate(lines, start=1)]


def first_missing(connection: Connection, heads: Iterable[SignedHead]) -> SignedHead | None:
    """The first head whose event is not in the chain any more, or is another one; ``None`` when all are there."""
    stored = dict(connection.execute("select event_no, hash from intake.event").fetchall())
    return next((kept for kept in heads if stored.get(kept.event_no) != kept.hash), None)


def public_key() -> str:
    """What verifies the signatures, hexadecimal."""
    return _key().public_key().public_bytes_raw().hex()


def _last_line(path: Path) -> str:
    """A line is shorter than 400 bytes."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 400))
        return file.read().decode().rstrip("\n").rpartition("\n")[2]


def _verified(number: int, line: str) -> SignedHead:
    try:
        kept = SignedHead(**json.loads(line))
        public: Ed25519PublicKey = _key().public_key()
        public.verify(bytes.fromhex(kept.signature), kept.message)
    except (ValueError, TypeError, InvalidSignature):
        raise NotASignedHead(number) from None
    return kept


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings().secret(SECRET)))
