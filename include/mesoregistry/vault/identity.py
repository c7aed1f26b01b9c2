"""What a token stands for: one normal form of a text, a keyed MAC of it, a random token for each MAC.

The token says nothing about the name and the MAC stays in the vault: whoever holds the warehouse
can test no name against it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import psycopg

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.database import guarded
from mesoregistry.local import vault_keys
from mesoregistry.settings import settings
from mesoregistry.vault import case_keys, seal
from mesoregistry.vault.hidden import Hidden

Connection: TypeAlias = "psycopg.Connection[Any]"

NORMAL_VERSION = 1  # a change of `normal` is a new version: old MACs keep the form they were made with
KEY_VERSION = 1
TILDE = "\u0303"
Kind = Literal["person", "organisation", "case", "value"]


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """A text of a file that stays in the vault: a person or an organisation as named, the key that a team keeps a case
    under (``case``), or a text that is no value of the registry and may be anything (``value``).
    """

    kind: Kind
    name: Hidden

    def mac(self, country: str, key: bytes) -> str:
        text = "\0".join((str(NORMAL_VERSION), self.kind, country, normal(self.name, self.kind)))
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def normal(name: str, kind: str = "person") -> Hidden:
    """One form of a name: NFKC, lower case, no accents (ñ stays), single blanks, given names first.

    Keys of cases have a form of their own. Other texts are compared as terms are, so that the rules see a repetition.
    """
    if kind in ("case", "value"):
        return Hidden((case_keys.normal(name) if kind == "case" else term_key(name)) or name)
    text = unicodedata.normalize("NFKC", name).casefold()
    if kind == "person" and text.count(",") == 1:
        family, given = text.split(",")
        text = f"{given} {family}"
    text = _without_accents(text)
    text = text.translate(ASCII_LETTERS) if text.isascii() else "".join(map(_letter, text))
    return Hidden(" ".join(text.split()))


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(char) or (char == TILDE and kept[-1:] == ["n"]):
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _letter(char: str) -> str:
    """Letters and digits stay; invisible characters and apostrophes go; the rest parts words."""
    if char.isalnum():
        return char
    return "" if unicodedata.category(char) == "Cf" or char in "'’`´" else " "


ASCII_LETTERS = {number: _letter(chr(number)) for number in range(128)}  # of which most names are


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
