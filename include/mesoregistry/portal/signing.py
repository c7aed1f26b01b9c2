"""What a person signs when she presses «Presentar», and what came of it."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from fido2.utils import websafe_decode, websafe_encode

from mesoregistry.database import Connection
from mesoregistry.findings import Text
from mesoregistry.intake import signatures, signing_keys
from mesoregistry.intake.signatures import Signature
from mesoregistry.portal.adapters import relying_party
from mesoregistry.portal.drafts import Draft
from mesoregistry.portal.models import Account

COUNTERS = "counters"  # in the session: number of a draft -> counter of its challenge
LONGEST = 8000  # characters of an assertion
MINUTES = 5  # to reach for her device
SIGNED = Text("Firmado con llave de acceso", "Signed by passkey")
WAITS = Text(
    "Firmado con llave de acceso; la firma se comprueba al recibirlo",
    "Signed by passkey; the signature is verified when the file is taken in",
)
PORTAL = Text("Presentado con la llave del portal, sin firma", "Filed under the portal's key, unsigned")
REFUSED = Text(
    "La firma no es válida; cuenta como presentado con la llave del portal",
    "The signature is not valid; it counts as filed under the portal's key",
)
WITHOUT = Text("Llegó sin pasar por el portal", "It came without the portal")


def request_options(
    connection: Connection, request: HttpRequest, account: Account, number: str, draft: Draft
) -> dict[str, Any] | None:
    """What the browser hands to the device, for a key of hers that was enrolled; ``None`` while none was."""
    keys = signing_keys.enrolled(connection, account.pk)
    if not keys:
        return None
    counter = time.time_ns() // 1000
    request.session[COUNTERS] = {number: counter}
    sha256 = hashlib.sha256(draft.content).hexdigest()
    challenge = signatures.challenge(sha256, draft.country, draft.month, counter)
    options = {
        "challenge": websafe_encode(challenge),
        "rpId": relying_party(),
        "allowCredentials": [{"type": "public-key", "id": websafe_encode(key)} for key in keys],
        "userVerification": "required",
        "timeout": MINUTES * 60_000,
    }
    return {"request_options": {"publicKey": options}}


def given(request: HttpRequest, number: str) -> Signature | None:
    """What the device signed; whether it is good, others say. ``None`` where she did not sign."""
    text = request.POST.get("assertion", "")
    counter = request.session.get(COUNTERS, {}).get(number)
    if "unsigned" in request.POST or not text or len(text) > LONGEST or counter is None:
        return None
    try:
        return Signature(websafe_decode(json.loads(text)["rawId"]), counter, text)
    except (ValueError, TypeError, KeyError):
        return None


def signature_text(connection: Connection, submission_id: int) -> Text:
    """Under which key a file came, for its receipt."""
    if not signatures.is_of_the_portal(connection, submission_id):
        return WITHOUT
    row = connection.execute(
        "select verdict from intake.signature where submission_id = %s", [submission_id]
    ).fetchone()
    if row is None:
        return PORTAL
    return {None: WAITS, "passkey": SIGNED, "refused": REFUSED}[row[0]]


def own_keys(account: Account) -> list[bytes]:
    """The public halves of her passkeys, as the device made them."""
    from allauth.mfa.models import Authenticator

    keys: list[bytes] = []
    for authenticator in Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN):
        try:
            data = authenticator.wrap().authenticator_data.credential_data
        except (
            ValidationError,
            KeyError,
            TypeError,
            ValueError,
        ):  # of a kind that this version does not read
            continue
        if data:
            keys.append(bytes(data))
    return keys
