"""xlsx and xlsm: what calamine does not give is taken from the XML by patterns, since a parser takes seconds for it.

ECMA-376, part 1: 18.3.1.4 (c), 18.3.1.40 (f), 18.3.1.73 (row), 18.2.28 (workbookPr).
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from mesoregistry.readers.second_look.second_look import Position, SecondLook, Sheet
from mesoregistry.readers.second_look.xlsx_styles import (
    CellStyles,
    cell_styles,
    is_struck_text,
    position_of,
    sheet_parts,
    struck_texts,
)

HIDDEN_ROW = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
# the tag of a cell, with what makes it worth a look
ERROR = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3}\d+)"')
FORMULA = re.compile(rb'<c\b[^>]*\br="([A-Z]{1,3}\d+)"[^>]*>\s*<f\b')
# a text of several fonts that stands in its cell, as some programs write it, and not in the shared texts
OWN_TEXT = re.compile(rb'<c\b(?=[^>]*\bt="inlineStr")[^>]*\br="([A-Z]{1,3}\d+)"[^>]*>\s*<is>(.*?)</is>', re.S)
SHARED_TEXT = re.compile(rb'<c\b(?=[^>]*\bt="s")[^>]*\br="([A-Z]{1,3}\d+)"[^>]*>\s*<v>(\d+)</v>')


def look(path: Path) -> SecondLook:
    """Errors, formulas, hidden rows and what the styles of cells say."""
    result = SecondLook()
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        workbook = archive.read("xl/workbook.xml")
        result.system_1904 = bool(re.search(rb'date1904="(1|true)"', workbook))
        styles = cell_styles(archive.read("xl/styles.xml") if "xl/styles.xml" in names else b"")
        struck = struck_texts(
            archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else b""
        )
        for title, part in sheet_parts(archive, names):
            _add_sheet(result.sheets[title], _without_prefix(archive.read(part)), styles, struck)
    return result


def _without_prefix(part: bytes) -> bytes:
    """``<c`` for ``<x:c``: some programs write the name of the namespace at every tag."""
    # the optional prefix lets the search end at the first tag of that name, before the cells
    match = re.search(rb"<(\w+:)?sheetData\b", part)
    return part.replace(b"<" + match[1], b"<") if match and match[1] else part


def _add_sheet(sheet: Sheet, part: bytes, styles: CellStyles, struck: set[int]) -> None:
    if b'hidden="' in part:
        sheet.hidden_rows = sum(1 for _ in HIDDEN_ROW.finditer(part))
    if b't="e"' in part:
        sheet.errors.update(_positions(ERROR, part))
    if b"<f" in part:
        sheet.filled.update(_positions(FORMULA, part))
    if struck:
        sheet.struck.update(p for p, text in _numbered(SHARED_TEXT, part) if text in struck)
    if b"<strike" in part:
        sheet.struck.update(position_of(m[1]) for m in OWN_TEXT.finditer(part) if is_struck_text(m[2]))
    wanted = styles.struck | styles.shown.keys() | styles.digits.keys()
    if wanted:
        listed = b"|".join(str(number).encode() for number in sorted(wanted))
        styled = re.compile(rb'<c\b(?=[^>]*\bs="(' + listed + rb')")[^>]*\br="([A-Z]{1,3}\d+)"')
        for match in styled.finditer(part):
            _add_style(sheet, position_of(match[2]), int(match[1]), styles)


def _add_style(sheet: Sheet, position: Position, style: int, styles: CellStyles) -> None:
    if style in styles.struck:
        sheet.struck.add(position)
    if style in styles.shown:
        sheet.shown[position] = styles.shown[style]
    if style in styles.digits:
        sheet.widths[position] = styles.digits[style]


def _positions(pattern: re.Pattern[bytes], part: bytes) -> set[Position]:
    return {position_of(match[1]) for match in pattern.finditer(part)}


def _numbered(pattern: re.Pattern[bytes], part: bytes) -> list[tuple[Position, int]]:
    return [(position_of(match[1]), int(match[2])) for match in pattern.finditer(part)]
