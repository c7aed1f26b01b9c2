"""As which submission a file was received, and by whom: signed, and sealed with the file.

The counter is the version, which the ledger counts without a gap for each month of a source: a receipt is good for
one submission and for no other, whoever can write to the ledger and to the archive.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mesoregistry.local import sender_keys
from mesoregistry.settings import settings

Connection = sender_keys.Connection


@dataclass(frozen=True, slots=True)
class SealedReceipt:
    """``counter``: the version of the month (``period``, ISO); ``signature``: Ed25519 of ``sender``, hexadecimal."""

    country: str
    source_id: str
    period: str
    counter: int
    sha256: str
    sender: str = ""
    signature: str = ""

    @property
    def message(self) -> bytes:
        return (
            b"mesoregistry receipt|"
            + json.dumps(asdict(replace(self, signature="")), sort_keys=True).encode()
        )


def sign(country: str, source_id: str, period: dt.date, counter: int, sha256: str) -> SealedReceipt | None:
    """The receipt of a file that comes in, by the key of this process; ``None`` where nobody has such a key yet."""
    if (own := sender_keys.own(settings())) is None:
        return None
    sender, key = own
    unsigned = SealedReceipt(country, source_id, period.isoformat(), counter, sha256, sender)
    return replace(unsigned, signature=key.sign(unsigned.message).hex())


def is_signed(connection: Connection, receipt: SealedReceipt | None, received_at: dt.datetime) -> bool:
    """Whether a sender whose key is written down signed the receipt; of before there were such keys none is asked."""
    keys = sender_keys.recorded(connection)
    if receipt is None:
        return all(received_at < since for *_, since in keys)
    return any(sender == receipt.sender and _verifies(public, receipt) for public, sender, _ in keys)


def _verifies(public: str, receipt: SealedReceipt) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(receipt.signature), receipt.message)
    except (InvalidSignature, ValueError):
        return False
    return True
