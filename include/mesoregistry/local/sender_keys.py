"""The keys that the receiving side signs with: one of the portal, one of inbox and commands.

A file sealed with the public key of the archive alone says nothing about who sealed it. So what is sealed with a file
is signed, and whoever opens it asks for the signature of a key that the owner of the database wrote down.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeAlias

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mesoregistry.settings import Settings

Connection: TypeAlias = "psycopg.Connection[Any]"

SENDERS = ("intake_signing", "portal_signing")


def own(settings: Settings) -> tuple[str, Ed25519PrivateKey] | None:
    """The sender that this process is, and its key; ``None`` before the first migration."""
    for sender in SENDERS:
        if (settings.secrets / sender).exists():
            return sender, _private(settings, sender)
    return None


def record(connection: Connection, settings: Settings) -> None:
    """Write down the public halves, as the owner. Those of before stay: files are known by them."""
    for sender in SENDERS:
        public = _private(settings, sender).public_key().public_bytes_raw().hex()
        connection.execute(
            "insert into vault.sender_key (public_key, sender) values (%s, %s) on conflict do nothing",
            [public, sender],
        )


def recorded(connection: Connection) -> list[tuple[str, str, dt.datetime]]:
    """The public keys in hexadecimal, the sender of each, and since when it is known."""
    return connection.execute("select public_key, sender, since from vault.sender_key").fetchall()


def _private(settings: Settings, sender: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.secret(sender)))
