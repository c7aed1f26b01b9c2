"""Files of other programs are named for what they are, in every registry: none is called damaged, or badly accented."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from mesoregistry.catalog.model import Layout
from mesoregistry.readers import open_table
from tests.readers.files import COLUMNS

FORMATS = pytest.mark.parametrize("kind", ["workbook", "delimited", "kobo", "uwazi"])
ANSWERS = [{"caso": "C-1", "victimas": [{"victimas/edad": "31"}]}]
TAIL = bytes(range(256)) * 9


def read(path: Path, kind: str) -> tuple[list[str], str]:
    """The rules broken, and what the first says in Spanish."""
    reading = open_table(path, Layout.model_validate({"id": "hoja", "format": kind, "columns": COLUMNS}))
    assert all(finding.severity == "stop" for finding in reading.findings) and not reading.tables
    return [finding.rule for finding in reading.findings], reading.findings[0].message.es


@FORMATS
@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ANSWERS),
        json.dumps({"count": 1, "next": None, "results": ANSWERS}, indent=2),
        json.dumps({"value": [{"__id": "uuid:1"}], "@odata.context": "x"}),
        json.dumps({"rows": [{"title": "Caso", "metadata": {}}], "totalRows": 1}),
        "\n".join(json.dumps(answer) for answer in ANSWERS * 3),
        "\ufeff" + json.dumps(ANSWERS),
    ],
)
def test_json_of_any_program_says_what_to_export(tmp_path: Path, kind: str, content: str) -> None:
    path = tmp_path / "f.json"
    path.write_text(content, encoding="utf-8")
    assert read(path, kind)[0] == ["file_json"]
    path.write_text(content.removeprefix("\ufeff"), encoding="utf-16")
    assert read(path, kind)[0] == ["file_json"]


@FORMATS
@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"%PDF-1.7\n%", "un PDF"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "una imagen"),
        (b"\0\0\0\x18ftypheic", "una imagen"),
        (b"RIFF\0\0\0\0WEBP", "una imagen"),
        (b"$FL2@(#) SPSS DATA FILE", "un archivo de SPSS"),
        (b"\0\1\0\0Standard ACE DB\0", "una base de datos de Access"),
        (b"{\\rtf1\\ansi Caso 1}", "un documento de texto (RTF)"),
        (b'<?xml version="1.0"?><data id="f"><caso>C-1</caso></data>', "un archivo XML"),
        (b"[InternetShortcut]\r\nURL=https://example.org", "un enlace a la hoja"),
    ],
)
def test_what_another_program_wrote_is_named(tmp_path: Path, kind: str, head: bytes, words: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(head + (TAIL if b"\0" in head or head[:1] in b"%$" else b""))
    rules, message = read(path, kind)
    assert rules == ["file_of_program"] and words in message


def test_a_link_to_a_sheet_of_google_is_no_sheet(tmp_path: Path) -> None:
    path = tmp_path / "f.gsheet"
    path.write_text(json.dumps({"url": "https://docs.google.com/spreadsheets/d/x", "doc_id": "x"}))
    assert read(path, "delimited")[0] == ["file_of_program"]


@FORMATS
@pytest.mark.parametrize(
    ("part", "rule", "words"),
    [
        ("word/document.xml", "file_of_program", "Word"),
        ("Index/Document.iwa", "file_of_program", "Numbers"),
        ("doc.kml", "file_of_program", "mapa"),
        ("mayo.xlsx", "file_packed", "comprimido"),
        ("datos.json", "file_json", "otro programa"),
    ],
)
def test_a_zip_that_is_no_workbook_is_named(
    tmp_path: Path, kind: str, part: str, rule: str, words: str
) -> None:
    path = tmp_path / "f.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr(part, "<x/>")
    rules, message = read(path, kind)
    assert rules == [rule] and words in message


@pytest.mark.parametrize("head", [b"Rar!\x1a\x07\x01\0", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"])
def test_what_is_packed_has_to_be_unpacked(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(head + TAIL)
    assert read(path, "delimited")[0] == ["file_packed"]


def test_a_link_in_a_cell_is_no_link(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Clave,Fecha,Forma,Municipio\nC-1,2024-03-15,https://docs.google.com/d/x,Choluteca\n")
    layout = Layout.model_validate({"id": "hoja", "format": "delimited", "columns": COLUMNS})
    assert open_table(path, layout).findings == []


@pytest.mark.parametrize(("kind", "own", "agreed"), [("workbook", "un texto CSV", "un libro de Excel")])
def test_the_kinds_of_files_are_told_in_words(tmp_path: Path, kind: str, own: str, agreed: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Clave,Fecha\nC-1,2024\n")
    rules, message = read(path, kind)
    assert rules == ["file_not_of_layout"] and own in message and agreed in message
