"""What a file is, by its bytes and not by its name, and whether it is safe to open."""

from __future__ import annotations

import codecs
import re
import zipfile
from pathlib import Path
from typing import Literal

from mesoregistry.catalog.messages import message
from mesoregistry.readers.encodings import HEAD, unmarked_utf16
from mesoregistry.readers.grid import Unreadable
from mesoregistry.readers.other_programs import OFFICE, program_of, program_of_parts
from mesoregistry.readers.parts import check_names
from mesoregistry.readers.reach import check_ods, check_text, check_xml
from mesoregistry.readers.text_parts import text_members

Kind = Literal["xlsx", "xlsb", "ods", "xls", "text", "texts"]  # texts: several in a zip

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
LIMIT = 500 * 1024 * 1024  # bytes of a workbook once unpacked
RATIO = 150  # real workbooks unpack to 5-30 times their size
SMALL = 30 * 1024 * 1024  # below this no ratio is suspicious
HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype\s+html|html|table|head|meta)",
    re.I | re.S,
)


def kind_of(path: Path) -> Kind:
    """The kind of a file. Raises ``Unreadable``."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise Unreadable(message("file_empty").finding())
    if head.startswith(ZIP[:2]):
        return _inside_zip(path)
    if head.startswith(OLE):
        return _inside_ole(path)
    if HTML.match(head):
        raise Unreadable(message("file_html").finding())
    is_utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or bool(unmarked_utf16(head))
    if other := program_of(_without_marks(head, is_utf16)):
        raise Unreadable(other)
    if head.count(b"\0") > len(head) // 4 and not is_utf16:
        raise Unreadable(message("file_unreadable").finding())
    with path.open("rb") as file:
        check_text(file)
    return "text"


def _without_marks(head: bytes, is_utf16: bool) -> bytes:
    """The first bytes of a text in one byte a letter, without the mark of its encoding."""
    if is_utf16:
        return head.removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE).replace(b"\0", b"")
    return head.removeprefix(codecs.BOM_UTF8)


def _inside_ole(path: Path) -> Kind:
    import msoffcrypto

    with path.open("rb") as file:
        try:
            office = msoffcrypto.OfficeFile(file)
            encrypted = office.is_encrypted()
        except Exception as error:  # the library raises its own, struct's and olefile's
            raise Unreadable(message("file_unreadable").finding()) from error
    if encrypted:
        raise Unreadable(message("file_encrypted").finding())
    if name := OFFICE.get(office.format):
        raise Unreadable(message("file_of_program").finding(found=name))
    return "xls"


def _inside_zip(path: Path) -> Kind:
    try:
        archive = zipfile.ZipFile(path)
    except Exception as error:
        # the directory stands at the end: it is what a cut file lacks; a damaged one says anything
        raise Unreadable(message("file_truncated").finding()) from error
    with archive:
        try:
            check_names(archive)
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
        check_ods(archive)
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        check_xml(archive)
        return "xlsx"
    if members := text_members(archive):
        for name in members:
            with archive.open(name) as part:
                check_text(part)
        return "texts"
    raise Unreadable(program_of_parts(archive) or message("file_unreadable").finding())


def _check_size(archive: zipfile.ZipFile, size: int) -> None:
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > LIMIT or (unpacked > SMALL and unpacked > size * RATIO):
        size_text, limit = f"{unpacked // 1024 // 1024} MB", f"{LIMIT // 1024 // 1024} MB"
        raise Unreadable(message("file_too_big").finding(found=size_text, limit=limit))
