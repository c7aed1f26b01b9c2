"""Styles of an xlsx that change what a cell says: struck out, a date shown without its day, zeros before a number.

ECMA-376, part 1: 18.8.10 (cellXfs), 18.8.30 (numFmt), 18.4.10 (strike).
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from mesoregistry.readers.second_look.second_look import ZEROS, Position, shown_length

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BUILT_IN = {17: "mmm-yy"}  # which no file writes down
STRIKE = re.compile(rb'<strike(?![^>]*\bval="(?:0|false)")')
MAY_MATTER = re.compile(rb'<strike|numFmtId="17"|formatCode="([^"]*([yY]|[mM]{3})|0{2,}")')


@dataclass(slots=True)
class CellStyles:
    """Numbers of cell styles.

    ``digits``: how many digits a style shows of a whole number at least. ``shown``: how many characters of a date.
    """

    struck: set[int] = field(default_factory=set)
    shown: dict[int, int] = field(default_factory=dict)
    digits: dict[int, int] = field(default_factory=dict)


def cell_styles(part: bytes) -> CellStyles:
    """What the styles of a workbook say of cells."""
    styles = CellStyles()
    if not MAY_MATTER.search(part):
        return styles
    root = _parsed(part)
    codes = {int(n.get("numFmtId", "0")): n.get("formatCode", "") for n in root.iter(f"{MAIN}numFmt")}
    fonts = [_is_struck(font) for group in root.findall(f"{MAIN}fonts") for font in group]
    for number, style in enumerate(root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")):
        form, font = int(style.get("numFmtId", "0")), int(style.get("fontId", "0"))
        code = codes.get(form, BUILT_IN.get(form, ""))
        if length := shown_length(code):
            styles.shown[number] = length
        if ZEROS.fullmatch(code):
            styles.digits[number] = len(code)
        if font < len(fonts) and fonts[font]:
            styles.struck.add(number)
    return styles


def struck_texts(part: bytes) -> set[int]:
    """Numbers of the shared texts of which a part is struck out."""
    if b"<strike" not in part:
        return set()
    items = enumerate(_parsed(part).iterfind(f"{MAIN}si"))
    return {number for number, item in items if any(_is_struck(run) for run in item.iter(f"{MAIN}rPr"))}


def is_struck_text(item: bytes) -> bool:
    """Whether a part of the text within a cell's own ``is`` is struck out."""
    return STRIKE.search(item) is not None


def sheet_parts(archive: zipfile.ZipFile, names: set[str]) -> list[tuple[str, str]]:
    """Title and part of each worksheet."""
    relations = _parsed(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target", "").lstrip("/").removeprefix("xl/") for r in relations}
    sheets = _parsed(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    parts = [(sheet.get("name", ""), f"xl/{targets.get(sheet.get(RELATION))}") for sheet in sheets]
    return [(title, part) for title, part in parts if part in names]


def position_of(reference: bytes) -> Position:
    """Row and column, from 0, of ``C7``."""
    column = row = 0
    for code in reference:
        if code >= 65:
            column = column * 26 + code - 64
        else:
            row = row * 10 + code - 48
    return row - 1, column - 1


def _is_struck(font: Any) -> bool:
    strike = font.find(f"{MAIN}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _parsed(part: bytes) -> Any:
    from defusedxml.ElementTree import fromstring

    return fromstring(part)
