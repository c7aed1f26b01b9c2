"""What the coordination accepted: three tables in a folder of the installation's state, in force beside the project.

The portal writes them (``intake.recorded_decisions``); whatever reads the seeds and the catalogue reads them too, until
an engineer takes them over into the files of the project. A line with a mistake is left out and said; nothing stops.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mesoregistry.catalog.file_stamps import Stamp, stamp
from mesoregistry.findings import Text
from mesoregistry.settings import settings

TERMS, PLACES, HEADERS = FILES = ("code_map.csv", "place_alias.csv", "header.csv")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    TERMS: ("list", "country", "source_id", "term", "code", "valid_from", "valid_to", "note"),
    PLACES: ("place_id", "name"),
    HEADERS: ("country", "source_id", "layout", "group", "header", "own"),
}
BROKEN = Text("la línea está dañada", "the line is damaged")
COUNTRY = re.compile("[a-z]{2}")
UNREADABLE = re.compile("[\x00-\x1f\x7f\ufffd]")  # control characters, and what was no UTF-8
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one of the files; ``is_whole``: it has every cell, and no sign that could not be read."""

    number: int
    row: Row
    is_whole: bool = True

    @property
    def country(self) -> str:
        """Of which country it is; empty where a damaged line does not say."""
        code = self.row.get("country", self.row.get("place_id", "")[:2].lower())
        return code if COUNTRY.fullmatch(code) else ""


@dataclass(frozen=True, slots=True)
class Judged:
    """The lines that hold, and of each other line its number, its country and what is wrong with it."""

    sound: tuple[Line, ...]
    mistakes: tuple[tuple[int, str, Text], ...]

    def described(self, name: str) -> Iterable[tuple[str, str]]:
        """Of each mistake the country and a line for whoever mends it."""
        for number, country, text in self.mistakes:
            yield country, f"decisions/{name}: {number}: {text.es} / {text.en}"


def folder_of_decisions() -> Path:
    return settings().home / "decisions"


def stamps(folder: Path) -> tuple[Stamp, ...]:
    """What changes when one of the files is written."""
    return tuple(stamp(folder / name) for name in FILES)


def lines(folder: Path, name: str) -> list[Line]:
    """The lines of a file; one that is not there has none. Each is read alone: one that is damaged harms no other."""
    try:
        text = (folder / name).read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return []
    return [_line(number, line, name) for number, line in enumerate(text.split("\n")[1:], start=2) if line]


def _line(number: int, text: str, name: str) -> Line:
    columns = COLUMNS[name]
    try:
        cells = next(csv.reader([text], strict=True), [])
    except csv.Error:
        cells = text.split(",")
    is_whole = len(cells) == len(columns) and not UNREADABLE.search(text)
    return Line(number, dict(zip(columns, cells, strict=False)), is_whole)


def text_of(name: str, rows: Iterable[Row]) -> str:
    """A file with these rows."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS[name], restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return out.getvalue()
