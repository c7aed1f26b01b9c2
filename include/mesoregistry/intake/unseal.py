"""A sealed file, unsealed for as long as it is read."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mesoregistry.intake.archive import unsealed
from mesoregistry.ledger import Submission
from mesoregistry.settings import settings


@contextmanager
def unseal(submission: Submission) -> Iterator[Path]:
    """The content of the sealed file, in a file that nobody else may read; gone when the block ends.

    Raises as ``archive.unsealed``.
    """
    folder = _folder(submission.country)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _, content = unsealed(submission.sha256)
    descriptor, name = tempfile.mkstemp(suffix=submission.extension, dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def clear(country: str) -> None:
    """Delete what a process that died left unsealed."""
    shutil.rmtree(_folder(country), ignore_errors=True)


def _folder(country: str) -> Path:
    return settings().run / "open" / country
