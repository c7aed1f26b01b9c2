"""The keys of the vault: made once, never anew where data exist; a rotation loses nothing wherever it dies."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from pyrage import x25519
from typer.testing import CliRunner

from mesoregistry.cli import app
from mesoregistry.intake.archive import unsealed
from mesoregistry.local import migrate, secrets, vault_keys
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings
from mesoregistry.vault import seal
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.rotation import rotate
from mesoregistry.vault.tokens import tokens

DIED = 77
DIE = """
import os, sys
from mesoregistry.vault.rotation import rotate
turns = iter(range(99))
def listen(event, values):
    if event == "mesoregistry.step" and values[0] == sys.argv[2] and next(turns) == int(sys.argv[3]):
        os._exit(77)
sys.addaudithook(listen)
rotate(sys.argv[1])
"""
DIE_AS_OWNER = DIE.replace(
    "from mesoregistry.vault.rotation import rotate",
    "from mesoregistry.settings import settings\nfrom mesoregistry.local import passwords\n"
    "rotate = lambda name: passwords.rotate(settings(), name)",
)
DEATHS = [
    ("vault_field", "rotate vault_field", 0),
    ("vault_field", "rotating vault_field", 0),
    ("vault_field", "rotated vault_field", 0),
    ("vault_mac", "rotating vault_mac", 0),
    ("vault_mac", "rotated vault_mac", 0),
    ("vault_file", "rotating vault_file", 0),
    ("vault_file", "rotated vault_file", 0),
    ("vault_file", "file sealed anew", 0),
    ("vault_file", "file sealed anew", 2),
]
MARCH = dt.date(2024, 3, 1)


def contents(config: Settings) -> dict[str, object]:
    """Everything sealed, in the clear: what must be the same under any key."""
    with psycopg.connect(config.dsn("vault")) as vault:
        vault_keys.compare(vault, config)  # as every command does
        key = seal.fields()
        names = vault.execute(
            "select token, country, kind, sealed from vault.identity order by token"
        ).fetchall()
        texts = vault.execute(
            "select submission_id, record_no, field, position, sealed from vault.text"
        ).fetchall()
        known = {
            token: tokens(vault, country, [Identity(kind, seal.open_text(sealed, key))])
            for token, country, kind, sealed in names
        }
    assert all(list(value.values()) == [token] for token, value in known.items())
    return {
        "names": {token: str(seal.open_text(sealed, key)) for token, _, _, sealed in names},
        "texts": sorted((*cell, str(seal.open_text(sealed, key))) for *cell, sealed in texts),
        "files": {path.name: unsealed(path.stem) for path in sorted(config.archive.glob("*.age"))},
    }


@pytest.mark.parametrize("name", sorted(secrets.VAULT_MAKERS))
def test_a_lost_key_is_named_and_never_made_anew(installed: Settings, name: str) -> None:
    path = installed.secrets / name
    right = path.read_text()
    path.unlink()
    try:
        with pytest.raises(LocalFault) as raised:
            migrate.migrate(installed)
        for text in (raised.value.text.es, raised.value.text.en):
            assert str(path) in text
            assert vault_keys.fingerprint(name, right.strip()) in text
            assert "docs/runbooks/lost-secret.md" in text
        result = CliRunner().invoke(app, ["sweep"])
        assert isinstance(result.exception, LocalFault)
        assert not path.exists()
        secrets.replace(path, secrets.VAULT_MAKERS[name]() + "\n")
        with pytest.raises(LocalFault) as raised:
            migrate.migrate(installed)
        assert "is not that of these data" in raised.value.text.en
        with psycopg.connect(installed.dsn("vault")) as vault, pytest.raises(LocalFault):
            tokens(vault, "sv", [Identity("person", Hidden("Ana Inventada"))])
    finally:
        secrets.replace(path, right)
    assert migrate.migrate(installed) == []


@pytest.mark.parametrize("name", sorted(secrets.VAULT_MAKERS))
def test_a_new_key_opens_everything_and_the_old_one_nothing(installed: Settings, name: str) -> None:
    before, old = contents(installed), installed.secret(name)
    assert before["names"] and before["texts"] and len(before["files"]) == 3  # type: ignore[arg-type]
    assert rotate(name) > 0
    assert installed.secret(name) != old
    assert contents(installed) == before
    assert sorted(path.name for path in installed.secrets.iterdir()) == sorted(
        [*secrets.MAKERS, *secrets.VAULT_MAKERS, secrets.ARCHIVE_RECIPIENT]
    )
    # who holds the public half alone goes on sealing what the new key opens
    vault_file = x25519.Identity.from_str(installed.secret("vault_file"))
    assert installed.secret(secrets.ARCHIVE_RECIPIENT) == str(vault_file.to_public())
    new = installed.secret(name)
    secrets.replace(installed.secrets / name, old + "\n")
    try:
        with pytest.raises(LocalFault):
            migrate.migrate(installed)
    finally:
        secrets.replace(installed.secrets / name, new + "\n")


@pytest.mark.parametrize(("name", "step", "turn"), DEATHS)
def test_a_rotation_that_dies_is_finished_by_the_next(
    installed: Settings, name: str, step: str, turn: int
) -> None:
    before, old = contents(installed), installed.secret(name)
    died = subprocess.run([sys.executable, "-c", DIE, name, step, str(turn)], check=False, env=os.environ)
    assert died.returncode == DIED
    assert contents(installed) == before  # the next command sees everything
    rotate(name)
    assert contents(installed) == before
    assert installed.secret(name) != old
    assert not [path for path in installed.secrets.iterdir() if path.suffix]
    assert not list(Path(installed.archive).glob("*.new"))


@pytest.mark.parametrize("name", ["loader", "postgres", "airflow_admin", "airflow_fernet"])
def test_passwords_are_rotated_too(installed: Settings, name: str) -> None:
    old, url = installed.secret(name), installed.dsn("warehouse", "loader")
    result = CliRunner().invoke(app, ["rotate", name], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert installed.secret(name) not in (old, "")
    assert "," not in installed.secret(name)
    psycopg.connect(installed.dsn("warehouse", "loader")).close()
    psycopg.connect(installed.dsn("warehouse")).close()
    if name == "loader":
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url)


def test_an_owner_whose_rotation_died_gets_in_again(installed: Settings) -> None:
    died = subprocess.run([sys.executable, "-c", DIE_AS_OWNER, "postgres", "owner changed", "0"], check=False)
    assert died.returncode == DIED
    assert migrate.migrate(installed) == []
    psycopg.connect(installed.dsn("warehouse")).close()


def test_a_secret_that_nobody_knows(installed: Settings) -> None:
    result = CliRunner().invoke(app, ["rotate", "nothing"])
    assert result.exit_code == 2
    assert "vault_mac" in result.output


def test_the_password_of_a_server_with_data_is_not_made_anew(installed: Settings) -> None:
    path = installed.secrets / "postgres"
    kept = path.read_text()
    path.unlink()
    try:
        with pytest.raises(LocalFault) as raised:
            secrets.ensure(installed)
        assert str(path) in raised.value.text.es
    finally:
        secrets.replace(path, kept)
