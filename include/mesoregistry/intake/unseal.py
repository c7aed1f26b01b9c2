"""A sealed file, unsealed for as long as it is read."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mesoregistry.intake import sealed_receipt
from mesoregistry.intake.archive import received
from mesoregistry.ledger import Submission
from mesoregistry.local import open_copies
from mesoregistry.settings import settings


@contextmanager
def unseal(submission: Submission) -> Iterator[Path]:
    """The content of the sealed file, in a file that nobody else may read; gone when the block ends.

    Raises as ``archive.received``, and ``ArchiveFault`` when its receipt is not signed or is of another file.
    """
    _, receipt, content = received(submission.sha256, submission.resealed_sha256)
    sealed_receipt.require(submission, receipt)
    with open_copy(content, submission.country, submission.extension) as path:
        yield path


@contextmanager
def copy_in_memory(part: str, extension: str, content: bytes) -> Iterator[Path]:
    """A file that was not filed, where a reader can open it: in memory, under no name of its own, gone at the end.

    Raises:
        LocalFault: there is no room in memory.
    """
    folder = open_copies.memory_folder(settings(), part, len(content))
    path = folder / f"{secrets.token_hex(8)}{extension}"
    try:
        path.touch(0o600)
        path.write_bytes(content)
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def open_copy(content: bytes, country: str, extension: str = "") -> Iterator[Path]:
    """Bytes in a file that nobody else may read; gone when the block ends."""
    folder = open_copies.folder(settings(), country, len(content))
    descriptor, name = tempfile.mkstemp(suffix=extension, dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
