"""Her passkeys by their digest, which she reads to the coordination so that they may sign."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from fido2.webauthn import AttestedCredentialData

from mesoregistry.intake import signing_keys
from mesoregistry.portal import signing
from mesoregistry.portal.models import Role
from mesoregistry.portal.rows import shown_to
from mesoregistry.portal.views.access import account_of, for_role


@for_role(Role.TEAM)
def show(request: HttpRequest) -> HttpResponse:
    """Each key, and whether it is enrolled."""
    account = account_of(request)
    with shown_to(account) as connection:
        enrolled = signing_keys.enrolled(connection, account.pk)
    keys = [
        (signing_keys.fingerprint(key), AttestedCredentialData(key).credential_id in enrolled)
        for key in signing.own_keys(account)
    ]
    return render(request, "portal/signing.html", {"keys": keys})
