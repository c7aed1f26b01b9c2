"""The archive: a sealed copy of every file received, by the SHA-256 of the file as it was sent."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from pyrage import DecryptError

from mesoregistry.local import archive_key
from mesoregistry.local.secrets import sync_folder
from mesoregistry.settings import settings
from mesoregistry.vault import seal
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.receipts import SealedReceipt

OTHERS = 20  # sealed files that are tried before the key itself is held to be another


class ArchiveFault(Exception):
    """The sealed copy of one file is missing, damaged or not what was sent. Its text holds no value."""


def keep(
    name: str, content: bytes, sha256: str, receipt: SealedReceipt | None = None, *, refused: bool = False
) -> None:
    """Seal a file, its name and its receipt. When this returns the copy survives a loss of power.

    A ``refused`` file is in no ledger; it lies apart, for whoever has the key.
    """
    folder = refused_files() if refused else settings().archive
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _draft(folder / f"{sha256}.age", seal.file(name, content, receipt)):
        pass


def refused_files() -> Path:
    """The folder of sealed files that are in no ledger."""
    return settings().archive / "refused"


@contextmanager
def resealed(name: str, content: bytes, sha256: str) -> Iterator[None]:
    """Put another content in the place of a file received, once the block has ended without an error."""
    path = _sealed_copy(sha256)
    with _draft(path, seal.file_again(name, content, path.read_bytes())):
        yield


@contextmanager
def _draft(path: Path, sealed: bytes) -> Iterator[None]:
    """A sealed file that is on the disk when the block begins, and under its own name after it."""
    draft = path.with_suffix(f".{os.getpid()}.new")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        yield
    except BaseException:
        draft.unlink(missing_ok=True)  # of a disk that is full nothing may be taken by what was not received
        raise
    draft.replace(path)
    sync_folder(path.parent)


def erase(sha256: str) -> bool:
    """Delete the sealed copy of a file; whether it was there. Its name is gone from the disk when this returns."""
    path = _sealed_copy(sha256)
    was_there = path.exists()
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        sync_folder(path.parent)
    return was_there


def unsealed(sha256: str, resealed_sha256: str | None = None) -> tuple[Hidden, bytes]:
    """The name and the bytes of a file received. Raises as ``received``."""
    name, _, content = received(sha256, resealed_sha256)
    return name, content


def received(sha256: str, resealed_sha256: str | None = None) -> tuple[Hidden, SealedReceipt | None, bytes]:
    """Name, receipt and bytes of a file received; ``resealed_sha256``: of what replaced it when somebody was erased.

    Raises:
        ArchiveFault: its sealed copy is missing or damaged, or another file was put in its place.
        OSError: the archive or its key cannot be read at all.
        DecryptError: the key is not the one that sealed the archive.
        ArchiveKeyIsAway: the key of its month was destroyed, and that of the archive is not on this machine.
    """
    path = _sealed_copy(sha256)
    if path.parent.is_dir() and not path.exists():
        raise ArchiveFault("missing")
    sealed = path.read_bytes()
    try:
        name, receipt, content = seal.open_received(sealed)
    except DecryptError:
        if not _key_opens_another(path):
            raise
        raise ArchiveFault("damaged") from None
    except ValueError:
        raise ArchiveFault("damaged") from None
    if hashlib.sha256(content).hexdigest() not in (sha256, resealed_sha256):
        raise ArchiveFault("forged")
    return name, receipt, content


def require_key(sha256: str) -> None:
    """Raise ``ArchiveKeyIsAway`` when no key that is here opens a file; what else is wrong with it is not looked at."""
    if not archive_key.is_here(settings()):
        with suppress(OSError, DecryptError, ValueError):
            seal.open_file(_sealed_copy(sha256).read_bytes())


def _sealed_copy(sha256: str) -> Path:
    return settings().archive / f"{sha256}.age"


def _key_opens_another(damaged: Path) -> bool:
    """Whether the key opens any other file, so that the fault lies with this one; also when it is the only one."""
    others = [path for path in damaged.parent.glob("*.age") if path != damaged]
    for path in islice(sorted(others, key=lambda other: other.stat().st_size), OTHERS):
        try:
            seal.open_file(path.read_bytes())
        except (DecryptError, ValueError, archive_key.ArchiveKeyIsAway):
            continue
        return True
    return not others
