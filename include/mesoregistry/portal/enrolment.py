"""Keys that may sign, enrolled and revoked at the command line: the portal's own database role cannot."""

from __future__ import annotations

from mesoregistry import database
from mesoregistry.intake import signing_keys
from mesoregistry.local import portal_service
from mesoregistry.portal.models import Account, Role
from mesoregistry.portal.signing import own_keys
from mesoregistry.settings import settings


def enrol(email: str, digest: str) -> bool:
    """Enrol the passkey of a team's account that has this digest; whether there is one."""
    wanted = "".join(digest.split()).lower()
    account = Account.objects.filter(email__iexact=email, role=Role.TEAM, is_active=True).first()
    if account is None:
        return False
    keys = [key for key in own_keys(account) if _plain(key) == wanted]
    for key in keys:
        with database.transaction() as connection:
            origin = portal_service.address(settings())
            signing_keys.enrol(connection, account.country, account.pk, key, origin)
    return bool(keys)


def revoke(email: str) -> int:
    """Revoke the keys of an account; how many there were."""
    account = Account.objects.filter(email__iexact=email).first()
    if account is None:
        return 0
    with database.transaction() as connection:
        return signing_keys.revoke(connection, account.pk)


def _plain(key: bytes) -> str:
    return signing_keys.fingerprint(key).replace(" ", "")
