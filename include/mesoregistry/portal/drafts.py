"""Files that were checked and not filed yet: encrypted, in memory, for an hour, with the key in the session."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import time
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from pydantic import TypeAdapter

from mesoregistry.intake.check_file import Report
from mesoregistry.intake.unseal import copy_in_memory
from mesoregistry.local import open_copies
from mesoregistry.portal.column_match import ColumnMatch
from mesoregistry.settings import settings

SECONDS = 3600
MOST = 3  # files of one person
KEYS = "drafts"
PART = "portal"
REPORT = TypeAdapter(Report)
MATCHES = TypeAdapter(tuple[ColumnMatch, ...])
Session = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it was sent, with what the check says of it; ``name`` is its own.

    ``matches``: the headers that it was tried with; such a check cannot be filed.
    """

    country: str
    month: dt.date
    is_guess: bool  # the month was read in the file, and nobody said it
    name: str
    content: bytes
    report: Report
    matches: tuple[ColumnMatch, ...] = ()

    @property
    def asks_month(self) -> bool:
        """Whether nobody said the month, and the file does not tell it either: ``month`` is none to file it for."""
        return self.is_guess and self.report.guess != self.month

    @property
    def is_ready(self) -> bool:
        """Whether it may be filed: for a month, and read as its layout says."""
        return not self.asks_month and not self.matches


def open_copy(name: str, content: bytes) -> AbstractContextManager[Path]:
    """The file where a reader can open it, as of ``copy_in_memory``."""
    return copy_in_memory(PART, Path(name).suffix.lower()[:6], content)


def keep(session: Session, draft: Draft) -> str:
    """Returns the number under which the session finds it. The oldest of more than ``MOST`` go."""
    sweep()
    number, key = secrets.token_hex(16), Fernet.generate_key()
    head = {
        "country": draft.country,
        "month": draft.month.isoformat(),
        "is_guess": draft.is_guess,
        "name": draft.name,
        "report": REPORT.dump_python(draft.report, mode="json"),
        "matches": MATCHES.dump_python(draft.matches, mode="json"),
    }
    sealed = Fernet(key).encrypt(json.dumps(head).encode() + b"\n" + draft.content)
    path = _path(number, len(sealed))
    path.touch(0o600)
    path.write_bytes(sealed)
    keys = session.get(KEYS, {}) | {number: key.decode()}
    for old in list(keys)[:-MOST]:
        _path(old).unlink(missing_ok=True)
        del keys[old]
    session[KEYS] = keys
    return number


def load(session: Session, number: str) -> Draft | None:
    """The file of that number; ``None`` when it is of another session, or its hour is over."""
    key = session.get(KEYS, {}).get(number)
    if key is None:
        return None
    try:
        plain = Fernet(key).decrypt(_path(number).read_bytes(), ttl=SECONDS)
    except (FileNotFoundError, InvalidToken):
        return None
    head, _, content = plain.partition(b"\n")
    values = json.loads(head)
    report = REPORT.validate_python(values.pop("report"))
    month = dt.date.fromisoformat(values.pop("month"))
    matches = MATCHES.validate_python(values.pop("matches"))
    return Draft(**values, month=month, content=content, report=report, matches=matches)


def drop(session: Session, number: str) -> None:
    """Forget a file."""
    keys = dict(session.get(KEYS, {}))
    if keys.pop(number, None):
        _path(number).unlink(missing_ok=True)
        session[KEYS] = keys


def sweep() -> None:
    """Delete what is older than an hour, whoever left it."""
    oldest = time.time() - SECONDS
    for path in open_copies.memory_folder(settings(), PART, 0).iterdir():
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:  # another process did it meanwhile
            continue


def _path(number: str, size: int = 0) -> Path:
    return open_copies.memory_folder(settings(), PART, size) / f"{number}.sealed"
