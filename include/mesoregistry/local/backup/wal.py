"""The write-ahead log, kept so that a backup can be brought forward to any moment after it.

``ship`` encrypts the finished segments of ``wal_spool`` into the folder of the backups and takes them away here.
"""

from __future__ import annotations

import re
from pathlib import Path

from mesoregistry.local.backup import parcel
from mesoregistry.local.cluster import find
from mesoregistry.local.wal_spool import spool
from mesoregistry.settings import Settings

SEGMENT = re.compile(r"[0-9A-F]{24}(\.[0-9A-F]{8}\.backup|\.partial)?|[0-9A-F]{8}\.history")


def ship(settings: Settings, target: Path, recipient: str) -> int:
    """Encrypt the finished segments into the folder ``target``; how many."""
    folder, count = spool(find(settings)), 0
    if not folder.exists():
        return 0
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(path for path in folder.iterdir() if SEGMENT.fullmatch(path.name)):
        parcel.pack(target / f"{path.name}.age", recipient, {path.name: path})
        path.unlink()
        count += 1
    return count


def first_needed(place: Path) -> str:
    """The segment from which the WAL after a copy begins, as its label says."""
    label = (place / "backup_label").read_text(encoding="utf-8")
    match = re.search(r"START WAL LOCATION: .* \(file ([0-9A-F]{24})\)", label)
    assert match is not None, "a label of PostgreSQL without its segment"
    return match[1]


def forget_before(target: Path, segment: str) -> None:
    """Remove the segments that no backup needs any more."""
    for path in target.glob("*.age"):
        name = path.name.removesuffix(".age")
        if not name.endswith(".history") and name[8:24] < segment[8:24]:
            path.unlink()
