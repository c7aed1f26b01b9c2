"""The base of what ends a command or a task in words: what happened, and what to do."""

from __future__ import annotations

from pathlib import Path

from mesoregistry.findings import Text


class Fault(Exception):
    """Something keeps the work from going on.

    ``text`` holds no value of a file and no name: it may be shown and logged. ``log`` is where more is written;
    ``status`` is how the command ends: 2 when a file of the installation is to be mended, 3 otherwise.
    """

    log: Path | None = None
    status = 3

    @property
    def text(self) -> Text:
        """In both languages; by default what the exception was made with."""
        return Text(str(self), str(self))
