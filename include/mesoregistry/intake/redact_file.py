"""One person taken out of a file: her name in every cell, and every text of the rows that are about her.

The rows stay, so that a file that is taken in once more counts what it counted. Runs in the child that may open the
file and no other; what it returns is no file of the team's any more, and the ledger says so.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mesoregistry.catalog.model import Layout
from mesoregistry.intake.redact_workbook import redact, saved, values_only
from mesoregistry.intake.reopened_workbook import copied
from mesoregistry.readers import delimited, sniff
from mesoregistry.readers.grid import Unreadable, letter
from mesoregistry.readers.table import Reading
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.person_names import PersonNames

if TYPE_CHECKING:
    from openpyxl import Workbook

How = Literal["clean", "unreadable", "in its format", "as a workbook of values"]
SEPARATOR = b"\n"


@dataclass(frozen=True, slots=True)
class Redaction:
    """What to take out. ``blank``: cells by title of sheet (empty in a text file), row and letters; ``texts``: to be
    blanked in any cell; ``keys``: what a cell holds -> what is written there.
    """

    names: PersonNames
    instead: str
    blank: frozenset[tuple[str, int, str]] = frozenset()
    texts: frozenset[str] = frozenset()
    keys: Mapping[Hidden, str] | None = None

    def cell(self, sheet: str, row: int, letters: str, value: str) -> str:
        """What stands in a cell afterwards."""
        text = value.strip()
        if (sheet, row, letters) in self.blank or any(own in text for own in self.texts):
            return ""
        if self.keys and Hidden(text) in self.keys:
            return self.keys[Hidden(text)]
        return self.names.without(value, self.instead)


def redacted(path: Path, layout: Layout, redaction: Redaction) -> bytes:
    """How it went, a line break, and the bytes of the new file, which are none when nothing had to be changed."""
    how, content = _redacted(path, layout, redaction)
    return how.encode() + SEPARATOR + content


def parts_of(answer: bytes | None) -> tuple[How, bytes]:
    """What ``redacted`` returned, apart."""
    how, _, content = (answer or b"unreadable").partition(SEPARATOR)
    known: dict[bytes, How] = {
        b"clean": "clean", b"in its format": "in its format", b"as a workbook of values": "as a workbook of values",
    }  # fmt: skip
    return known.get(how, "unreadable"), content


def _redacted(path: Path, layout: Layout, redaction: Redaction) -> tuple[How, bytes]:
    try:
        kind = sniff.kind_of(path)
        if kind == "text":
            return _text(path, layout, redaction)
        if not redaction.blank and not _may_name_her(path, kind, redaction.names):
            return "clean", b""
        return _workbook(path, kind, redaction)
    except (Unreadable, csv.Error, UnicodeError):
        return "unreadable", b""


def _text(path: Path, layout: Layout, redaction: Redaction) -> tuple[How, bytes]:
    reading = Reading()
    rows = delimited.grid_of(path, layout, reading).rows
    [delimiter] = [d.value for d in reading.decisions if d.name == "delimiter"]
    after = [
        [redaction.cell("", number, letter(i), cell) if cell else "" for i, cell in enumerate(row)]
        for number, row in enumerate(rows, start=1)
    ]
    if after == [[cell or "" for cell in row] for row in rows]:
        return "clean", b""
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t" if delimiter == "tab" else delimiter).writerows(after)
    return "in its format", stream.getvalue().encode()


def _workbook(path: Path, kind: sniff.Kind, redaction: Redaction) -> tuple[How, bytes]:
    how: How = "in its format" if kind == "xlsx" else "as a workbook of values"
    book = _loaded(path) if kind == "xlsx" else copied(path)
    changes = redact(book, redaction.cell, redaction.names, redaction.instead)
    content = saved(book)
    if kind == "xlsx" and _is_in_parts(io.BytesIO(content), redaction.names):  # in a part that nobody reads
        return "as a workbook of values", saved(values_only(book))
    return (how, content) if changes else ("clean", b"")


def _loaded(path: Path) -> Workbook:
    from openpyxl import load_workbook

    with path.open("rb") as file:  # by a name it would go by the extension, which anybody can write
        return load_workbook(file, data_only=True)  # a formula without its value would be another cell


def _may_name_her(path: Path, kind: sniff.Kind, names: PersonNames) -> bool:
    """Whether a workbook must be opened to know; most are known not to name her from their parts, in a moment."""
    return kind not in ("xlsx", "ods") or names.stand_alone or _is_in_parts(path, names)


def _is_in_parts(file: Path | io.BytesIO, names: PersonNames) -> bool:
    with zipfile.ZipFile(file) as archive:
        return any(
            names.stand_in_markup(archive.read(part).decode("utf-8", "ignore")) for part in _texts(archive)
        )


def _texts(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if name.endswith((".xml", ".rels", ".vml"))]
