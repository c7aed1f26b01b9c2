"""How far a file reaches, looked at before a parser opens it: a few bytes can ask for all memory."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address
from mesoregistry.readers.grid import Unreadable

ROWS = 300_000  # a sheet that reaches further is formatted to its end, not filled
CHUNK = 1024 * 1024
OVERLAP = 200  # bytes: a cell's own tag is shorter
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# a cell beyond column ZZ that is not empty, or a row of six digits: "AAA1", "B100000";
# cells that are only coloured end at once: <c r="XFD1" s="3"/>
FAR = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{3,})\d+["'][^>]*(?<!/)>|\sr\s*=\s*["'][A-Z]*(\d{6,})["']""",
    re.X,
)
DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\s+ref\s*=\s*["'][A-Z]+\d+:[A-Z]*(\d{6,})["']""")
# a fast look before the exact one, and one before that: what is far holds these, with letters, digits and quotes alike
FAR_REFERENCE = re.compile(rb"""r\s*=\s*["'](?:[A-Z]{3}|[A-Z]{0,2}\d{6})""")
ALIKE = bytes.maketrans(b"BCDEFGHIJKLMNOPQRSTUVWXYZ123456789'", b"A" * 25 + b"0" * 9 + b'"')
FAR_PARTS = (b'"AAA', b"000000")
# a document type or an entity, in UTF-8 or with a zero after each letter, wherever in a part
TYPE = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
LINE = 4 * 1024 * 1024  # bytes; a row of text with the longest narratives has some thousands
REPEATED = 1000  # of cells that hold something: nobody fills in as many alike
# a cell or a row of an ods that stands for many, and what tells that it is not empty
CELLS_ALIKE = re.compile(
    rb"""<table:(?:covered-)?table-cell\b(?=[^>]*\boffice:value-type=)[^>]*\bnumber-columns-repeated=["'](\d{4,})"""
)
ROWS_ALIKE = re.compile(
    rb"""<table:table-row\b[^>]*\bnumber-rows-repeated=["'](\d{4,})["'][^>]*(?<!/)>(?:(?!</table:table-row>).)*?office:value-type=""",
    re.S,
)


def check_text(file: IO[bytes]) -> None:
    """No more lines than a sheet has rows, and no line that no row could be. Raises ``Unreadable``."""
    lines = length = 0
    while chunk := file.read(CHUNK):
        first, *rest = re.split(rb"\r\n?|\n", chunk)
        longest = max([length + len(first), *map(len, rest[:-1])])
        length = len(rest[-1]) if rest else length + len(first)
        if max(longest, length) > LINE:
            address = Address(row=lines + 1)
            raise Unreadable(message("line_too_long").finding(address, limit=f"{LINE // 1024**2} MB"))
        lines += len(rest)
        if lines > ROWS:
            raise Unreadable(message("lines_too_many").finding(limit=ROWS))


def check_ods(archive: zipfile.ZipFile) -> None:
    """As ``check_xml``, and no cell or row that stands for thousands. Raises ``Unreadable``."""
    check_xml(archive)
    content = archive.read("content.xml")
    for pattern, rule in ((CELLS_ALIKE, "cells_repeated"), (ROWS_ALIKE, "rows_repeated")):
        counts = [int(match[1]) for match in pattern.finditer(content)]
        if max(counts, default=0) > REPEATED:
            raise Unreadable(message(rule).finding(found=max(counts), limit=REPEATED))


def check_xml(archive: zipfile.ZipFile) -> None:
    """No entities, no document type; no cell further out than anybody writes: two cells can ask for all memory."""
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                _check_part(archive, member.filename, part)


def _check_part(archive: zipfile.ZipFile, name: str, part: IO[bytes]) -> None:
    is_sheet, tail = SHEET.match(name), b""
    while chunk := part.read(CHUNK):
        text = tail + chunk
        if b"!" in text and TYPE.search(text):  # a single byte is looked for forty times as fast
            raise Unreadable(message("file_unsafe").finding())
        if is_sheet:
            _check_reach(archive, name, text)
        tail = text[-OVERLAP:]


def _check_reach(archive: zipfile.ZipFile, name: str, text: bytes) -> None:
    shapes = text.translate(ALIKE)
    is_far = any(part in shapes for part in FAR_PARTS) and FAR_REFERENCE.search(text)
    far = FAR.findall(text) if is_far else []
    rows = [row for _, row in far] + (DIMENSION.findall(text) if b"dimension" in text else [])
    beyond: list[tuple[str, str | int]] = [
        ("sheet_too_wide", columns.decode()) for columns, _ in far if columns
    ]
    beyond += [("sheet_too_long", row) for row in map(int, filter(None, rows)) if row > ROWS]
    if beyond:
        (rule, extent), *_ = beyond
        title = _title(archive, name)
        raise Unreadable(message(rule).finding(quotes=("sheet_name",), sheet_name=title, found=extent))


def _title(archive: zipfile.ZipFile, name: str) -> str:
    """The name on the sheet's tab."""
    from defusedxml.ElementTree import fromstring

    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    ids = {
        r.get("Id") for r in relations if name.endswith(r.get("Target", "-").lstrip("/").removeprefix("xl/"))
    }
    for element in fromstring(archive.read("xl/workbook.xml")).iter():
        if ids & set(element.attrib.values()):
            return str(element.get("name"))
    return Path(name).stem
