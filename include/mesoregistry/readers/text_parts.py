"""Several text files in one zip, as ODK Central exports a form: the cases in one, each repeat group in its own."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from mesoregistry.catalog.model import Layout
from mesoregistry.readers.delimited import grid_of_bytes
from mesoregistry.readers.grid import Grid
from mesoregistry.readers.table import Reading

ENDINGS = (".csv", ".tsv", ".txt")


def text_members(archive: zipfile.ZipFile) -> list[str]:
    """The text files of a zip, that of the cases first; none when it holds anything else but folders of media."""
    names = [name for name in archive.namelist() if "/" not in name]
    if not names or not all(name.lower().endswith(ENDINGS) for name in names):
        return []
    return sorted(names, key=lambda name: (len(Path(name).stem), name))


def read_parts(path: Path) -> dict[str, bytes]:
    """Each file under the name of what it holds: ``form-victims.csv`` beside ``form.csv`` holds ``victims``."""
    with zipfile.ZipFile(path) as archive:
        members = text_members(archive)
        first = Path(members[0]).stem
        return {Path(name).stem.removeprefix(f"{first}-"): archive.read(name) for name in members}


def grids(path: Path, layout: Layout, reading: Reading, wanted: Sequence[str] = ()) -> list[Grid]:
    """The table of the cases, then those of the other files; ``wanted``: of these alone."""
    tables: list[Grid] = []
    for name, content in read_parts(path).items():
        if not (tables and wanted) or name in wanted:
            grid = grid_of_bytes(content, layout, reading)
            grid.name = name
            tables.append(grid)
    return tables
