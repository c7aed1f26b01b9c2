"""Which catalogue, lists and rules a process has read: one that read others than those of today checks no file."""

from __future__ import annotations

import hashlib

from mesoregistry.catalog import code_lists
from mesoregistry.catalog.file_stamps import stamp
from mesoregistry.settings import settings

SIZE = 32  # bytes


def state() -> bytes:
    """Another one as soon as one of these files is written."""
    folders = (settings().registries, settings().expectations)
    files = [(path, stamp(path)) for folder in folders for path in sorted(folder.glob("*.yml"))]
    lists = code_lists.stamps(settings().seeds)  # with what the coordination decided
    return hashlib.sha256(repr((files, lists)).encode()).digest()
