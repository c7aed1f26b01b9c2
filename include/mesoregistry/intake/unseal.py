"""A sealed file, unsealed for as long as it is read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mesoregistry.intake.archive import unsealed
from mesoregistry.ledger import Submission
from mesoregistry.local import open_copies
from mesoregistry.settings import settings


@contextmanager
def unseal(submission: Submission) -> Iterator[Path]:
    """The content of the sealed file, in a file that nobody else may read; gone when the block ends.

    Raises as ``archive.unsealed``.
    """
    _, content = unsealed(submission.sha256, submission.resealed_sha256)
    with open_copy(content, submission.country, submission.extension) as path:
        yield path


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
