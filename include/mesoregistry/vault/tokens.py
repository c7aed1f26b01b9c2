"""The random token of each identity, given once for each MAC.

The token says nothing about the name and the MAC stays in the vault: whoever holds the warehouse
can test no name against it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from mesoregistry.database import Connection, guarded
from mesoregistry.local import vault_keys
from mesoregistry.settings import settings
from mesoregistry.vault import seal
from mesoregistry.vault.identity import NORMAL_VERSION, Identity

KEY_VERSION = 1


def tokens(connection: Connection, country: str, identities: Iterable[Identity]) -> dict[Identity, str]:
    """The token of each identity, made when it is met for the first time. Safe under concurrency.

    Raises:
        DatabaseFault: a statement failed.
        LocalFault: a key of the vault is missing, or is not the one the vault was written with.
    """
    with guarded("vault key"):
        # until the transaction ends: a rotation waits for it, and what comes after a rotation uses the new key
        connection.execute("select pg_advisory_xact_lock_shared(%s)", (vault_keys.LOCK,))
        vault_keys.compare(connection, settings())
    macs = _macs(country, identities)
    if not macs:
        return {}
    by_mac = {mac: identity for identity, mac in reversed(macs.items())}  # the first of each
    known = _select(connection, country, list(by_mac))
    # sorted: one order for everybody, so that two loaders never wait for one another
    _insert(connection, country, sorted(item for item in by_mac.items() if item[0] not in known))
    known = _select(connection, country, list(by_mac))
    return {identity: known[mac] for identity, mac in macs.items()}


def known_tokens(connection: Connection, country: str, identities: Iterable[Identity]) -> dict[Identity, str]:
    """The tokens of those identities that the vault has met. Raises ``DatabaseFault``."""
    macs = _macs(country, identities)
    known = _select(connection, country, sorted(set(macs.values())))
    return {identity: known[mac] for identity, mac in macs.items() if mac in known}


def _macs(country: str, identities: Iterable[Identity]) -> dict[Identity, str]:
    key = bytes.fromhex(vault_keys.secret(settings(), "vault_mac"))
    return {identity: identity.mac(country, key) for identity in identities}


def _insert(connection: Connection, country: str, new: list[tuple[str, Identity]]) -> None:
    key = seal.fields()
    with guarded("vault identity"):
        connection.execute(
            """
            insert into vault.identity (token, kind, country, mac, key_version, normal_version, sealed)
            select token, kind, %s, mac, %s, %s, convert_to(sealed, 'UTF8')
            from unnest(
                string_to_array(%s, ','), string_to_array(%s, ','), string_to_array(%s, ','), string_to_array(%s, ',')
            ) as new (token, kind, mac, sealed)
            on conflict (kind, country, mac, key_version) do nothing
            """,
            (
                country,
                KEY_VERSION,
                NORMAL_VERSION,
                # none of them holds a comma, and an array of thousands takes Python as long as to seal them
                ",".join(secrets.token_hex(16) for _ in new),
                ",".join(identity.kind for _, identity in new),
                ",".join(mac for mac, _ in new),
                ",".join(seal.text(identity.name, key).decode("ascii") for _, identity in new),
            ),
        )


def _select(connection: Connection, country: str, macs: list[str]) -> dict[str, str]:
    with guarded("vault identity"):
        rows = connection.execute(
            "select mac, token from vault.identity where country = %s and key_version = %s"
            " and mac = any(string_to_array(%s, ','))",
            (country, KEY_VERSION, ",".join(macs)),
        ).fetchall()
    return dict(rows)
