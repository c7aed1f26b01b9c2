"""The stamp of a file that people edit: a process that runs on reads the file again when it has another one."""

from __future__ import annotations

from pathlib import Path

Stamp = tuple[int, int]


def stamp(path: Path) -> Stamp:
    """Time of the last change (nanoseconds) and size (bytes); zeros for a file that is not there."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
