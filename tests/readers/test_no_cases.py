"""Rows that are no cases, errors of a spreadsheet as text, and what is struck out: said once, at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from mesoregistry.intake.interpret import interpret
from mesoregistry.readers import open_table
from mesoregistry.readers.cell_errors import is_error
from tests.intake.extracts import interpreted, layout_of, rules
from tests.intake.samples import Declared
from tests.sheets import Rows, save_sheets

KEY: Declared = {"header": "Clave del caso", "field": "case_key"}
FORM: Declared = {"header": "Forma", "field": "form", "split": {"separator": ";"}}
PLACE: Declared = {"header": "Municipio", "field": "admin2"}
COLUMNS = [KEY, FORM, PLACE]
HEADERS = ["Clave del caso", "Forma", "Municipio"]
BY_CELLS = pytest.mark.parametrize("kind", ["csv", "xlsx", "uwazi"])
ALL = pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])

ERRORS = (
    "#¡DIV/0!", "#DIV/0!", "#N/D", "#N/A", "#¡REF!", "#REF!", "#NAME?", "#¿NOMBRE?", "#NOME?", "#NOM?", "#VALUE!",
    "#¡VALOR!", "#VALEUR!", "#WERT!", "#BEZUG!", "#NV", "#NUM!", "#¡NUM!", "#ZAHL!", "#NULL!", "#¡NULO!", "#NUL!",
    "#DESBORDAMIENTO!", "#SPILL!", "#CALC!", "#GETTING_DATA", "Err:502", "######", " #N/D ", "#n/d",
    "#REF", "#NAME", "#DIV/0", "#N/A N/A", "=#REF!", "#ERROR!", "Err 508",
)  # fmt: skip


@pytest.mark.parametrize("text", ERRORS)
def test_errors_in_every_language(text: str) -> None:
    assert is_error(text) and is_error(f"amenaza; {text}")


@pytest.mark.parametrize(
    "text", ["#8M", "#NiUnaMenos", "No.", "Err", "caso #3", "#", "#1", "Vio «#N/D» en la hoja y llamó."]
)
def test_texts_with_the_sign_are_texts(text: str) -> None:
    assert not is_error(text)


@ALL
@pytest.mark.parametrize("text", ["#¡DIV/0!", "#N/D", "#NAME?", "#REF", "=#REF!"])
def test_an_error_as_text_is_an_error_in_any_cell(tmp_path: Path, kind: str, text: str) -> None:
    rows = [HEADERS, ["A", "robo", text], [text, "robo", "Apopa"], ["C", f"robo;{text}", "Apopa"]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == [("cell_error", 1), ("cell_error", 2), ("cell_error", 3)]
    assert [f.column for f in out.findings] == ["C", "A", "B"]
    assert text not in repr(out.records)


def test_an_error_in_a_group_written_as_columns(tmp_path: Path) -> None:
    columns: list[Declared] = [KEY, {"header": "v/forma", "group": "v", "field": "form"}]
    rows = [["Clave del caso", "v[1]/forma", "v[2]/forma"], ["A", "robo", "#N/A"]]
    path = tmp_path / "f.csv"
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    layout = layout_of("kobo", columns)
    out = interpret(open_table(path, layout), layout, {})
    assert rules(out) == [("cell_error", 1)]


def _group_in_columns(path: Path) -> Path:
    rows = [
        "Clave del caso,v[1]/forma,v[1]/canal,v[2]/forma,v[2]/canal",
        "A,robo,digital,,digital",
        "B,,digital,,",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def _group_in_a_sheet(path: Path) -> Path:
    rows: Rows = [["robo", "digital", 1], ["", "digital", 1], ["", "digital", 2]]
    sheets: dict[str, Rows] = {
        "casos": [["Clave del caso", "_index"], ["A", 1], ["B", 2]],
        "v": [["v/forma", "v/canal", "_parent_index"], *rows],
    }
    return save_sheets(path, "xlsx", sheets)


@pytest.mark.parametrize("make", [_group_in_columns, _group_in_a_sheet])
def test_an_attack_of_a_group_without_its_form_is_told_at_its_row(tmp_path: Path, make: Any) -> None:
    columns: list[Declared] = [
        KEY,
        {"header": "v/forma", "group": "v", "field": "form"},
        {"header": "v/canal", "group": "v", "field": "channel"},
    ]
    layout = layout_of("kobo", columns)
    out = interpret(open_table(make(tmp_path / "f"), layout), layout, {})
    # of B the gate says that no form is there at all
    assert rules(out) == [("form_missing_in_group", 1)] and out.findings[0].severity == "error"
    if make is _group_in_a_sheet:
        assert out.findings[0].cell == "v!A3"


@ALL
@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (HEADERS, "header_again"),
        (["CLAVE DEL CASO", "forma", ""], "header_again"),
        (["#caso+id", "#forma", "#adm2+name"], "tags_row"),
        (["#x+y", "", ""], "tags_row"),
        (["Total", "1", ""], "totals_row"),
        (["Total: 2 casos", "", ""], "totals_row"),
        (["Σ", "1", ""], "totals_row"),
        (["Promedio", "", "1,5"], "note_row"),
        (["Revisó:", "Zoila Inventada", ""], "note_row"),
        (["Firma de la responsable:", "Zoila Inventada", ""], "note_row"),
        (["1 caso", "", ""], "note_row"),
        (["------", "", ""], "note_row"),
        (["FIN", "", ""], "note_row"),
        (["MAYO 2024 - segunda quincena", "", ""], "note_row"),
        (["Primera quincena de mayo", "", ""], "note_row"),
    ],
)
def test_rows_that_are_no_cases(tmp_path: Path, kind: str, row: list[str], rule: str) -> None:
    out = interpreted(
        tmp_path / "f", kind, [HEADERS, ["A", "robo", "Apopa"], row, ["B", "robo", "Apopa"]], COLUMNS
    )
    assert rules(out) == [(rule, None)]
    assert out.findings[0].row == 3
    assert [r.values["case_key"] for r in out.records] == ["A", "B"]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "total", [("Total", "2"), ("Total: 2 casos",), ("Gran total", "2"), ("Total de casos", "2")]
)
def test_a_total_without_the_empty_fields_behind_it(
    tmp_path: Path, sign: str, total: tuple[str, ...]
) -> None:
    path, layout = tmp_path / "f.csv", layout_of("csv", COLUMNS)
    lines = [HEADERS, ("A", "robo", "Izalco"), ("B", "acoso", "Izalco"), total]
    path.write_text("".join(f"{sign.join(line)}\n" for line in lines), encoding="utf-8")
    out = interpret(open_table(path, layout), layout, {})
    assert [(f.rule, f.row) for f in out.findings] == [("totals_row", 4)] and len(out.records) == 2


@ALL
def test_a_second_header_row(tmp_path: Path, kind: str) -> None:
    rows = [
        ["caso", "forma", "muni"],
        ["Clave del caso", "Forma de agresión", "Muni del hecho"],
        ["A", "robo", "Apopa"],
    ]
    columns: list[Declared] = [
        {**KEY, "header": "caso"},
        {**FORM, "header": "forma"},
        {**PLACE, "header": "muni"},
    ]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert rules(out) == [("header_again", None)]
    assert [r.values["case_key"] for r in out.records] == ["A"]


WIDE: list[Declared] = [*COLUMNS, {"header": "Edad", "field": "defender_age"}]


@ALL
@pytest.mark.parametrize(
    "row",
    [
        [1, 2, 3, 4],
        ["(1)", "(2)", "(3)", "(4)"],
        ["0", "1", "2", "3"],
        ["texto", "lista", "Texto corto", "número"],
        ["text", "select_one forma", "varchar(80)", "integer"],
    ],
)
def test_a_row_that_numbers_the_columns_or_names_their_kinds(
    tmp_path: Path, kind: str, row: list[str | int]
) -> None:
    names = [column["header"] for column in WIDE]
    rows: Rows = [names, row, ["A", "robo", "Apopa", 34], ["B", "acoso", "Apopa", 28]]
    out = interpreted(tmp_path / "f", kind, rows, WIDE)
    assert [(f.rule, f.severity, f.row) for f in out.findings] == [("header_again", "note", 2)]
    assert [r.values["case_key"] for r in out.records] == ["A", "B"]


@ALL
@pytest.mark.parametrize(
    "row",
    [
        ["¿Con qué clave?", "¿Cómo la agredieron?", "¿En qué municipio?", "¿Cuántos años tiene?"],
        ["1. Clave del caso", "2. ¿Cómo la agredieron?", "3. Municipio", "3.1. ¿Qué edad tiene? *"],
        ["P1) Clave del caso", "P2) ¿Cómo la agredieron? (Elija una)", "P3) ¿Dónde ocurrió?", ""],
        ["Clave", "How was she attacked?", "Where did it happen?", "Age"],
    ],
)
def test_a_row_of_the_questions_of_a_form(tmp_path: Path, kind: str, row: list[str]) -> None:
    """KoboToolbox exports names or labels; a team that wants both pastes one under the other."""
    rows: Rows = [[c["header"] for c in WIDE], row, ["A", "robo", "Apopa", 34], ["B", "acoso", "Apopa", 28]]
    out = interpreted(tmp_path / "f", kind, rows, WIDE)
    assert [(f.rule, f.severity, f.row) for f in out.findings] == [("header_again", "note", 2)]
    assert [r.values["case_key"] for r in out.records] == ["A", "B"]


@ALL
@pytest.mark.parametrize(
    "row",
    [
        ["A", "¿robo o acoso?", "Apopa?", "34?"],
        ["¿A?", "robo?", "Apopa?", 34],
        ["A-1", "robo?", "¿Apopa?", ""],
    ],
)
def test_a_first_case_in_doubt_is_a_case(tmp_path: Path, kind: str, row: list[str | int]) -> None:
    rows: Rows = [[c["header"] for c in WIDE], row, ["B", "acoso", "Apopa", 28]]
    assert len(interpreted(tmp_path / "f", kind, rows, WIDE).records) == 2


@ALL
@pytest.mark.parametrize("row", [[1, "robo", "Apopa", 4], [1, 2, "", ""], [5, 2, 3, 4]])
def test_a_first_case_with_numbers_is_a_case(tmp_path: Path, kind: str, row: list[str | int]) -> None:
    names = [column["header"] for column in WIDE]
    out = interpreted(tmp_path / "f", kind, [names, row, [2, "acoso", "Apopa", 28]], WIDE)
    assert len(out.records) == 2


def test_a_case_that_names_a_header_is_a_case(tmp_path: Path) -> None:
    rows = [HEADERS, ["Forma 1", "forma nueva", "Apopa"], ["B", "Forma", "Apopa"]]
    assert len(interpreted(tmp_path / "f", "csv", rows, COLUMNS).records) == 2


def _struck_xlsx(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet, struck = book.add_worksheet("Hoja1"), book.add_format({"font_strikeout": True})
    sheet.write_row(0, 0, HEADERS)
    sheet.write_row(1, 0, ["A", "robo", "Apopa"], struck)
    sheet.write_row(2, 0, ["B", "robo", "Apopa"])
    sheet.write(2, 2, "Apopa", struck)
    sheet.write_row(3, 0, ["C", "robo", "Apopa"])
    sheet.write_rich_string(3, 1, "robo;", struck, "acoso", " ")
    sheet.write_row(4, 0, ["D", "robo", "Apopa"])
    sheet.write_blank(4, 3, None, struck)
    book.close()
    return path


def _struck_within_cells(path: Path) -> Path:
    """As openpyxl writes it: a text of several fonts stands in its cell, and not in the shared texts."""
    from openpyxl import Workbook
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Hoja1"
    for row in (
        HEADERS,
        ["A", "robo", "Apopa"],
        ["B", "robo", "Apopa"],
        ["C", "", "Apopa"],
        ["D", "robo", "Apopa"],
    ):
        sheet.append(row)
    for cell in (*sheet[2], sheet["C3"]):
        cell.font = Font(strike=True)
    sheet["B4"] = CellRichText("robo;", TextBlock(InlineFont(strike=True), "acoso"))
    sheet["B5"] = CellRichText("ro", TextBlock(InlineFont(strike=False), "bo"))
    book.save(path)
    return path


def _struck_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hoja1", cell_overwrite_ok=True)
    struck = xlwt.easyxf("font: struck_out on")
    for x, header in enumerate(HEADERS):
        sheet.write(0, x, header)
        sheet.write(1, x, ["A", "robo", "Apopa"][x], struck)
        sheet.write(2, x, ["B", "robo", "Apopa"][x], struck if x == 2 else xlwt.Style.default_style)
        sheet.write(3, x, ["C", "", "Apopa"][x])
        sheet.write(4, x, ["D", "robo", "Apopa"][x])
    sheet.write_rich_text(3, 1, ["robo;", ("acoso", struck.font)])
    book.save(str(path))
    return path


def _struck_ods(path: Path) -> Path:
    from odf import opendocument
    from odf.style import Style, TextProperties
    from odf.table import Table, TableCell, TableRow
    from odf.text import P, Span

    book: Any = opendocument.OpenDocumentSpreadsheet()
    cell_style, text_style = Style(name="tachada", family="table-cell"), Style(name="T1", family="text")
    for style in (cell_style, text_style):
        style.addElement(TextProperties(textlinethroughstyle="solid"))
        book.automaticstyles.addElement(style)
    table = Table(name="Hoja1")
    rows = [
        HEADERS,
        ["A", "robo", "Apopa"],
        ["B", "robo", "Apopa"],
        ["C", "robo;acoso", "Apopa"],
        ["D", "robo", "Apopa"],
    ]
    for y, row in enumerate(rows):
        line = TableRow()
        for x, value in enumerate(row):
            struck = y == 1 or (y, x) == (2, 2)
            cell = TableCell(valuetype="string", **({"stylename": cell_style} if struck else {}))
            text = P(text="robo;" if (y, x) == (3, 1) else value)
            if (y, x) == (3, 1):
                text.addElement(Span(stylename=text_style, text="acoso"))
            cell.addElement(text)
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


@pytest.mark.parametrize("make", [_struck_xlsx, _struck_within_cells, _struck_xls, _struck_ods])
def test_what_is_struck_out_waits(tmp_path: Path, make: Any) -> None:
    layout = layout_of("xlsx", COLUMNS)
    out = interpret(open_table(make(tmp_path / "f"), layout), layout, {})
    assert [(f.rule, f.cell, f.record) for f in out.findings] == [
        ("row_struck", "Hoja1!2", 1),
        ("cell_struck", "Hoja1!C3", 2),
        ("cell_struck", "Hoja1!B4", 3),
    ]
    assert all(f.severity == "warning" for f in out.findings)


@BY_CELLS
def test_a_row_pasted_under_another_key_is_asked_about(tmp_path: Path, kind: str) -> None:
    name: Declared = {"header": "Nombre", "field": "defender_name"}
    same = ["robo", "Apopa", "Ana Inventada"]
    rows = [[*HEADERS, "Nombre"], ["A", *same], ["B", "robo", "Apopa", "Eva Inventada"], ["C", *same]]
    rows += [["D", "acoso", "Apopa", ""], ["E", "acoso", "Apopa", ""]]  # two that say little are two
    out = interpreted(tmp_path / "f", kind, rows, [*COLUMNS, name])
    assert rules(out) == [("row_pasted_other_key", 3)]
    assert "fila 2" in out.findings[0].message.es and out.findings[0].severity == "warning"


@BY_CELLS
def test_rows_pasted_twice_without_names_are_asked_about(tmp_path: Path, kind: str) -> None:
    name: Declared = {"header": "Nombre", "field": "defender_name"}
    unnamed, named = ["A", "robo", "Apopa", "NN"], ["B", "robo", "Apopa", "Ana Inventada"]
    rows = [[*HEADERS, "Nombre"], unnamed, named, unnamed, named, ["A", "robo", "Soyapango", ""]]
    out = interpreted(tmp_path / "f", kind, rows, [*COLUMNS, name], unit="attack")
    assert rules(out) == [("row_pasted_twice", 3)]  # the gate sees the woman of B
    assert "fila 2" in out.findings[0].message.es
    keyless = interpreted(tmp_path / "f", kind, [row[1:] for row in rows], [FORM, PLACE, name])
    assert rules(keyless) == [("row_pasted_twice", 3), ("row_pasted_twice", 4)]
