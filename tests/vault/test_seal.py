"""Seals: what goes in comes out, and a broken or foreign seal does not open."""

from __future__ import annotations

import psycopg
import pytest
from cryptography.fernet import Fernet, InvalidToken
from pyrage import DecryptError

from mesoregistry.local import secrets, vault_keys
from mesoregistry.settings import Settings
from mesoregistry.vault import seal


@pytest.fixture(autouse=True)
def _keys(server: Settings) -> None:
    """The server's first start makes them."""


def test_a_file_keeps_its_name_and_bytes_under_the_seal() -> None:
    content = bytes(range(256)) * 40
    sealed = seal.file("caso de Ana Inventada.xlsx", content)
    assert b"Inventada" not in sealed
    name, unsealed = seal.open_file(sealed)
    assert (name, unsealed) == ("caso de Ana Inventada.xlsx", content)
    assert "Ana" not in repr(name)


def test_a_broken_seal_does_not_open() -> None:
    sealed = bytearray(seal.file("a.csv", b"abc"))
    sealed[-1] ^= 1
    with pytest.raises(DecryptError):
        seal.open_file(bytes(sealed))


def test_another_key_opens_no_field() -> None:
    sealed = seal.text("7000-1234", seal.fields())
    assert b"7000" not in sealed
    with pytest.raises(InvalidToken):
        seal.open_text(sealed, Fernet(Fernet.generate_key()))


def test_a_vault_without_data_gets_its_keys(databases: Settings) -> None:
    assert all((databases.secrets / name).exists() for name in secrets.VAULT_MAKERS)
    with psycopg.connect(databases.dsn("vault", "loader")) as vault:
        recorded: dict[str, str] = dict(vault.execute("select name, fingerprint from vault.key").fetchall())
        assert recorded == {
            name: vault_keys.fingerprint(name, databases.secret(name)) for name in secrets.VAULT_MAKERS
        }
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            vault.execute("update vault.key set fingerprint = '0123456789abcdef'")
