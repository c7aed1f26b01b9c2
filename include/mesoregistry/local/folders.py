"""Everything below ``MESO_HOME`` is for its owner alone: folders 0700, and no process makes a file for others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mesoregistry.settings import Settings

UMASK = 0o077
# the server's own user, where we are root, must walk through the home to its data; it can list nothing
HOME = 0o711 if os.geteuid() == 0 else 0o700
INSIDE = (
    "airflow", "archive", "audit", "comparison", "dbt", "decisions", "gx", "inbox", "logs", "month_keys", "run",
    "secrets",
)  # fmt: skip


def close_to_others() -> None:
    """What this process and those it starts make is for their user alone."""
    os.umask(UMASK)


def make_private(settings: Settings) -> None:
    """Make the folders of this home, and take from others what they may do with what is there."""
    settings.home.mkdir(parents=True, exist_ok=True)
    settings.home.chmod(HOME)
    for name in INSIDE:
        (settings.home / name).mkdir(mode=0o700, exist_ok=True)
    for path in _inside(settings):
        if path.stat().st_mode & UMASK:
            path.chmod(path.stat().st_mode & ~UMASK & 0o7777)


def open_to_others(settings: Settings) -> list[Path]:
    """What others can read or walk into: the home, its folders, and the files of the secrets."""
    places = [*_inside(settings), *settings.secrets.glob("*")]
    listed = [path for path in places if path.stat().st_mode & UMASK]
    return ([settings.home] if settings.home.stat().st_mode & UMASK & ~HOME else []) + listed


def _inside(settings: Settings) -> Iterator[Path]:
    """Whatever lies in the home; the server keeps its own data closed, and refuses to start when they are not."""
    for path in settings.home.iterdir():
        if path.name != "postgres" and not path.is_symlink():
            yield path
