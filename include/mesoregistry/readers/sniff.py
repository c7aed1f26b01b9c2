"""What a file is, by its bytes and not by its name, and whether it is safe to open."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from mesoregistry.catalog.messages import message
from mesoregistry.readers.grid import Unreadable

Kind = Literal["xlsx", "xlsb", "ods", "xls", "text"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
LIMIT = 500 * 1024 * 1024  # bytes of a workbook once opened
RATIO = 150  # real workbooks open to 5-30 times their size
SMALL = 30 * 1024 * 1024  # below this no ratio is suspicious
ROWS = 300_000  # a sheet that reaches further is formatted to its end, not filled
HTML = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype\s+html|html|table|head|meta)", re.I | re.S
)


def kind_of(path: Path) -> Kind:
    """The kind of a file. Raises ``Unreadable``."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip():
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
        with zipfile.ZipFile(path) as archive:
            _check_size(archive, path.stat().st_size)
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
    except (zipfile.BadZipFile, EOFError, KeyError, OSError) as error:
        raise Unreadable(message("file_truncated").finding()) from error
    raise Unreadable(message("file_unreadable").finding())


def _check_size(archive: zipfile.ZipFile, size: int) -> None:
    opened = sum(member.file_size for member in archive.infolist())
    if opened > LIMIT or (opened > SMALL and opened > size * RATIO):
        found = f"{opened // 1024 // 1024} MB"
        raise Unreadable(message("file_too_big").finding(found=found, limit=f"{LIMIT // 1024 // 1024} MB"))


def _check_xml(archive: zipfile.ZipFile) -> None:
    """No entities, no document type; no sheet that claims to be longer than anybody writes."""
    for member in archive.infolist():
        if not member.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(member) as part:
            head = part.read(2048)
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise Unreadable(message("file_unsafe").finding())
        reach = re.search(rb'<dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"', head)
        if reach and int(reach[1]) > ROWS:
            name = Path(member.filename).stem
            raise Unreadable(message("sheet_too_long").finding(sheet_name=name, found=int(reach[1])))
