"""Where a sealed file lies while it is read: in memory where the system has a file system there, else in ``var/run``.

A file in memory is on no disk, whatever dies and however the power fails.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from dataclasses import astuple
from pathlib import Path

import psutil

from mesoregistry.findings import Text
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings

IN_MEMORY = Path("/dev/shm")
NO_MEMORY = Text(
    "No hay lugar en la memoria del servidor para revisar este archivo. Espere unos minutos e intente otra vez.",
    "There is no room in the server's memory to check this file. Wait some minutes and try once more.",
)


def folder(settings: Settings, country: str, size: int) -> Path:
    """A folder that nobody else may enter, for the open copies of a country; ``size``: bytes of the file to come."""
    place = _in_memory(settings, size) or settings.run / "open"
    path = place / country
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def memory_folder(settings: Settings, part: str, size: int) -> Path:
    """The same, in memory or not at all; ``part`` stands in the place of a country.

    Raises:
        LocalFault: the system has no file system in memory, or no room in it.
    """
    place = _in_memory(settings, size)
    if place is None:
        raise LocalFault(*astuple(NO_MEMORY))
    path = place / part
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def clear(settings: Settings, country: str = "") -> None:
    """Delete what a process that died left unsealed; of every country, or of one whose lock the caller holds."""
    for place in places(settings):
        shutil.rmtree(place / country, ignore_errors=True)


def places(settings: Settings) -> list[Path]:
    """Every folder in which an open copy may lie."""
    return [_name(settings), settings.run / "open"]


def _in_memory(settings: Settings, size: int) -> Path | None:
    if not _is_memory(IN_MEMORY):
        return None
    room = os.statvfs(IN_MEMORY)
    if room.f_bavail * room.f_frsize < 2 * size:
        return None
    path = _name(settings)
    path.mkdir(mode=0o700, exist_ok=True)
    status = path.lstat()
    # everybody may make a folder there: one of another user, or open to others, is none of ours
    ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077
    return path if ours else None


def _name(settings: Settings) -> Path:
    return IN_MEMORY / f"mesoregistry-{hashlib.sha256(str(settings.home).encode()).hexdigest()[:16]}"


def _is_memory(path: Path) -> bool:
    return any(
        part.mountpoint == str(path) and part.fstype == "tmpfs" for part in psutil.disk_partitions(all=True)
    )
