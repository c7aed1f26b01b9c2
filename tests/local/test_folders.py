"""Nothing below the home is for others: not what is made, not what was open before, not what a process makes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mesoregistry.local.folders import HOME, INSIDE, make_private, open_to_others
from mesoregistry.settings import Settings
from tests.conftest import environment

LIST = """
import os
from mesoregistry import cli
cli.app = lambda: print(oct(os.umask(0)))
cli.main()
"""


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    with environment(MESO_HOME=str(tmp_path / "var")) as config:
        return config


def test_folders_are_made_for_their_owner_alone(place: Settings) -> None:
    make_private(place)
    assert place.home.stat().st_mode & 0o777 == HOME
    assert {name: (place.home / name).stat().st_mode & 0o777 for name in INSIDE} == dict.fromkeys(
        INSIDE, 0o700
    )
    assert open_to_others(place) == []


def test_what_was_open_is_seen_and_closed(place: Settings) -> None:
    make_private(place)
    place.home.chmod(0o755)
    (place.home / "inbox").chmod(0o755)
    (place.home / "odd.txt").write_text("x")
    (place.home / "odd.txt").chmod(0o644)
    (place.secrets / "vault_mac").write_text("x")
    (place.secrets / "vault_mac").chmod(0o640)
    names = {path.name for path in open_to_others(place)}
    assert names == {"var", "inbox", "odd.txt", "vault_mac"}
    make_private(place)
    assert {path.name for path in open_to_others(place)} == {"vault_mac"}  # whoever opened it must know


@pytest.mark.skipif(os.geteuid() == 0, reason="root's server must walk through the home")
def test_a_home_is_closed_where_we_are_not_root(place: Settings) -> None:
    assert HOME == 0o700


def test_every_command_makes_files_for_its_user_alone() -> None:
    done = subprocess.run([sys.executable, "-c", LIST], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0o77"
