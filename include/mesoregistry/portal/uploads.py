"""Files that come in parts: encrypted, in memory, for an hour, with the key in the session, recognised by their hash.

A line that drops costs the part that was on its way. What was sent lies beside the files that were checked
(``drafts``), and every process of the portal finds it there.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from mesoregistry.intake.receive import LARGEST
from mesoregistry.local import open_copies
from mesoregistry.local.fault import LocalFault
from mesoregistry.portal.drafts import PART, SECONDS, Session, sweep
from mesoregistry.settings import settings

CHUNK = 256 * 1024  # bytes of a part; the last one may have fewer
MOST = 2  # files of one session
TOGETHER = 500 * 1024**2  # bytes of all that lies there
UPLOADS = "uploads"
SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a session that is on its way; ``draft``: the number of its check, once it was checked."""

    number: str
    sha256: str
    size: int
    key: str
    draft: str = ""

    @property
    def held(self) -> int:
        """Bytes that are here, without a gap from the first."""
        parts = sum(1 for _ in takewhile(Path.exists, self.paths()))
        return min(parts * CHUNK, self.size)

    def paths(self) -> Iterator[Path]:
        folder = open_copies.memory_folder(settings(), PART, 0)
        return (folder / f"{self.number}-{start // CHUNK}.part" for start in range(0, self.size, CHUNK))

    def add(self, start: int, part: bytes) -> bool:
        """Whether the part follows what is here, and is here now."""
        if start != self.held or start == self.size or len(part) != min(CHUNK, self.size - start):
            return False
        path = list(self.paths())[start // CHUNK]
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        draft.touch(0o600)
        draft.write_bytes(Fernet(self.key).encrypt(part))
        draft.replace(path)
        return True

    def content(self) -> bytes | None:
        """The whole file; ``None`` when it lacks a part, or is not the one whose hash was said."""
        try:
            fernet = Fernet(self.key)
            content = b"".join(fernet.decrypt(path.read_bytes(), ttl=SECONDS) for path in self.paths())
        except (FileNotFoundError, InvalidToken):
            return None
        return content if hashlib.sha256(content).hexdigest() == self.sha256 else None

    def forget(self) -> None:
        for path in self.paths():
            path.unlink(missing_ok=True)


def begin(session: Session, sha256: str, size: int) -> Upload | None:
    """The upload of a file of that hash, which may have begun before; ``None`` for no hash and no size of a file.

    Raises:
        LocalFault: there is no room in memory.
    """
    if not SHA256.fullmatch(sha256) or not 0 < size <= LARGEST:
        return None
    sweep()
    for upload in _of_session(session):
        if (upload.sha256, upload.size, upload.draft) == (sha256, size, ""):
            return upload
    folder = open_copies.memory_folder(settings(), PART, size)
    if size + sum(entry.stat().st_size for entry in os.scandir(folder)) > TOGETHER:
        raise LocalFault(open_copies.NO_MEMORY.es, open_copies.NO_MEMORY.en)
    upload = Upload(secrets.token_hex(16), sha256, size, Fernet.generate_key().decode())
    remember(session, upload)
    return upload


def find(session: Session, number: str) -> Upload | None:
    """The upload of that number; ``None`` when it is of another session."""
    return next((upload for upload in _of_session(session) if upload.number == number), None)


def remember(session: Session, upload: Upload) -> None:
    """Write it into the session. The oldest of more than ``MOST`` go."""
    others = [other for other in _of_session(session) if other.number != upload.number]
    for old in others[: max(0, len(others) + 1 - MOST)]:
        old.forget()
    kept = [*others[max(0, len(others) + 1 - MOST) :], upload]
    session[UPLOADS] = [[own.number, own.sha256, own.size, own.key, own.draft] for own in kept]


def _of_session(session: Session) -> list[Upload]:
    values: list[list[Any]] = session.get(UPLOADS, [])
    return [Upload(*own) for own in values]
