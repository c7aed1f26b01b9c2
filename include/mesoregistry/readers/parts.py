"""The parts of a workbook by their names, before one is opened: what no program writes, and what is not read."""

from __future__ import annotations

import stat
import zipfile
from pathlib import PurePosixPath

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Finding
from mesoregistry.readers.grid import Unreadable

MOST = 5_000  # a workbook with a picture in each row has some hundreds
PROGRAMS = ("vbaproject.bin", "externallinks/", "embeddings/", "activex/", "connections.xml", "customui/")


def check_names(archive: zipfile.ZipFile) -> None:
    """No part twice, outside of the file or as a link; not tens of thousands of them. Raises ``Unreadable``."""
    members = archive.infolist()
    names = [member.filename.replace("\\", "/").lower() for member in members]
    if len(members) > MOST or len(set(names)) < len(names) or any(map(_is_strange, members)):
        raise Unreadable(message("file_unsafe").finding())


def _is_strange(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or stat.S_ISLNK(member.external_attr >> 16)


def programs(archive: zipfile.ZipFile) -> list[Finding]:
    """A note when the workbook carries macros, other files, or links to other files: none is opened."""
    names = " ".join(archive.namelist()).lower()
    return [message("file_with_programs").finding()] if any(part in names for part in PROGRAMS) else []
