"""What allauth asks the project: nobody signs up by herself, and keys of codes lie encrypted."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.urls import reverse

from mesoregistry.portal import sealing


class Accounts(DefaultAccountAdapter):
    """Accounts come from invitations."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within a quarter of an hour of coming in; and who has no key yet has none to prove herself with."""
        user = self.request.user
        moments = [record["at"] for record in get_authentication_records(self.request, user)]
        since = time.time() - max(moments, default=0)
        return is_enrolled(user) and since > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: Any) -> str:
        return reverse("enrol") if not is_enrolled(request.user) else reverse("mfa_index")


class Factors(DefaultMFAAdapter):
    """Secrets of authenticator applications and recovery codes, encrypted with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return sealing.key(b"mfa").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.key(b"mfa").decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": relying_party(), "name": "Mesoregistry"}


def relying_party() -> str:
    """The name that passkeys are bound to."""
    return str(settings.ALLOWED_HOSTS[0])


def is_enrolled(user: Any) -> bool:
    """Whether somebody can come in again: with a passkey, or with a password and a code."""
    return is_mfa_enabled(user, ["webauthn"]) or (
        is_mfa_enabled(user, ["totp"]) and user.has_usable_password()
    )
