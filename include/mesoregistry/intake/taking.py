"""Taking a file out of a folder that others write to: nothing half-written is read, nothing that changed is deleted.

Times alone do not tell that a copy has ended: one over a bad line pauses for longer than anybody waits. So a file is
moved into a folder of its own (a newer one of the same name then cannot take its place), read only when no process has
it open for writing, and deleted only when it is still the file that was read.
"""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Identity = tuple[int, int, int, int]  # device, inode, size, time of the last change


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file as it was read, and the open file itself."""

    path: Path
    content: bytes
    descriptor: int
    identity: Identity

    def remove(self) -> bool:
        """Delete it with its folder if it is still what was read; otherwise leave it to be read again."""
        if has_writer(self.descriptor) or identity_of(self.descriptor) != self.identity:
            return False
        self.path.unlink()
        self.path.parent.rmdir()
        return True


def move_apart(path: Path, working: Path) -> Path:
    """Move a file into a new folder under ``working``, which lies on the same disk; it keeps its name."""
    working.mkdir(mode=0o700, exist_ok=True)
    target = Path(tempfile.mkdtemp(dir=working)) / path.name
    try:
        path.rename(target)
    except OSError:
        target.parent.rmdir()
        raise
    return target


@contextmanager
def taken_file(path: Path) -> Iterator[TakenFile | None]:
    """The file at ``path``, read whole; ``None`` while another process writes to it.

    Raises:
        OSError: it cannot be read, or is a link or no plain file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        before = identity_of(descriptor)
        if has_writer(descriptor):
            yield None
            return
        with os.fdopen(os.dup(descriptor), "rb") as file:
            content = file.read()
        if identity_of(descriptor) != before or len(content) != before[2]:
            yield None
            return
        yield TakenFile(path, content, descriptor, before)
    finally:
        os.close(descriptor)


def identity_of(descriptor: int) -> Identity:
    """What tells that a file is the same and has not changed. Raises ``OSError`` when it is no plain file."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(0, "no plain file")
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def has_writer(descriptor: int) -> bool:
    """Whether any process has the file open for writing: the kernel then grants no lease to read it.

    Some network disks grant no lease at all; there the time without a change alone must do.
    """
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False
