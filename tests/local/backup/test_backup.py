"""Backup, everything deleted, restore: the same rows, the same figures, and a sealed file opens."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pyrage import x25519
from typer.testing import CliRunner

from mesoregistry.catalog.decision_files import COLUMNS, TERMS, lines
from mesoregistry.cli import app
from mesoregistry.figures import compute
from mesoregistry.intake import recorded_decisions
from mesoregistry.intake.accept import accept
from mesoregistry.intake.archive import unsealed
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import judge
from mesoregistry.local import migrate, postgres, secrets
from mesoregistry.local.backup import base, take
from mesoregistry.local.backup.restore import restore
from mesoregistry.local.backup.rows import row_hashes
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.conftest import environment, free_port, temporary_home
from tests.intake.samples import case, salvadoran

KEY = x25519.Identity.generate()
OTHER = x25519.Identity.generate()
MARCH = dt.date(2024, 3, 1)
WORD = {"list": "form", "country": "sv", "term": "zumbamiento", "code": "harassment"}


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with temporary_home() as path:
        yield path


@pytest.fixture(scope="module")
def source(place: Path) -> Iterator[Settings]:
    """A place with a month filed, accepted and built, and a folder for backups on "another disk"."""
    with environment(
        MESO_HOME=str(place / "var"),
        MESO_POSTGRES_PORT=str(free_port()),
        MESO_BACKUP_TO=str(place / "backups"),
        MESO_BACKUP_RECIPIENT=str(KEY.to_public()),
        MESO_BACKUP_KEEP="3",
        MESO_LANGUAGE="en",
    ) as config:
        try:
            postgres.start(config)
            migrate.migrate(config)
            file_month(place, 1)
            assert build().success
            yield config
        finally:
            postgres.stop(config)


def file_month(folder: Path, number: int) -> None:
    file = folder / f"mes {number}.csv"
    file.write_bytes(salvadoran([case(10 * number + row) for row in range(4)]))
    receive(file, "sv", MARCH)
    landed = load("sv")
    assert not judge("sv", landed).broken
    accept("sv", landed)


def figures() -> list[str]:
    return [repr(figure) for figure in compute()]


def stolen_folder_tells_nothing(backup: Path) -> bool:
    needles = (b"Inventada", b"AGE-SECRET-KEY", b"Rosaura", b"create table")
    return not any(
        needle in path.read_bytes() for path in backup.rglob("*") if path.is_file() for needle in needles
    )


@pytest.mark.slow(2)
def test_backup_everything_deleted_restore(source: Settings, place: Path) -> None:
    rows, published = row_hashes(source), figures()
    sealed = next(source.archive.glob("*.age")).stem
    decided = [dict.fromkeys(COLUMNS[TERMS], "") | WORD]
    recorded_decisions.record(TERMS, decided)
    content = unsealed(sealed)
    backup = take.take(source, place / "backups", str(KEY.to_public()))
    assert row_hashes(source) == rows
    assert stolen_folder_tells_nothing(backup)
    assert not list(source.home.glob("*.copy"))

    postgres.stop(source)
    shutil.move(source.home, place / "gone")  # everything deleted
    restored = restore(source, backup, str(KEY))
    assert restored.same is True
    assert row_hashes(source) == rows
    assert figures() == published
    assert unsealed(sealed) == content
    assert [dict(line.row) for line in lines(source.home / "decisions", TERMS)] == decided
    assert (source.home / "postgres").stat().st_mode & 0o077 == 0
    shutil.rmtree(place / "gone")

    for name in secrets.VAULT_MAKERS:  # with one key lost the refusal is shown
        kept = (source.secrets / name).rename(place / name)
        with pytest.raises(LocalFault) as raised:
            migrate.migrate(source)
        assert str(source.secrets / name) in raised.value.text.en
        kept.rename(source.secrets / name)


def test_a_moment_after_the_backup(source: Settings, place: Path) -> None:
    backup = take.take(source, place / "backups", str(KEY.to_public()))
    file_month(place, 2)
    wanted = row_hashes(source)
    with psycopg.connect(source.dsn("warehouse"), autocommit=True) as owner:
        moment = owner.execute("select clock_timestamp()").fetchone()
        time.sleep(1.1)
        owner.execute("create table public.mistake as select 1 as a")
        owner.execute("select pg_switch_wal()")
    assert moment is not None
    until = time.monotonic() + 20
    while not list(source.home.glob("wal/*")) and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(1)
    known = len(take.backups(place / "backups"))
    assert take.nightly(source) is None  # the last backup is fresh: only the WAL goes
    assert len(take.backups(place / "backups")) == known
    assert list((place / "backups" / "wal").glob("*.age"))
    with environment(MESO_HOME=str(place / "later"), MESO_POSTGRES_PORT=str(free_port())) as later:
        try:
            assert restore(later, backup, str(KEY), moment[0]).same is None
            assert row_hashes(later) == wanted
            with psycopg.connect(later.dsn("warehouse")) as owner:
                assert owner.execute("select to_regclass('public.mistake')").fetchone() == (None,)
                owner.execute("create table public.writes as select 1 as a")
        finally:
            postgres.stop(later)


def test_what_is_not_restored(source: Settings, place: Path) -> None:
    backup = take.take(source, place / "backups", str(KEY.to_public()))
    with pytest.raises(LocalFault, match="empty place only"):
        restore(source, backup, str(KEY))
    with environment(MESO_HOME=str(place / "other"), MESO_POSTGRES_PORT=str(free_port())) as other:
        with pytest.raises(LocalFault, match="does not open with that key"):
            restore(other, backup, str(OTHER))
        damaged = bytearray((backup / take.BASE).read_bytes())
        damaged[len(damaged) // 2] ^= 1
        (backup / take.BASE).write_bytes(damaged)
        with pytest.raises(LocalFault, match="is missing or damaged"):
            restore(other, backup, str(KEY))
        (backup / take.MANIFEST).unlink()
        with pytest.raises(LocalFault, match="is no finished backup"):
            restore(other, backup, str(KEY))


def test_a_copy_that_lost_a_page_is_no_backup(
    source: Settings, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check must be able to fail: a file of the copy is cut short before it is verified."""
    verify = base.verify

    def cut_first(cluster: object, copied: Path, log: Path) -> None:
        largest = max((copied / "base").rglob("[0-9]*"), key=lambda path: path.stat().st_size)
        os.truncate(largest, largest.stat().st_size // 2)
        verify(cluster, copied, log)  # type: ignore[arg-type]

    monkeypatch.setattr(base, "verify", cut_first)
    known = sorted(place.glob("backups/*"))  # none, when it is run alone
    with pytest.raises(LocalFault, match="is damaged"):
        take.take(source, place / "backups", str(KEY.to_public()))
    assert sorted(path for path in place.glob("backups/*") if path.name != "wal" or path in known) == known


def test_only_the_newest_are_kept_with_their_wal(source: Settings, place: Path) -> None:
    for _ in range(4):
        time.sleep(1.1)  # their names are seconds
        newest = take.take(source, place / "backups", str(KEY.to_public()))
    kept = take.backups(place / "backups")
    assert len(kept) == 3
    assert kept[-1] == newest
    # one that was interrupted, or lost its list, goes too
    assert {path.name for path in (place / "backups").iterdir()} == {path.name for path in kept} | {"wal"}
    first = json.loads((kept[0] / take.MANIFEST).read_text())["first_segment"]
    assert all(path.name[:24] >= first for path in (place / "backups" / "wal").glob("0*.age"))


def test_the_commands(source: Settings, place: Path) -> None:
    key = place / "key.txt"
    shown = CliRunner().invoke(app, ["backup-key", str(key)], catch_exceptions=False)
    public = x25519.Identity.from_str(key.read_text().strip()).to_public()
    assert f"MESO_BACKUP_RECIPIENT={public}" in shown.output
    assert key.stat().st_mode & 0o777 == 0o600
    assert CliRunner().invoke(app, ["backup-key", str(key)]).exit_code == 2
    time.sleep(1.1)
    made = CliRunner().invoke(
        app, ["backup", str(place / "by hand"), "--recipient", str(public)], catch_exceptions=False
    )
    assert made.exit_code == 0, made.output
    backup = Path(made.stdout.strip())
    with environment(MESO_HOME=str(place / "third"), MESO_POSTGRES_PORT=str(free_port())) as third:
        try:
            result = CliRunner().invoke(
                app, ["restore", str(backup), "--key", str(key)], catch_exceptions=False
            )
            assert result.exit_code == 0, result.output
            assert "Every row is that of the backup." in result.output
        finally:
            postgres.stop(third)
    refused = CliRunner().invoke(app, ["backup", str(place / "x"), "--recipient", "age1nothing"])
    assert isinstance(refused.exception, LocalFault)
