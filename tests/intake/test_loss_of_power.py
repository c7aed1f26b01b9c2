"""What a loss of power leaves: before a file counts its sealed copy is on the disk, and so is the name of that copy."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mesoregistry import database, ledger, steps
from mesoregistry.intake.receive import receive
from mesoregistry.local import secrets
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran

Watched = list[str]


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """What is written to the disk for good, in order: ``name size`` of a file, each ``folder/name`` of a folder."""
    events: Watched = []
    sync: Callable[[int], None] = os.fsync

    def fsync(descriptor: int) -> None:
        sync(descriptor)
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        if path.is_dir():
            events.extend(f"{path.name}/{name}" for name in sorted(os.listdir(path)))
        else:
            events.append(f"{path.name} {path.stat().st_size}")

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(steps, "announce", events.append)
    return events


def test_a_sealed_copy_is_on_the_disk_before_the_file_counts(
    databases: Settings, tmp_path: Path, watched: Watched
) -> None:
    path = tmp_path / "marzo.csv"
    path.write_bytes(salvadoran([case(1, Edad="86")]))
    number = receive(path, "sv", dt.date(2024, 3, 1)).submission_id
    with database.transaction() as connection:
        sealed = databases.archive / f"{ledger.submission(connection, number).sha256}.age"
    draft = f"{sealed.stem}.{os.getpid()}.new {sealed.stat().st_size}"
    order = [watched.index(event) for event in ("seal", draft, f"archive/{sealed.name}", "receive")]
    assert order == sorted(order)


def test_a_secret_is_on_the_disk_when_it_was_made(tmp_path: Path, watched: Watched) -> None:
    secrets.write(tmp_path / "key", "x" * 7)
    secrets.replace(tmp_path / "other", "y" * 9)
    folder = tmp_path.name
    assert watched == [
        f".key.{os.getpid()} 7", f"{folder}/key", f".other.{os.getpid()} 9", f"{folder}/key", f"{folder}/other",
    ]  # fmt: skip
