"""Sheets that this program writes into a team's workbook: what to correct, and how to fill a template in. No case."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from mesoregistry.findings import Language
from mesoregistry.readers.header_again import words_of
from mesoregistry.readers.saved_at import LONGEST, PARTS

TITLES: dict[Language, str] = {"es": "Qué corregir", "en": "What to correct"}
HEADERS: dict[Language, Sequence[str]] = {
    "es": ("Celda", "Qué pasa", "Qué hacer", "Valor"),
    "en": ("Cell", "What is wrong", "What to do", "Value"),
}
INSTRUCTIONS: dict[Language, str] = {"es": "Instrucciones", "en": "Instructions"}
LISTS: dict[Language, str] = {"es": "Listas", "en": "Lists"}
OWN = frozenset((*TITLES.values(), *INSTRUCTIONS.values(), *LISTS.values()))
TEMPLATE = "Mesoregistry"  # in the first cell of both; beside it the layout's id and its version
FIRST, FEW = 8, 2  # rows that show what a sheet is, and headers of its list that a row holds at least
FIRST_BYTES = 1_000
CUTS = re.compile(r"[;,\t]")
ADDRESS = re.compile(r"(.+!)?[A-Z]{1,3}\d+")
PROPERTIES = frozenset(PARTS)
KEYWORDS = re.compile(rb"keywords?>[^<]*Mesoregistry")


def is_own_sheet(book: Any, name: str) -> bool:
    """Whether a sheet of a workbook opened with calamine was written by this program and holds no case."""
    if name in (*INSTRUCTIONS.values(), *LISTS.values()):
        return _first_row(book, name)[:1] == [TEMPLATE]
    if not any(words_of(title) in words_of(name) for title in TITLES.values()):
        return False
    rows = book.get_sheet_by_name(name).to_python(nrows=FIRST)
    return any(len(set(row) & own) >= FEW for row in rows for own in map(set, HEADERS.values())) or any(
        ADDRESS.fullmatch(str(row[0])) and len(list(filter(None, row))) <= len(HEADERS["es"])
        for row in rows
        if row
    )


def is_list(rows: Iterable[Sequence[object]]) -> bool:
    """Whether rows begin with the header of the list of what to correct, whatever its sheet is called."""
    # a text that was cut at the delimiter of another file has all of a row in one cell
    cells = (
        [part.strip(' "') for cell in row for part in CUTS.split(str(cell))] for row in islice(rows, FIRST)
    )
    return any(len(set(row) & set(own)) > FEW for row in cells for own in HEADERS.values())


def is_list_of_text(path: Path) -> bool:
    """Whether a text file is that list."""
    with path.open("rb") as file:
        content = file.read(FIRST_BYTES)
    texts = (content.decode(encoding, "ignore") for encoding in ("utf-8-sig", "cp1252", "utf-16"))
    return any(is_list([line] for line in text.splitlines()) for text in texts)


def is_own_workbook(path: Path) -> bool:
    """Whether this program wrote a workbook: its properties or a sheet say so; ``False`` for one that is damaged."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if _names_this_program(path):
            return True
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            names = [
                name for name in book.sheet_names if name not in (*INSTRUCTIONS.values(), *LISTS.values())
            ]
            return any(is_own_sheet(book, name) for name in (*book.sheet_names[:1], *names))
    except (CalamineError, OSError):
        return False


def _names_this_program(path: Path) -> bool:
    """Whether the properties that spreadsheets keep name it: the list may have been moved, renamed or deleted."""
    try:
        with zipfile.ZipFile(path) as archive:
            for part in PROPERTIES & set(archive.namelist()):
                with archive.open(part) as stream:
                    if KEYWORDS.search(stream.read(LONGEST)):
                        return True
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return False
    return False


def template_of(book: Any) -> tuple[str, str] | None:
    """The layout's id and its version that a workbook's template was made for; ``None`` when it is no template."""
    for name in book.sheet_names:
        if name in INSTRUCTIONS.values() and is_own_sheet(book, name):
            _, layout, version, *_ = [*map(str, _first_row(book, name)), "", ""]
            return layout, version
    return None


def _first_row(book: Any, name: str) -> list[object]:
    rows = book.get_sheet_by_name(name).to_python(nrows=1)
    return list(rows[0]) if rows else []
