"""A file without her: every other cell is what it was, and no part of the file has her name."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from functools import partial
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from mesoregistry.intake.redact_file import How, Redaction, parts_of, redacted
from mesoregistry.readers import open_table
from mesoregistry.readers.child import confined
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.person_names import PersonNames
from tests.intake.samples import layout
from tests.readers import files, kinds

HER = "Ana Peña Ruiz"
NAMES = PersonNames([HER])
DAY = dt.date(2024, 3, 15)


def after(path: Path, redaction: Redaction, format_: str = "workbook") -> tuple[How, bytes]:
    """What the confined child makes of a file."""
    columns = [{"header": "caso", "field": "case_key"}]
    return parts_of(confined(path, partial(redacted, path, layout(columns, format=format_), redaction)))


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = f"Mayo {HER}"
    sheet.append(["caso", "nombre", "fecha", "relato", "edad"])
    sheet.append(["1", f"{HER}; Bea Sol", DAY, "la siguieron", 41])
    sheet.append([f"{HER} 7", "Bea Sol", DAY, "otra cosa", 35])
    sheet["B3"].comment = Comment(f"la conoce {HER}", HER)
    book.create_sheet("Oculta").append([f"Peña Ruiz, Ana: {HER}"])
    book["Oculta"].sheet_state = "hidden"
    book.properties.creator = HER
    book.save(path)
    return path


def test_a_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx")
    redaction = Redaction(
        NAMES, "reservada", frozenset({(f"Mayo {HER}", 2, "D")}), frozenset(), {Hidden(f"{HER} 7"): "c0ffee"}
    )
    how, content = after(path, redaction)
    assert how == "in its format"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(
            NAMES.stand_in_markup(archive.read(name).decode("utf-8", "ignore")) for name in archive.namelist()
        )
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Mayo reservada", "Oculta"]
    assert [list(row) for row in book["Mayo reservada"].values] == [
        ["caso", "nombre", "fecha", "relato", "edad"],
        ["1", "reservada; Bea Sol", dt.datetime(2024, 3, 15), None, 41],
        ["c0ffee", "Bea Sol", dt.datetime(2024, 3, 15), "otra cosa", 35],
    ]
    assert book["Oculta"].sheet_state == "hidden"


def test_a_part_that_nobody_reads_goes(tmp_path: Path) -> None:
    """Her name in the list of a cell's choices: what is left is a workbook of values."""
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("casos")
        sheet.write_row(0, 0, ["caso", "fecha"])
        sheet.write(1, 0, 3.0)
        sheet.write_datetime(1, 1, dt.datetime(2024, 3, 15), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_formula(2, 0, "=A2+1", None, 4)
        sheet.data_validation(1, 2, 9, 2, {"validate": "list", "source": [HER, "Bea Sol"]})
    how, content = after(path, Redaction(NAMES, "reservada"))
    assert how == "as a workbook of values"
    (tmp_path / "after.xlsx").write_bytes(content)
    columns = [{"header": "caso", "field": "case_key"}, {"header": "fecha", "field": "event_date"}]
    rows = [open_table(tmp_path / name, layout(columns)).tables[0].rows for name in ("f.xlsx", "after.xlsx")]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("make", [kinds.xls, kinds.xlsb, kinds.ods])
def test_formats_that_nobody_writes_become_a_workbook(make: object, tmp_path: Path) -> None:
    assert callable(make)
    path = make(tmp_path / "f")
    name = "Choluteca"
    how, content = after(path, Redaction(PersonNames([name]), "reservada"))
    assert how == "as a workbook of values"
    (tmp_path / "after").write_bytes(content)
    before, redone = (open_table(p, files.layout()).tables[0].rows for p in (path, tmp_path / "after"))
    assert [[cell if cell != name else "reservada" for cell in row.cells] for row in before] == [
        list(row.cells) for row in redone
    ]


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(f'caso;nombre;tel\n1;{HER};7949-8873\n2;"Bea; Sol";"a ""b"""\n'.encode("cp1252"))
    redaction = Redaction(NAMES, "reservada", frozenset({("", 3, "A")}), frozenset({"7949-8873"}))
    how, content = after(path, redaction, "delimited")
    assert how == "in its format"
    assert content.decode().splitlines() == ["caso;nombre;tel", "1;reservada;", ';"Bea; Sol";"a ""b"""']


def test_nothing_to_take_out_and_nothing_to_open(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx")
    assert after(path, Redaction(PersonNames(["Otra Persona"]), "reservada")) == ("clean", b"")
    (tmp_path / "bad.xlsx").write_bytes(path.read_bytes()[:900])
    assert after(tmp_path / "bad.xlsx", Redaction(NAMES, "reservada")) == ("unreadable", b"")
