"""Several text files in one zip, joined by their keys: as ODK Central exports a form."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from mesoregistry.catalog.model import Layout
from mesoregistry.intake.check_file import Report
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.workbook_marks import save
from mesoregistry.readers import open_table
from tests.intake.samples import Declared

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "edad", "group": "victimas", "field": "defender_age"},
    {"header": "forma", "group": "agresiones", "field": "form"},
]
Rows = Sequence[Sequence[str]]
PARTS: dict[str, Rows] = {
    "registro-victimas.csv": [
        ["edad", "PARENT_KEY", "KEY"],
        ["31", "uuid:aa", "uuid:aa/victimas[1]"],
        ["42", "uuid:bb", "uuid:bb/victimas[1]"],
    ],
    "registro.csv": [
        ["SubmissionDate", "caso", "KEY", "SubmitterID"],
        ["2024-05-28T10:00:00Z", "C-1", "uuid:aa", "7"],
        ["2024-05-29T10:00:00Z", "C-2", "uuid:bb", "7"],
    ],
    "registro-agresiones.csv": [
        ["forma", "PARENT_KEY"],
        ["robo", "uuid:bb/victimas[1]"],
        ["acoso", "uuid:aa"],
    ],
}


def pack(path: Path, parts: Mapping[str, Rows], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in parts.items():
            text = io.StringIO()
            csv.writer(text, delimiter=delimiter).writerows(rows)
            archive.writestr(name, text.getvalue().encode(encoding))
        archive.writestr("media/foto.jpg", b"\xff\xd8")
    return path


def workbook(path: Path, parts: Mapping[str, Rows]) -> Path:
    """The same as a workbook with a sheet for each file."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sorted(parts.items(), key=lambda part: len(part[0])):
        sheet = book.create_sheet(name.removesuffix(".csv").removeprefix("registro-"))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read(path: Path) -> Interpretation:
    layout = Layout.model_validate({"id": "odk", "format": "kobo", "columns": COLUMNS})
    return interpret(open_table(path, layout), layout, {})


def contents(out: Interpretation) -> list[dict[str, str | None]]:
    assert out.findings == ()
    return [dict(record.values) for record in out.records]


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16")])
def test_files_are_joined_by_their_keys_as_sheets_are(tmp_path: Path, delimiter: str, encoding: str) -> None:
    out = read(pack(tmp_path / "export.zip", PARTS, delimiter, encoding))
    assert contents(out) == [
        {"case_key": "C-1", "defender_age": '["31"]', "form": '["acoso"]'},
        {"case_key": "C-2", "defender_age": '["42"]', "form": '["robo"]'},
    ]
    assert contents(out) == contents(read(workbook(tmp_path / "export.xlsx", PARTS)))
    assert [record.sheet for record in out.records] == ["registro"] * 2
    assert out.decisions["format"] == ["texts"] and out.decisions["sheets"] == [
        "registro, victimas, agresiones"
    ]


def test_keys_in_capitals_find_their_case(tmp_path: Path) -> None:
    keys = ("KEY", "PARENT_KEY")
    capitals = {
        name: [
            rows[0],
            *([c.upper() if h in keys else c for h, c in zip(rows[0], row, strict=True)] for row in rows[1:]),
        ]
        if "-" in name
        else rows
        for name, rows in PARTS.items()
    }
    assert capitals != PARTS
    wanted = contents(read(pack(tmp_path / "export.zip", PARTS)))
    assert contents(read(pack(tmp_path / "capitals.zip", capitals))) == wanted
    assert contents(read(workbook(tmp_path / "capitals.xlsx", capitals))) == wanted


def test_a_zip_that_was_packed_again_on_a_mac_or_in_capitals(tmp_path: Path) -> None:
    wanted = contents(read(pack(tmp_path / "export.zip", PARTS)))
    of_mac = tmp_path / "mac.zip"
    with zipfile.ZipFile(tmp_path / "export.zip") as export, zipfile.ZipFile(of_mac, "w") as archive:
        for name in export.namelist():
            archive.writestr(f"export/{name}", export.read(name))
        for name in ("__MACOSX/export/._registro.csv", "export/.DS_Store"):
            archive.writestr(name, b"\0\5")
    in_capitals = pack(tmp_path / "capitals.zip", {name.upper(): rows for name, rows in PARTS.items()})
    with_note = pack(tmp_path / "note.zip", {**PARTS, "lea.txt": [["Exportado en junio"]]})
    for path in (of_mac, with_note):
        assert contents(read(path)) == wanted
    assert contents(read(in_capitals)) == wanted


def test_a_copy_of_a_file_in_the_zip_is_asked_about(tmp_path: Path) -> None:
    parts = PARTS | {"registro-victimas (1).csv": PARTS["registro-victimas.csv"][:2]}
    out = read(pack(tmp_path / "export.zip", parts))
    assert [(f.rule, f.severity) for f in out.findings] == [("sheet_unread", "warning")]
    assert "(1 filas)" in out.findings[0].message.es and "(victimas)" in out.findings[0].remedy.es
    assert len(out.records) == 2


def test_a_row_without_its_case_is_told_in_its_own_file(tmp_path: Path) -> None:
    parts = PARTS | {"registro-victimas.csv": [["edad", "PARENT_KEY"], ["31", "uuid:aa"], ["42", "uuid:zz"]]}
    out = read(pack(tmp_path / "export.zip", parts))
    assert [(f.rule, f.sheet, f.row) for f in out.findings] == [("parent_missing", "victimas", 3)]


def test_a_group_whose_file_is_missing_returns_the_file(tmp_path: Path) -> None:
    parts = {name: rows for name, rows in PARTS.items() if "agresiones" not in name}
    out = read(pack(tmp_path / "export.zip", parts))
    assert [(f.rule, f.severity) for f in out.findings] == [("group_missing", "stop")]
    assert "agresiones" in out.findings[0].message.es


@pytest.mark.parametrize(("name", "rule"), [("casos.exe", "file_unreadable"), ("casos.xlsx", "file_packed")])
def test_a_zip_with_anything_else_cannot_be_read(tmp_path: Path, name: str, rule: str) -> None:
    path = pack(tmp_path / "export.zip", PARTS)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"MZ")
    assert [f.rule for f in read(path).findings] == [rule]


def test_a_layout_of_one_table_takes_no_zip(tmp_path: Path) -> None:
    layout = Layout.model_validate({"id": "csv", "format": "delimited", "columns": COLUMNS[:1]})
    reading = open_table(pack(tmp_path / "export.zip", PARTS), layout)
    assert [f.rule for f in reading.findings] == ["file_not_of_layout"]


def test_a_line_without_end_in_a_part_goes_back(tmp_path: Path) -> None:
    parts = PARTS | {"registro-victimas.csv": [["edad", "PARENT_KEY"], ["3" * 5_000_000, "uuid:aa"]]}
    assert [f.rule for f in read(pack(tmp_path / "export.zip", parts)).findings] == ["line_too_long"]


def test_the_marked_workbook_is_taken_back(tmp_path: Path) -> None:
    parts = PARTS | {"registro-victimas.csv": [["edad", "PARENT_KEY"], ["31", "uuid:aa"], ["=42", "uuid:zz"]]}
    path, marked = pack(tmp_path / "export.zip", parts, ";", "cp1252"), tmp_path / "marked.xlsx"
    out = read(path)
    save(path, Report("odk", 2, list(out.findings), out.decisions), marked, "es")
    back = read(marked)
    assert [dict(record.values) for record in back.records] == [dict(record.values) for record in out.records]
    assert [f.rule for f in back.findings] == ["parent_missing"]
