"""A passkey in software: it signs as a device does, so that a test can forge, too."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData

ORIGIN = "http://localhost:8090"
PRESENT_AND_VERIFIED = 0x05


@dataclass
class Passkey:
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def credential(self) -> bytes:
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        return bytes(AttestedCredentialData.create(Aaguid(bytes(16)), self.credential_id, public))

    def signs(
        self,
        challenge: bytes,
        origin: str = ORIGIN,
        host: str = "localhost",
        flags: int = PRESENT_AND_VERIFIED,
        kind: str = "webauthn.get",
    ) -> str:
        """The assertion for a challenge as a browser hands it on."""
        client = {
            "type": kind,
            "challenge": websafe_encode(challenge),
            "origin": origin,
            "crossOrigin": False,
        }
        data = json.dumps(client).encode()
        authenticator = hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, 0)
        signed = authenticator + hashlib.sha256(data).digest()
        answer = {
            "clientDataJSON": websafe_encode(data),
            "authenticatorData": websafe_encode(authenticator),
            "signature": websafe_encode(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
        }
        name = websafe_encode(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": answer,
                           "clientExtensionResults": {}})  # fmt: skip
