"""Files of other programs, told by their first bytes or their parts: what each is, so that a finding can name it."""

from __future__ import annotations

import re
import zipfile

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Finding, Text

JSON = re.compile(rb'\s*(?:\{\s*"|\[\s*[\[{])')
SHORTCUT = b"[InternetShortcut]"
GOOGLE = b"https://docs.google.com/"
LINK = Text("un enlace a la hoja, sin lo que la hoja tiene", "a link to the sheet, without what it holds")
DOCUMENT = Text("un documento de LibreOffice, sin hojas", "a document of LibreOffice, without sheets")
PICTURE = Text("una imagen", "a picture")
MAIL = Text("un correo o una página guardada", "a mail or a saved page")
BEGINNINGS: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF-", Text("un PDF", "a PDF")),
    (b"\xff\xd8\xff", PICTURE),
    (b"\x89PNG\r\n", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"{\\rtf", Text("un documento de texto (RTF)", "a text document (RTF)")),
    (b"$FL2", Text("un archivo de SPSS", "a file of SPSS")),
    (b"$FL3", Text("un archivo de SPSS", "a file of SPSS")),
    (b"<stata_dta>", Text("un archivo de Stata", "a file of Stata")),
    (b"SQLite format 3\0", Text("una base de datos (SQLite)", "a database (SQLite)")),
    (b"\0\1\0\0Standard ", Text("una base de datos de Access", "a database of Access")),
    (b"ID;PWXL", Text("una hoja en formato SYLK", "a sheet in the format SYLK")),
    (b"MIME-Version:", MAIL),
    (b"Return-Path:", MAIL),
    (b"Delivered-To:", MAIL),
    (b"<?xml", Text("un archivo XML", "an XML file")),
)
PARTS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"word/"), Text("un documento de Word", "a document of Word")),
    (re.compile(r"ppt/"), Text("una presentación", "a presentation")),
    (re.compile(r"Index/.*\.iwa|Index\.zip"), Text("un archivo de Numbers o Pages", "a file of Numbers or Pages")),
    (re.compile(r".*\.kml"), Text("un mapa (KMZ)", "a map (KMZ)")),
)  # fmt: skip
OFFICE = {
    "doc97": Text("un documento de Word", "a document of Word"),
    "ppt97": Text("una presentación", "a presentation"),
}
PACKED = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
SHORT = 1000  # bytes; what Google's own program leaves in a folder is a link and nothing else
WORKBOOK = re.compile(r".*\.(xlsx|xlsm|xlsb|xls|ods)", re.I)


def program_of(head: bytes) -> Finding | None:
    """What to say of a file by its first bytes, without a mark of its letters; ``None`` for a table or a workbook."""
    is_json = JSON.match(head) is not None
    if head.startswith(SHORTCUT) or (is_json and GOOGLE in head and len(head) < SHORT):
        return message("file_of_program").finding(found=LINK)
    if is_json:
        return message("file_json").finding()
    if head.startswith(PACKED):
        return message("file_packed").finding()
    is_picture = head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
    name = PICTURE if is_picture else next((n for start, n in BEGINNINGS if head.startswith(start)), None)
    return message("file_of_program").finding(found=name) if name else None


def program_of_parts(archive: zipfile.ZipFile) -> Finding | None:
    """The same of a zip that is no workbook, by its parts."""
    parts = archive.namelist()
    if "mimetype" in parts and b"opendocument" in archive.read("mimetype")[:200]:
        return message("file_of_program").finding(found=DOCUMENT)
    for pattern, name in PARTS:
        if any(pattern.match(part) for part in parts):
            return message("file_of_program").finding(found=name)
    if any(part.endswith(".json") for part in parts):
        return message("file_json").finding()
    return message("file_packed").finding() if any(map(WORKBOOK.fullmatch, parts)) else None
