"""A small xlsb, for which Python has readers and no writer.

The records are those of [MS-XLSB], 2.3 and 2.4: a number and a length of seven bits a byte, and the content.
"""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EPOCH = dt.date(1899, 12, 30)
NA = 0x2A
DAY_FORMAT = 14
PLAIN, DAY = 0, 1


class Fault:
    """A cell that shows #N/A."""


Value = str | float | bool | dt.date | Fault | None


def write(path: Path, rows: Sequence[Sequence[Value]], sheet: str = "Hoja1") -> Path:
    """A book of one sheet; a date is a number with the format of one, as in Excel."""
    types = "".join(
        f'<Override PartName="/xl/{part}.bin" ContentType="application/vnd.ms-excel.{kind}"/>'
        for part, kind in [
            ("workbook", "sheet.binary.macroEnabled.main"),
            ("worksheets/sheet1", "worksheet"),
            ("styles", "styles"),
            ("sharedStrings", "sharedStrings"),
        ]
    )
    texts = sorted({value for values in rows for value in values if isinstance(value, str)})
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": _relations(officeDocument="xl/workbook.bin"),
        "xl/_rels/workbook.bin.rels": _relations(
            worksheet="worksheets/sheet1.bin", styles="styles.bin", sharedStrings="sharedStrings.bin"
        ),
        "xl/workbook.bin": _record(131)
        + _record(143)
        + _record(156, struct.pack("<II", 0, 1) + _text("worksheet") + _text(sheet))
        + _record(144)
        + _record(132),
        "xl/styles.bin": _record(278)
        + _record(617, struct.pack("<I", 2))
        + b"".join(_record(47, struct.pack("<HH12x", 0, number)) for number in (0, DAY_FORMAT))
        + _record(618)
        + _record(279),
        "xl/sharedStrings.bin": _record(159, struct.pack("<II", len(texts), len(texts)))
        + b"".join(_record(19, b"\0" + _text(text)) for text in texts)
        + _record(160),
        "xl/worksheets/sheet1.bin": _record(129)
        + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1))
        + _record(145)
        + b"".join(_row(number, values, texts) for number, values in enumerate(rows))
        + _record(146)
        + _record(130),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _relations(**targets: str) -> str:
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'


def _row(number: int, values: Sequence[Value], texts: list[str]) -> bytes:
    head = struct.pack("<IIH3xI", number, 0, 300, 1) + struct.pack("<II", 0, max(len(values) - 1, 0))
    return _record(0, head) + b"".join(_cell(column, value, texts) for column, value in enumerate(values))


def _cell(column: int, value: Value, texts: list[str]) -> bytes:
    match value:
        case None:
            return b""
        case Fault():
            return _record(3, struct.pack("<IIB", column, PLAIN, NA))
        case bool():
            return _record(4, struct.pack("<IIB", column, PLAIN, value))
        case dt.date():
            return _record(5, struct.pack("<IId", column, DAY, (value - EPOCH).days))
        case str():
            return _record(7, struct.pack("<III", column, PLAIN, texts.index(value)))
        case _:
            return _record(5, struct.pack("<IId", column, PLAIN, value))


def _text(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def _record(number: int, content: bytes = b"") -> bytes:
    return _varint(number) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])
