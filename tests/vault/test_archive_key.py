"""The key of the archive off the machine, and keys of months: what goes on without it, and what does not open."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pyrage import DecryptError, decrypt, x25519
from typer.testing import CliRunner

from mesoregistry import clock, database, ledger
from mesoregistry.cli import app
from mesoregistry.intake import erasure_register, reprocess
from mesoregistry.intake.accept import accept
from mesoregistry.intake.archive import unsealed
from mesoregistry.intake.erase_woman import erase_woman
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import Receipt, receive
from mesoregistry.intake.task_faults import NothingToDo
from mesoregistry.intake.tasks import judge
from mesoregistry.intake.upkeep_tasks import keep_month_keys
from mesoregistry.local import migrate, month_keys, secrets
from mesoregistry.local.archive_key import ArchiveKeyIsAway
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings
from mesoregistry.vault import seal
from mesoregistry.vault.person_names import PersonNames
from mesoregistry.vault.rotation import rotate
from tests.conftest import environment
from tests.intake.samples import case, salvadoran

MARCH = dt.date(2024, 3, 1)
IDENTITY = re.compile(rb"AGE-SECRET-KEY-1[A-Z0-9]+")


def run(*words: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    if isinstance(result.exception, LocalFault):
        assert status == 3, result.exception
        return result.exception.text.en
    assert result.exit_code == status, result.output
    return result.output


def file(folder: Path, number: int) -> Receipt:
    path = folder / f"mes {number}.csv"
    path.write_bytes(salvadoran([case(number)]))
    return receive(path, "sv", MARCH)


def sha256_of(receipt: Receipt) -> str:
    with database.transaction() as connection:
        return ledger.submission(connection, receipt.submission_id).sha256


def take_in(sha256: str) -> list[int]:
    """Load, judge and accept what waits; the numbers of the file with these bytes."""
    load("sv")
    with database.transaction() as connection:
        landed = ledger.waiting(connection, "sv")
    judge("sv", landed)
    accept("sv", landed)
    with database.transaction() as connection:
        return [s.submission_id for s in ledger.select(connection, "sha256 = %s", [sha256])]


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def keep_keys() -> list[str]:
    try:
        return keep_month_keys()
    except NothingToDo:
        return []


@pytest.fixture
def away(installed: Settings, tmp_path: Path) -> Iterator[Path]:
    """The key of the archive is in this file, outside of the installation, and nowhere in it; it comes back after."""
    copy = tmp_path / "llave.txt"
    run("archive-key", "export", str(copy))
    assert copy.stat().st_mode & 0o077 == 0
    run("archive-key", "remove", str(copy))
    yield copy
    run("archive-key", "supply", str(copy))


def test_without_it_files_are_received_and_taken_in(installed: Settings, away: Path, tmp_path: Path) -> None:
    assert not (installed.secrets / "vault_file").exists()
    receipt = file(tmp_path, 21)
    assert load("sv", [receipt.submission_id]) == [receipt.submission_id]
    assert migrate.migrate(installed) == []
    assert not (installed.secrets / "vault_file").exists(), "a key that is away is not made anew"
    assert "fuera de esta máquina desde" in run("archive-key", "where")


def test_what_was_received_before_opens_when_it_is_supplied(
    installed: Settings, away: Path, tmp_path: Path
) -> None:
    before = hashlib.sha256(salvadoran([case(1), case(11)])).hexdigest()  # filed when no month had a key
    landed = take_in(before)
    rotated = tmp_path / "otra.txt"
    rotated.write_text(f"{x25519.Identity.generate()}\n")
    assert "is not the key of this archive" in run("archive-key", "supply", str(rotated), status=3)
    names = PersonNames(["Rosaura Inventada 1"])
    for refused in (
        lambda: unsealed(before),
        lambda: reprocess.reopen("sv", MARCH, MARCH),
        lambda: erase_woman("sv", names),
        lambda: rotate("vault_file"),
    ):
        with pytest.raises(ArchiveKeyIsAway, match="archive-key supply"):
            refused()
    assert not list(erasure_register.tokens()), "no erasure was begun"
    run("archive-key", "supply", str(away))
    assert unsealed(before)[1]
    assert landed[0] in reprocess.reopen("sv", MARCH, MARCH)
    take_in(before)


def test_a_host_that_is_seized_opens_nothing_of_a_month_that_is_over(
    installed: Settings, away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_keys()
    receipt = file(tmp_path, 31)
    month = month_keys.this_month()
    over = dt.datetime.combine(month, dt.time(), dt.UTC) + dt.timedelta(
        days=31 + installed.month_key_days + 5
    )
    set_clock(monkeypatch, over)
    assert keep_keys() == [], "a file of that month waits"
    take_in(sha256_of(receipt))
    assert keep_keys() == [f"{month:%Y-%m}"]
    assert identities_that_open(installed, sha256_of(receipt)) == []
    with pytest.raises(ArchiveKeyIsAway):
        unsealed(sha256_of(receipt))
    after = file(tmp_path, 32)
    assert len(identities_that_open(installed, sha256_of(after))) == 1
    assert load("sv", [after.submission_id]) == [after.submission_id]
    with psycopg.connect(installed.dsn("vault", "loader")) as vault:
        rows: dict[dt.date, bool] = dict(
            vault.execute("select month, destroyed_at is not null from vault.month_key").fetchall()
        )
        assert rows[month] is True
        assert rows[over.date().replace(day=1)] is False
        for statement in ("delete from vault.month_key", "update vault.month_key set month = '2020-01-01'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), vault.transaction():
                vault.execute(statement.encode())
    run("archive-key", "supply", str(away))
    rotate("vault_file")  # sealed anew, it opens with no key of today but that of the archive
    assert identities_that_open(installed, sha256_of(receipt)) == [installed.secret("vault_file")]
    assert len(identities_that_open(installed, sha256_of(after))) == 2
    run("archive-key", "export", str(tmp_path / "nueva.txt"))
    away.write_text((tmp_path / "nueva.txt").read_text())


def test_whoever_seals_and_opens_nothing_seals_for_the_month(
    installed: Settings, away: Path, tmp_path: Path
) -> None:
    keep_keys()
    portal = tmp_path / "portal"
    portal.mkdir()
    (portal / "archive_recipient").write_text(installed.secret("archive_recipient"))
    with environment(MESO_SECRETS_FOLDER=str(portal)):
        sealed = seal.file("caso de Ana Inventada.csv", b"abc")
    assert seal.open_file(sealed) == ("caso de Ana Inventada.csv", b"abc")


def test_another_public_key_is_refused(installed: Settings) -> None:
    path = installed.secrets / secrets.ARCHIVE_RECIPIENT
    kept = path.read_text()
    secrets.replace(path, f"{x25519.Identity.generate().to_public()}\n")
    try:
        assert "is not the public key of the archive" in run("sweep", status=3)
        migrate.migrate(installed)
        assert path.read_text() == kept
    finally:
        secrets.replace(path, kept)


def test_the_copy_is_compared_before_anything_goes(installed: Settings, tmp_path: Path) -> None:
    other = tmp_path / "otra.txt"
    other.write_text(f"{x25519.Identity.generate()}\n")
    assert "is not the key of this archive" in run("archive-key", "remove", str(other), status=3)
    inside = installed.home / "copia.txt"
    run("archive-key", "export", str(inside))
    assert "lies in this installation" in run("archive-key", "remove", str(inside), status=3)
    inside.unlink()
    assert (installed.secrets / "vault_file").exists()


def identities_that_open(config: Settings, sha256: str) -> list[str]:
    """Every key of age that is in any file of the installation, and opens this one."""
    held = {
        key.decode()
        for path in config.home.rglob("*")
        if path.is_file()
        for key in IDENTITY.findall(path.read_bytes())
    }
    assert held, "the key of a month is here at least"
    sealed = (config.archive / f"{sha256}.age").read_bytes()
    return sorted(key for key in held if opens(key, sealed))


def opens(key: str, sealed: bytes) -> bool:
    try:
        decrypt(sealed, [x25519.Identity.from_str(key)])
    except DecryptError:
        return False
    return True
