"""The keys that files may be signed with: enrolled at the command line, after the coordinator has heard the digest."""

from __future__ import annotations

import hashlib

from mesoregistry.database import Connection

GROUPS, DIGITS = 6, 4


def fingerprint(credential: bytes) -> str:
    """A public key as two people compare it on the telephone: ``3f2a 90b1 ...``."""
    digest = hashlib.sha256(credential).hexdigest()
    return " ".join(digest[n * DIGITS : (n + 1) * DIGITS] for n in range(GROUPS))


def enrol(connection: Connection, country: str, account: int, credential: bytes, origin: str) -> None:
    """Let a passkey sign the files of a country; ``credential`` as WebAuthn has it. A second time changes nothing."""
    from fido2.webauthn import AttestedCredentialData

    connection.execute(
        "insert into intake.signing_key (credential_id, country, account, credential, origin)"
        " values (%s, %s, %s, %s, %s) on conflict (credential_id) do nothing",
        [AttestedCredentialData(credential).credential_id, country, account, credential, origin],
    )


def revoke(connection: Connection, account: int) -> int:
    """From now on the keys of an account sign nothing; how many they were. What they signed stays signed."""
    return connection.execute(
        "update intake.signing_key set revoked_at = now() where account = %s and revoked_at is null",
        [account],
    ).rowcount


def enrolled(connection: Connection, account: int) -> list[bytes]:
    """The credentials with which an account may sign."""
    rows = connection.execute(
        "select credential_id from intake.signing_key where account = %s and revoked_at is null", [account]
    )
    return [bytes(credential_id) for (credential_id,) in rows]
