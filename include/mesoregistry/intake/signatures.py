"""Who signed a file: what her passkey signed, verified against keys that the portal cannot write.

The passkey signs a challenge, and the challenge is made of what is filed: another file, country or month needs another
signature. Whoever holds the portal's database and secrets has no key that was enrolled, and makes none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from mesoregistry.database import Connection
from mesoregistry.ledger import Action, Submission
from mesoregistry.settings import settings

PURPOSE = "mesoregistry: file a month, 1"


class Signer(StrEnum):
    """Under which key a file came. Stands in the events of the ledger."""

    PASSKEY = "passkey"
    PORTAL = "portal"  # nobody signed: the portal answers for it
    REFUSED = (
        "refused"  # a signature that is none: the portal answers for the file, and somebody for the signature
    )


@dataclass(frozen=True, slots=True)
class Signature:
    """``assertion``: the JSON of an ``AuthenticationResponse`` of WebAuthn; ``counter`` is used once for a key."""

    credential_id: bytes
    counter: int
    assertion: str


def challenge(sha256: str, country: str, period: dt.date, counter: int) -> bytes:
    """What the passkey signs for a file."""
    text = "\0".join((PURPOSE, sha256, country, f"{period:%Y-%m}", str(counter)))
    return hashlib.sha256(text.encode()).digest()


def attach(connection: Connection, submission_id: int, signature: Signature) -> None:
    """Hand in the signature of a file, in the transaction that files it."""
    connection.execute(
        "insert into intake.signature (submission_id, credential_id, counter, assertion) values (%s, %s, %s, %s)",
        [submission_id, signature.credential_id, signature.counter, signature.assertion],
    )


def is_of_the_portal(connection: Connection, submission_id: int) -> bool:
    """Whether the portal filed it; the database wrote down which role did."""
    row = connection.execute(
        "select recorded_by from intake.event where submission_id = %s and action = any(%s)"
        " order by event_no desc limit 1",
        [submission_id, [str(Action.RECEIVED), str(Action.RECEIVED_AGAIN)]],
    ).fetchone()
    return row is not None and row[0] == settings().role("portal")


def verify(connection: Connection, submission: Submission) -> Signer | None:
    """Look at the signature of a file and write the verdict, once; ``None`` for a file that came without the portal."""
    number = submission.submission_id
    if not is_of_the_portal(connection, number):
        return None
    row = connection.execute(
        "select credential_id, counter, assertion, verdict from intake.signature where submission_id = %s",
        [number],
    ).fetchone()
    if row is None:
        return Signer.PORTAL
    *given, verdict = row
    if verdict is None:
        verdict = Signer.PASSKEY if _is_good(connection, submission, Signature(*given)) else Signer.REFUSED
        connection.execute(
            "update intake.signature set verdict = %s, verified_at = now() where submission_id = %s",
            [str(verdict), number],
        )
    return Signer(verdict)


def _is_good(connection: Connection, submission: Submission, signature: Signature) -> bool:
    key = connection.execute(
        "select credential, origin from intake.signing_key inner join intake.submission using (country)"
        " where credential_id = %s and submission_id = %s and (revoked_at is null or revoked_at > received_at)",
        [signature.credential_id, submission.submission_id],
    ).fetchone()
    used = connection.execute(
        "select 1 from intake.signature where credential_id = %s and counter = %s and verdict = 'passkey'",
        [signature.credential_id, signature.counter],
    ).fetchone()
    if key is None or used is not None:
        return False
    wanted = challenge(submission.sha256, submission.country, submission.period, signature.counter)
    return is_signed(wanted, bytes(key[0]), key[1], signature.assertion)


def is_signed(wanted: bytes, credential: bytes, origin: str, assertion: str) -> bool:
    """Whether a passkey signed a challenge for an origin, and knew its owner by finger, face or code."""
    from urllib.parse import urlsplit

    from fido2.server import Fido2Server
    from fido2.utils import websafe_encode
    from fido2.webauthn import AttestedCredentialData, PublicKeyCredentialRpEntity

    party = PublicKeyCredentialRpEntity(id=str(urlsplit(origin).hostname), name="Mesoregistry")
    server = Fido2Server(party, verify_origin=lambda given: given == origin)
    state = {"challenge": websafe_encode(wanted), "user_verification": "required"}
    try:
        server.authenticate_complete(state, [AttestedCredentialData(credential)], json.loads(assertion))
    except Exception:  # whatever is wrong with it: it signs nothing
        return False
    return True
