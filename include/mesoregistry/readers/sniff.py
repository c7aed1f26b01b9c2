"""What a file is, by its bytes and not by its name, and whether it is safe to open."""

from __future__ import annotations

import codecs
import re
import zipfile
from pathlib import Path
from typing import IO, Literal

from mesoregistry.catalog.messages import message
from mesoregistry.readers.grid import Unreadable

Kind = Literal["xlsx", "xlsb", "ods", "xls", "text"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
LIMIT = 500 * 1024 * 1024  # bytes of a workbook once unpacked
RATIO = 150  # real workbooks unpack to 5-30 times their size
SMALL = 30 * 1024 * 1024  # below this no ratio is suspicious
ROWS = 300_000  # a sheet that reaches further is formatted to its end, not filled
CHUNK = 1024 * 1024
OVERLAP = 200  # bytes: a cell's own tag is shorter
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# a cell beyond column ZZ that is not empty, or a row of six digits: "AAA1", "B100000", and rows of the dimension;
# cells that are only coloured end at once: <c r="XFD1" s="3"/>
FAR = re.compile(
    rb"""<(?:\w+:)?c\ [^>]*?\br="([A-Z]{3,})\d+"[^>]*(?<!/)>|
    \ r="[A-Z]*(\d{6,})"|<(?:\w+:)?dimension\ ref="[A-Z]+\d+:[A-Z]*(\d{6,})\"""",
    re.X,
)
FAR_REFERENCE = re.compile(rb'r="(?:[A-Z]{3}|[A-Z]{0,2}\d{6})')  # a fast look before the exact one
HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype\s+html|html|table|head|meta)",
    re.I | re.S,
)


def kind_of(path: Path) -> Kind:
    """The kind of a file. Raises ``Unreadable``."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise Unreadable(message("file_empty").finding())
    if head.startswith(ZIP[:2]):
        return _inside_zip(path)
    if head.startswith(OLE):
        return _inside_ole(path)
    if HTML.match(head):
        raise Unreadable(message("file_html").finding())
    if head.count(b"\0") > len(head) // 4 and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(message("file_unreadable").finding())
    return "text"


def _inside_ole(path: Path) -> Kind:
    import msoffcrypto

    with path.open("rb") as file:
        try:
            encrypted = msoffcrypto.OfficeFile(file).is_encrypted()
        except Exception as error:  # the library raises its own, struct's and olefile's
            raise Unreadable(message("file_unreadable").finding()) from error
    if encrypted:
        raise Unreadable(message("file_encrypted").finding())
    return "xls"


def _inside_zip(path: Path) -> Kind:
    try:
        archive = zipfile.ZipFile(path)
    except Exception as error:
        # the directory stands at the end: it is what a cut file lacks; a damaged one says anything
        raise Unreadable(message("file_truncated").finding()) from error
    with archive:
        try:
            _check_size(archive, path.stat().st_size)
            return _kind_of_parts(archive)
        except Unreadable:
            raise
        except Exception as error:  # damaged parts: zlib's errors, missing keys, methods nobody knows
            raise Unreadable(message("file_unreadable").finding()) from error


def _kind_of_parts(archive: zipfile.ZipFile) -> Kind:
    names = set(archive.namelist())
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
        if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Unreadable(message("file_encrypted").finding())
        _check_xml(archive)
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        _check_xml(archive)
        return "xlsx"
    raise Unreadable(message("file_unreadable").finding())


def _check_size(archive: zipfile.ZipFile, size: int) -> None:
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > LIMIT or (unpacked > SMALL and unpacked > size * RATIO):
        size_text, limit = f"{unpacked // 1024 // 1024} MB", f"{LIMIT // 1024 // 1024} MB"
        raise Unreadable(message("file_too_big").finding(found=size_text, limit=limit))


def _check_xml(archive: zipfile.ZipFile) -> None:
    """No entities, no document type; no cell further out than anybody writes: two cells can ask for all memory."""
    for member in archive.infolist():
        if not member.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(member) as part:
            head = part.read(CHUNK)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise Unreadable(message("file_unsafe").finding())
            if SHEET.match(member.filename):
                _check_reach(archive, member.filename, head, part)


def _check_reach(archive: zipfile.ZipFile, name: str, chunk: bytes, part: IO[bytes]) -> None:
    tail = b""
    while chunk:
        text = tail + chunk
        is_worth_it = b"dimension " in text or FAR_REFERENCE.search(text)
        for match in FAR.finditer(text) if is_worth_it else ():
            columns, row = match[1] or b"", int(match[2] or match[3] or 0)
            rule = "sheet_too_wide" if columns else "sheet_too_long" if row > ROWS else None
            if rule:
                reach = columns.decode() or row
                title = _title(archive, name)
                raise Unreadable(message(rule).finding(quotes=("sheet_name",), sheet_name=title, found=reach))
        tail, chunk = text[-OVERLAP:], part.read(CHUNK)


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
