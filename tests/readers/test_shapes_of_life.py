"""Sheets as people shape them: upper headers that are not merged, charts, coloured columns, loose and merged cells."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from mesoregistry.intake.interpret import interpret
from mesoregistry.readers import open_table
from tests.intake.extracts import interpreted, layout_of, rules, write
from tests.intake.samples import Declared
from tests.readers import kinds
from tests.readers.files import CASE, HEADERS, cells, layout, workbook
from tests.readers.files import rules as reading_rules
from tests.sheets import Rows

BY_HAND = pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods"])
TWO_ROWS: list[Declared] = [
    {"header": "Clave", "field": "case_key"},
    {"header": "Víctima / Edad", "field": "defender_age"},
    {"header": "Víctima / Identidad", "field": "defender_gender"},
    {"header": "Lugar / Departamento", "field": "admin1"},
    {"header": "Municipio", "field": "admin2"},
    {"header": "Fecha", "field": "event_date"},
]


@BY_HAND
@pytest.mark.parametrize(
    "top",
    [
        ["Clave", "Víctima", "", "Lugar", "", "Fecha"],
        ["Clave", "Víctima", "", "Lugar", "Municipio", "Fecha"],
        ["", "Víctima", "Víctima", "Lugar", "", ""],
    ],
)
def test_an_upper_header_that_is_not_merged_fills_to_the_right(
    tmp_path: Path, kind: str, top: list[str]
) -> None:
    below = ["" if top[0] else "Clave", "Edad", "Identidad", "Departamento", "", "" if top[5] else "Fecha"]
    below[4] = "" if top[4] else "Municipio"
    rows: Rows = [top, below, ["A", "31", "mujer cis", "La Paz", "Olocuilta", "2024-05-02"]]
    out = interpreted(tmp_path / "f", kind, rows, TWO_ROWS, header_rows=2)
    assert rules(out) == []
    values = out.records[0].values
    assert (values["defender_age"], values["admin1"], values["admin2"]) == ('["31"]', "La Paz", "Olocuilta")
    assert (values["defender_gender"], values["event_date"]) == ('["mujer cis"]', "2024-05-02")


@pytest.mark.parametrize("pattern", ["", "Hoja1"])
def test_a_chart_before_the_data(tmp_path: Path, pattern: str) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "f.xlsx"))
    chart_sheet, sheet = book.add_chartsheet("Gráfico"), book.add_worksheet("Hoja1")
    sheet.write_row(0, 0, HEADERS)
    sheet.write_row(1, 0, CASE)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Hoja1!$A$2:$A$2"})
    chart_sheet.set_chart(chart)
    book.close()
    reading = open_table(tmp_path / "f.xlsx", layout(sheets=pattern))
    assert reading_rules(reading) == [] and cells(reading.tables[0]) == [CASE]


def test_thousands_of_coloured_empty_columns(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        colour = book.add_format({"bg_color": "#FFEEAA"})
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, CASE)
        for row in range(40):
            for column in range(4, 16_384, 3):
                sheet.write_blank(row, column, None, colour)
        sheet.write_formula(1, 4, "=1+1", None, 2)  # what makes a second look worth its time

    reading = open_table(workbook(tmp_path / "f.xlsx", fill), layout())
    assert reading_rules(reading) == [] and cells(reading.tables[0])[0][:4] == CASE


def test_a_value_far_out_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", lambda _, sheet: sheet.write_row(0, 0, HEADERS) and None)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    for cell in (b'<c r="XFD1" s="0"><v>1</v></c>', b'<c s="0" t="n" r="AAA1"><v>1</v></c>'):
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(
                    name, content.replace(b"</row>", cell + b"</row>") if name == sheet else content
                )
        assert reading_rules(open_table(path, layout())) == [("sheet_too_wide", None)]


@BY_HAND
@pytest.mark.parametrize("place", [3, 1])
def test_a_value_under_no_header_is_told_and_its_row_is_read(tmp_path: Path, kind: str, place: int) -> None:
    columns: list[Declared] = [
        {"header": "Clave", "field": "case_key"},
        {"header": "Forma", "field": "form"},
        {"header": "Lugar", "field": "admin1"},
    ]
    rows = [["Clave", "Forma", "Lugar"], ["A", "robo", "La Paz"], ["B", "acoso", "La Paz"]]
    for number, row in enumerate(rows):
        row.insert(place, "ver acta" if number == 2 else "")
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert rules(out) == [("value_without_header", 2)]
    assert out.findings[0].severity == "note" and out.findings[0].column == "ABCD"[place]
    assert "acta" not in out.findings[0].message.es
    assert [r.values["admin1"] for r in out.records] == ["La Paz", "La Paz"]


@BY_HAND
def test_a_column_without_a_header_is_a_column(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [{"header": "Clave", "field": "case_key"}, {"header": "Forma", "field": "form"}]
    rows = [["Clave", "Forma", ""], *([f"A-{n}", "robo", "algo"] for n in range(5))]
    assert rules(interpreted(tmp_path / "f", kind, rows, columns)) == [("column_unknown", None)]


@pytest.mark.parametrize("make", [kinds.merged_xls, kinds.merged_ods, kinds.merged_xlsx])
def test_a_cell_merged_down_holds_for_its_rows_and_is_told(tmp_path: Path, make: Any) -> None:
    reading = open_table(make(tmp_path / "f"), layout())
    assert [row.cells[0] for row in reading.tables[0].rows] == ["C-1", "C-1"]
    assert [(f.rule, f.severity) for f in reading.findings] == [("cells_merged", "note")]
    assert "A2" in reading.findings[0].message.es


@BY_HAND
def test_a_mark_of_order_or_a_null_in_the_middle_is_no_letter(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [
        {"header": "Clave", "field": "case_key"},
        {"header": "Lugar", "field": "admin1"},
    ]
    rows: Rows = [["Clave", "Lugar"], ["A", "La Paz"], ["\ufeffClave", "Lugar"], ["\ufeffB", "La \ufeffPaz"]]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert rules(out) == [("header_again", None)]
    assert [(r.values["case_key"], r.values["admin1"]) for r in out.records] == [
        ("A", "La Paz"),
        ("B", "La Paz"),
    ]


@BY_HAND
@pytest.mark.parametrize("mark", ["¿{}?", "{} *", "{}:", "{}."])
def test_marks_around_both_rows_of_a_header(tmp_path: Path, kind: str, mark: str) -> None:
    top = ["Clave", "Víctima", "", "Lugar", "", "Fecha"]
    below = ["", "Edad", "Identidad", "Departamento", "Municipio", ""]
    case_cells = ["A", "31", "mujer cis", "La Paz", "Olocuilta", "2024-05-02"]
    rows: Rows = [*([mark.format(text) if text else "" for text in row] for row in (top, below)), case_cells]
    out = interpreted(tmp_path / "f", kind, rows, TWO_ROWS, header_rows=2)
    assert rules(out) == [] and out.records[0].values["admin1"] == "La Paz"


@BY_HAND
def test_the_end_of_a_line_as_a_workbook_keeps_it_and_an_entity_of_an_entity(
    tmp_path: Path, kind: str
) -> None:
    columns: list[Declared] = [
        {"header": "Clave", "field": "case_key"},
        {"header": "Lugar", "field": "admin1"},
        {"header": "Relato", "field": "narrative", "side": "vault"},
    ]
    rows: Rows = [
        ["Clave", "Lugar", "Relato"],
        ["A", "Estelí_x000D_", "La siguieron._x000d__x000A_Llamó."],
        ["B", "Estel&amp;iacute;", "Otro relato."],
    ]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert rules(out) == [] and [record.values["admin1"] for record in out.records] == ["Estelí", "Estelí"]


def test_entities_stand_in_headers_too(tmp_path: Path) -> None:
    columns: list[Declared] = [
        {"header": "Clave", "field": "case_key"},
        {"header": "Identificación", "field": "form"},
    ]
    rows: Rows = [["Clave", "Identificaci&oacute;n"], ["A", "robo"]]
    path = write(tmp_path / "f", "csv", rows)
    made = layout_of("csv", columns)
    assert rules(interpret(open_table(path, made), made, {})) == []
