"""Files that cannot be taken: each gives its own finding of severity stop, and no table."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest

from mesoregistry.readers import open_table
from tests.readers import kinds
from tests.readers.files import LINES, layout, plain, rules, text

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _rewritten(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook of ``plain`` with one part changed."""
    with zipfile.ZipFile(plain(path)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _stopped(path: Path, kind: str = "workbook") -> str:
    reading = open_table(path, layout(kind))
    assert reading.tables == []
    [finding] = reading.findings
    rules(reading)
    assert finding.severity == "stop"
    return finding.rule


@pytest.mark.parametrize("content", [b"", b" \r\n\r\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("kind", ["workbook", "delimited", "kobo", "uwazi"])
def test_empty(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "f.csv").write_bytes(content)
    assert _stopped(tmp_path / "f.csv", kind) == "file_empty"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_truncated_workbook(tmp_path: Path, share: float) -> None:
    whole = plain(tmp_path / "f.xlsx").read_bytes()
    (tmp_path / "f.xlsx").write_bytes(whole[: int(len(whole) * share)])
    assert _stopped(tmp_path / "f.xlsx") == "file_truncated"


def test_workbook_with_a_password(tmp_path: Path) -> None:
    sealed = io.BytesIO()
    with plain(tmp_path / "f.xlsx").open("rb") as file:
        msoffcrypto.format.ooxml.OOXMLFile(file).encrypt("clave", sealed)
    (tmp_path / "f.xlsx").write_bytes(sealed.getvalue())
    assert _stopped(tmp_path / "f.xlsx") == "file_encrypted"


@pytest.mark.parametrize("start", [b"<html>", b"\xef\xbb\xbf<!DOCTYPE html>", b"\n<!-- x --><table>"])
def test_page_named_xls(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "f.xls").write_bytes(start + b"<tr><td>Clave</td></tr>")
    assert _stopped(tmp_path / "f.xls") == "file_html"


def test_bomb(tmp_path: Path) -> None:
    path = _rewritten(tmp_path / "f.xlsx", "xl/styles.xml", lambda _: b" " * 60_000_000)
    assert path.stat().st_size < 200_000
    assert _stopped(path) == "file_too_big"


def test_sheet_that_declares_a_million_rows(tmp_path: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    path = _rewritten(tmp_path / "f.xlsx", sheet, lambda xml: xml.replace(b'"A1:D2"', b'"A1:D1048576"'))
    reading = open_table(path, layout())
    assert rules(reading) == [("sheet_too_long", None)]
    assert "«Hoja1»" in reading.findings[0].message.es and "1048576" in reading.findings[0].message.es


@pytest.mark.parametrize(("cell", "rule"), [("D1048576", "sheet_too_long"), ("XFD1048576", "sheet_too_wide")])
def test_two_cells_that_ask_for_all_memory(tmp_path: Path, cell: str, rule: str) -> None:
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    row = f'<row r="{digits}"><c r="{cell}" t="n"><v>1</v></c></row></sheetData>'.encode()
    path = _rewritten(
        tmp_path / "f.xlsx", "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", row)
    )
    far = path.read_bytes()
    assert len(far) < 10_000
    # a row says its number before its cells do: either is refused
    assert _stopped(path) in {rule, "sheet_too_long"}


def test_a_rule_of_the_sheet_over_a_whole_column_is_no_long_sheet(tmp_path: Path) -> None:
    rule = b'</sheetData><dataValidations count="1"><dataValidation type="list" sqref="C2:C1048576"/></dataValidations>'
    path = _rewritten(
        tmp_path / "f.xlsx", "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", rule)
    )
    assert rules(open_table(path, layout())) == []


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities(tmp_path: Path, member: str) -> None:
    head = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    path = _rewritten(tmp_path / "f.xlsx", member, lambda xml: xml.replace(b"?>", b"?>" + head, 1))
    assert _stopped(path) == "file_unsafe"


@pytest.mark.parametrize("kind", ["workbook", "delimited"])
def test_another_kind_of_file_than_agreed(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "f.xlsx"
    if kind == "workbook":
        path.write_text(LINES, encoding="utf-8")
    else:
        plain(path)
    assert _stopped(path, kind) == "file_not_of_layout"


def test_bytes_of_nothing_known(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_bytes(bytes(4000) + b"x")
    assert _stopped(tmp_path / "f.csv", "delimited") == "file_unreadable"
    with zipfile.ZipFile(tmp_path / "f.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert _stopped(tmp_path / "f.docx") == "file_of_program"
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("a.bin", "x")
    assert _stopped(tmp_path / "f.zip") == "file_unreadable"


def test_letters_of_a_mac_are_not_taken_for_windows(tmp_path: Path) -> None:
    reading = text(
        tmp_path / "f.csv", LINES.replace("Choluteca", "Peñón, camión, niña, Útica").encode("mac_roman")
    )
    assert rules(reading) == [("encoding_doubtful", None)]


def test_quotes(tmp_path: Path) -> None:
    head = "Clave;Fecha;Forma;Municipio\nC-1;2024;Amenazas;A\n"
    assert rules(text(tmp_path / "a.csv", head + 'C-2;2024;"Robo;B\nC-3;2024;Robo;C\n')) == [
        ("quote_open", "3")
    ]
    assert rules(text(tmp_path / "b.csv", head + 'C-2;2024;"Robo" a mano;B\n')) == [("quote_misplaced", "3")]


@pytest.mark.parametrize("make", [plain, kinds.xls, kinds.xlsb, kinds.ods])
def test_damaged_bytes_never_raise(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    whole = make(tmp_path / "whole").read_bytes()
    chance = random.Random(7)
    path = tmp_path / "f"
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 4, 40))):
            damaged[chance.randrange(len(whole))] = chance.randrange(256)
        path.write_bytes(damaged[: chance.choice((len(whole), chance.randrange(1, len(whole))))])
        reading = open_table(path, layout())
        assert reading.tables or any(f.severity == "stop" for f in reading.findings)
