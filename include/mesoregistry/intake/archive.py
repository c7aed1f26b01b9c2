"""The archive: a sealed copy of every file received, by the SHA-256 of the file as it was sent."""

from __future__ import annotations

import hashlib
import os
from itertools import islice
from pathlib import Path

from pyrage import DecryptError

from mesoregistry.settings import settings
from mesoregistry.vault import seal
from mesoregistry.vault.hidden import Hidden

OTHERS = 20  # sealed files that are tried before the key itself is held to be another


class ArchiveFault(Exception):
    """The sealed copy of one file is missing, damaged or not what was sent. Its text holds no value."""


def keep(name: str, content: bytes, sha256: str, *, refused: bool = False) -> None:
    """Seal a file and its name. When this returns the copy survives a loss of power.

    A ``refused`` file is in no ledger; it lies apart, for whoever has the key.
    """
    folder = settings().archive / "refused" if refused else settings().archive
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"{sha256}.{os.getpid()}.new"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(seal.file(name, content))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / f"{sha256}.age")
    sync_folder(folder)


def erase(sha256: str) -> bool:
    """Delete the sealed copy of a file; whether it was there. Its name is gone from the disk when this returns."""
    path = _sealed_copy(sha256)
    was_there = path.exists()
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        sync_folder(path.parent)
    return was_there


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk: ``fsync`` of a file does not cover its name."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unsealed(sha256: str) -> tuple[Hidden, bytes]:
    """The name and the bytes of a file received.

    Raises:
        ArchiveFault: its sealed copy is missing or damaged, or another file was put in its place.
        OSError: the archive or its key cannot be read at all.
        DecryptError: the key is not the one that sealed the archive.
    """
    path = _sealed_copy(sha256)
    if path.parent.is_dir() and not path.exists():
        raise ArchiveFault("missing")
    sealed = path.read_bytes()
    try:
        name, content = seal.open_file(sealed)
    except DecryptError:
        if not _key_opens_another(path):
            raise
        raise ArchiveFault("damaged") from None
    except ValueError:
        raise ArchiveFault("damaged") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ArchiveFault("forged")
    return name, content


def _sealed_copy(sha256: str) -> Path:
    return settings().archive / f"{sha256}.age"


def _key_opens_another(damaged: Path) -> bool:
    """Whether the key opens any other file, so that the fault lies with this one; also when it is the only one."""
    others = [path for path in damaged.parent.glob("*.age") if path != damaged]
    for path in islice(sorted(others, key=lambda other: other.stat().st_size), OTHERS):
        try:
            seal.open_file(path.read_bytes())
        except (DecryptError, ValueError):
            continue
        return True
    return not others
