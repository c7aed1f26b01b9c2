"""A file that is read lies in memory, in a folder that nobody else may enter or has prepared."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mesoregistry.local import open_copies
from mesoregistry.settings import Settings

pytestmark = pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no file system in memory here")


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Settings]:
    config = Settings(home=tmp_path)
    yield config
    for place in open_copies.places(config):
        if place.is_symlink():
            place.unlink()
        shutil.rmtree(place, ignore_errors=True)


def test_in_memory_and_for_us_alone(config: Settings) -> None:
    path = open_copies.folder(config, "sv", 1000)
    memory, disk = open_copies.places(config)
    assert path == memory / "sv"
    assert [place.stat().st_mode & 0o777 for place in (memory, path)] == [0o700, 0o700]
    assert not disk.exists()


def test_a_file_that_does_not_fit_lies_in_the_home(config: Settings) -> None:
    assert open_copies.folder(config, "sv", 2**60) == config.run / "open/sv"


@pytest.mark.parametrize("trap", ["link", "open to others", "another user's"])
def test_a_folder_that_somebody_prepared_is_not_used(config: Settings, tmp_path: Path, trap: str) -> None:
    memory = open_copies.places(config)[0]
    if trap == "link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        memory.symlink_to(tmp_path / "elsewhere")
    else:
        memory.mkdir(mode=0o700)
        memory.chmod(0o755 if trap == "open to others" else 0o700)
        if trap == "another user's":
            if os.geteuid() != 0:
                pytest.skip("only root can give a folder away")
            os.chown(memory, 65534, 65534)
    assert open_copies.folder(config, "sv", 1000) == config.run / "open/sv"


def test_what_a_dead_process_left_is_cleared(config: Settings) -> None:
    left = [
        open_copies.folder(config, country, size) / "x.csv" for country, size in (("sv", 1), ("hn", 2**60))
    ]
    for path in left:
        path.write_text("x", encoding="utf-8")
    open_copies.clear(config, "hn")
    assert [path.exists() for path in left] == [True, False]
    open_copies.clear(config)
    assert not left[0].exists()


def test_two_homes_have_folders_of_their_own(config: Settings, tmp_path: Path) -> None:
    assert open_copies.places(config)[0] != open_copies.places(Settings(home=tmp_path / "other"))[0]
