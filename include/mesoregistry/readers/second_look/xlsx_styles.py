"""Cells of an xlsx whose style says something: struck out, or a date shown without its day.

Read from the XML by the numbers of the styles, since openpyxl takes seconds for a sheet of 35,000 rows.
ECMA-376, part 1: 18.8.10 (cellXfs), 18.8.30 (numFmt), 18.4.10 (strike), 18.3.1.4 (c).
"""

from __future__ import annotations

import re
import zipfile
from typing import Any

from mesoregistry.readers.second_look.second_look import Position, SecondLook, is_month_format

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BUILT_IN_MONTH = 17  # mmm-yy, which no file writes down
MAY_MATTER = re.compile(rb'<strike|numFmtId="17"|formatCode="[^"]*[yY]')
CELL = re.compile(rb"<c ([^>]*?)(/?)>(?:<v>(\d+)</v>)?")
ATTRIBUTE = re.compile(rb'\b(r|s|t)="([^"]*)"')


def add_styles(archive: zipfile.ZipFile, result: SecondLook) -> None:
    """Find the cells of each sheet that are struck out, or show a month alone."""
    names = set(archive.namelist())
    styles = archive.read("xl/styles.xml") if "xl/styles.xml" in names else b""
    texts = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else b""
    struck, months = _styles(styles) if MAY_MATTER.search(styles) else (set(), set())
    rich = _struck_texts(texts) if b"<strike" in texts else set()
    if not (struck or months or rich):
        return
    for title, part in _sheets(archive, names):
        sheet = result.sheets[title]
        for position, style, text in _cells(archive.read(part)):
            if style in struck or text in rich:
                sheet.struck.add(position)
            elif style in months:
                sheet.months.add(position)


def _styles(part: bytes) -> tuple[set[int], set[int]]:
    """Numbers of the cell styles with a struck font, and of those with a format of months."""
    root = _parsed(part)
    codes = {int(n.get("numFmtId", "0")): n.get("formatCode", "") for n in root.iter(f"{MAIN}numFmt")}
    fonts = [_is_struck(font) for group in root.findall(f"{MAIN}fonts") for font in group]
    struck: set[int] = set()
    months: set[int] = set()
    for number, style in enumerate(root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")):
        form, font = int(style.get("numFmtId", "0")), int(style.get("fontId", "0"))
        if form == BUILT_IN_MONTH or is_month_format(codes.get(form, "")):
            months.add(number)
        if font < len(fonts) and fonts[font]:
            struck.add(number)
    return struck, months


def _struck_texts(part: bytes) -> set[int]:
    """Numbers of the shared texts of which a part is struck out."""
    items = enumerate(_parsed(part).iterfind(f"{MAIN}si"))
    return {number for number, item in items if any(_is_struck(run) for run in item.iter(f"{MAIN}rPr"))}


def _is_struck(font: Any) -> bool:
    strike = font.find(f"{MAIN}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _sheets(archive: zipfile.ZipFile, names: set[str]) -> list[tuple[str, str]]:
    """Title and part of each worksheet."""
    relations = _parsed(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target", "").lstrip("/").removeprefix("xl/") for r in relations}
    sheets = _parsed(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    parts = [(sheet.get("name", ""), f"xl/{targets.get(sheet.get(RELATION))}") for sheet in sheets]
    return [(title, part) for title, part in parts if part in names]


def _cells(part: bytes) -> list[tuple[Position, int, int | None]]:
    """Position, style and shared text of each cell that has a style or a shared text."""
    cells = []
    for match in CELL.finditer(part):
        attributes = dict(ATTRIBUTE.findall(match[1]))
        if position := _position(attributes.get(b"r", b"")):
            text = int(match[3]) if attributes.get(b"t") == b"s" and match[3] else None
            cells.append((position, int(attributes.get(b"s", b"0")), text))
    return cells


def _position(reference: bytes) -> Position | None:
    match = re.fullmatch(rb"([A-Z]{1,3})(\d+)", reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + letter - 64
    return int(match[2]) - 1, column - 1


def _parsed(part: bytes) -> Any:
    from defusedxml.ElementTree import fromstring

    return fromstring(part)
