"""Several text files in one zip, as ODK Central exports a form: the cases in one, each repeat group in its own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.findings import Address
from mesoregistry.readers.delimited import grid_of_bytes
from mesoregistry.readers.grid import Grid
from mesoregistry.readers.table import Reading

ENDINGS = (".csv", ".tsv", ".txt")
COPY = re.compile(r" ?(\(\d+\)|- ?(copia|copy).*)$", re.IGNORECASE)  # of a file that was downloaded twice


def text_members(archive: zipfile.ZipFile) -> list[str]:
    """The text files of a zip, that of the cases first; none when it holds anything else but folders of media.

    They may stand in a folder: of what was unpacked and packed again, where a Mac adds files of its own.
    """
    paths = [PurePosixPath(name) for name in archive.namelist() if not name.endswith("/")]
    paths = [path for path in paths if path.parts[0] != "__MACOSX" and not path.name.startswith(".")]
    depth = min((len(path.parts) for path in paths), default=0)
    top = [path for path in paths if len(path.parts) == depth]
    if len({path.parent for path in top}) != 1 or not all(p.suffix.lower() in ENDINGS for p in top):
        return []
    groups = {path: sum(other.stem.startswith(f"{path.stem}-") for other in top) for path in top}
    return [str(path) for path in sorted(top, key=lambda path: (-groups[path], len(path.stem), path.name))]


def read_parts(path: Path) -> dict[str, bytes]:
    """Each file under the name of what it holds: ``form-victims.csv`` beside ``form.csv`` holds ``victims``."""
    with zipfile.ZipFile(path) as archive:
        members = text_members(archive)
        first = Path(members[0]).stem
        return {Path(name).stem.removeprefix(f"{first}-"): archive.read(name) for name in members}


def grids(path: Path, layout: Layout, reading: Reading, wanted: Sequence[str] = ()) -> list[Grid]:
    """The table of the cases, then those of the other files; ``wanted``: of these alone."""
    tables: list[Grid] = []
    groups = {name.casefold(): name for name in wanted}
    for name, content in read_parts(path).items():
        if not (tables and wanted) or name.casefold() in groups:
            grid = grid_of_bytes(content, layout, reading)
            grid.name = groups.get(name.casefold(), name)
            tables.append(grid)
        elif (of := COPY.sub("", name)) != name:
            rows = max(len(content.splitlines()) - 1, 0)
            reading.findings.append(
                message("sheet_unread").finding(
                    Address(name), quotes=("sheet_name",), sheet_name=name, found=rows, wanted=of
                )
            )
    return tables
