"""Makers of hostile files: what a file that no program wrote can hold."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.readers import kinds
from tests.readers.files import plain

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "lol">]>'
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'lol'>{}]>".format(
    "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10))
)
Make = Callable[[Path], object]


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of a workbook, written there for it."""
    return _parts(plain(path))


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def with_sheet(xml: str | bytes) -> Make:
    """A workbook whose sheet is this XML."""

    def make(path: Path) -> None:
        pack(path, parts_of(path) | {SHEET: xml if isinstance(xml, bytes) else xml.encode()})

    return make


def cells(xml: str) -> str:
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{xml}</sheetData></worksheet>'


def with_part(name: str, content: bytes = b"x") -> Make:
    """A workbook with one part more."""

    def make(path: Path) -> None:
        pack(path, parts_of(path) | {name: content})

    return make


def far(reference: str) -> str:
    return cells(f'<row r="1"><c r="A1" t="str"><v>x</v></c><c {reference} t="str"><v>x</v></c></row>')


def doubled(path: Path) -> None:
    pack(path, parts := parts_of(path))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET, parts[SHEET])


def linked(path: Path) -> None:
    pack(path, parts_of(path))
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("xl/media/link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")


def many_entries(path: Path) -> None:
    pack(path, parts_of(path) | {f"xl/media/{n}": b"" for n in range(100_000)})


def bomb(path: Path) -> None:
    """A gigabyte of one cell in a megabyte."""
    parts = parts_of(path)
    del parts[SHEET]
    pack(path, parts)
    begin, _ = cells('<row r="1"><c r="A1" t="inlineStr"><is><t>%</t></is></c></row>').split("%")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(SHEET, "w", force_zip64=True) as part,
    ):
        part.write(begin.encode())
        for _ in range(1024):
            part.write(b"x" * 1024**2)


def lying(path: Path) -> None:
    """The directory says that the sheet has ten bytes."""
    plain(path)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    directory = data.index(b"PK\x01\x02")
    position = data.index(SHEET.encode(), directory) - 46 + 24
    assert data[position : position + 4] == size
    data[position : position + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)


def wide(columns: int) -> Make:
    """A header of so many columns that nobody knows."""
    header = ";".join(["Clave;Fecha;Forma;Municipio", *(f"x{n}" for n in range(columns))])
    return text(lambda: f"{header}\nC-1;2024-03-15;Amenazas;Choluteca\n")


def text(content: Callable[[], str]) -> Make:
    def make(path: Path) -> None:
        path.write_text(content(), encoding="utf-8", newline="")

    return make


def ods(row: str) -> Make:
    def make(path: Path) -> None:
        parts = _parts(kinds.ods(path))
        parts["content.xml"] = re.sub(
            rb"(<table:table-row\b)", row.encode() + rb"\1", parts["content.xml"], count=1
        )
        pack(path, parts)

    return make


def sheets(path: Path) -> None:
    """Two thousand sheets, all of them the same part."""
    parts = parts_of(path)
    listed = "".join(f'<sheet name="H{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 2001))
    parts["xl/workbook.xml"] = re.sub(rb"<sheet [^>]*/>", listed.encode(), parts["xl/workbook.xml"])
    pack(path, parts)


def repeated(columns: int = 1, rows: int = 1, written: int = 1) -> Make:
    """An ods with a cell that stands for ``columns``, in a row that stands for ``rows``, written so many times."""
    cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}<text:p>x</text:p></table:table-cell>'
    return ods(f"{row}</table:table-row>" * written)
