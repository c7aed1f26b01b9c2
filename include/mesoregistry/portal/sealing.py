"""What lies encrypted in the portal's database, with keys that are not in it."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def key(purpose: bytes) -> Fernet:
    """The key of one kind of secret, made from ``portal_session``."""
    material = hashlib.sha256(purpose + b"\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(material))
