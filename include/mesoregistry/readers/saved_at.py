"""When a workbook was saved, by its own properties: which of two exports is the older."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

PARTS = {  # the part with the properties, and the element with the time
    "docProps/core.xml": re.compile(rb"<dcterms:modified[^>]*>([^<]{10,40})<"),
    "meta.xml": re.compile(rb"<dc:date>([^<]{10,40})<"),
}
LONGEST = 1_000_000  # bytes of properties that are looked at


def saved_at(path: Path) -> str | None:
    """The time as ISO 8601 in UTC, to the second; ``None`` for a file without such properties."""
    try:
        with zipfile.ZipFile(path) as archive:
            for part in PARTS.keys() & set(archive.namelist()):
                with archive.open(part) as stream:
                    match = PARTS[part].search(stream.read(LONGEST))
                if match:
                    return _utc(match[1].decode("ascii", "replace"))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return None
    return None


def _utc(text: str) -> str | None:
    try:
        time = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if time.tzinfo:
        time = time.astimezone(dt.UTC).replace(tzinfo=None)
    return time.isoformat(timespec="seconds")
