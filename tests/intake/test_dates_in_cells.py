"""Dates as cells hold them: a month that is shown, a time beside them, the number that Excel keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from mesoregistry.intake.check_file import check_file
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.readers import open_table
from tests.intake.extracts import interpreted, layout_of, rules
from tests.intake.samples import Declared, case, salvadoran
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "fecha", "field": "event_date"},
]
JUNE = dt.date(2022, 6, 1)
FORMATS = ("mmm-yy", "dd/mm/yyyy", 'mmmm "de" yyyy', "d-mmm", "[$-80A]mmmm yyyy;@", "yyyy")
SHOWN = ["2022-06", "2022-06-01", "2022-06", "2022-06-01", "2022-06", "2022"]


def dates(out: Interpretation) -> list[str | None]:
    return [record.values["event_date"] for record in out.records]


def _xlsx(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Hoja1")
    sheet.write_row(0, 0, ["caso", "fecha"])
    for row, code in enumerate(FORMATS, start=1):
        sheet.write(row, 0, row)
        sheet.write_datetime(row, 1, JUNE, book.add_format({"num_format": code}))
    book.close()
    return path


def _xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hoja1")
    for column, header in enumerate(("caso", "fecha")):
        sheet.write(0, column, header)
    for row, code in enumerate(FORMATS, start=1):
        sheet.write(row, 0, row)
        sheet.write(row, 1, JUNE, xlwt.easyxf(num_format_str=code))
    book.save(str(path))
    return path


def _ods(path: Path) -> Path:
    from odf import number, opendocument
    from odf.style import Style
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = opendocument.OpenDocumentSpreadsheet()
    names = {7: "mes", 10: "dia", 4: "anio"}
    for name in names.values():
        form = number.DateStyle(name=f"N{name}")
        if name != "anio":
            form.addElement(number.Month(textual="true"))
        form.addElement(number.Year())
        if name == "dia":
            form.addElement(number.Day())
        book.automaticstyles.addElement(form)
        book.automaticstyles.addElement(Style(name=name, family="table-cell", datastylename=f"N{name}"))
    table = Table(name="Hoja1")
    header = TableRow()
    for text in ("caso", "fecha"):
        cell = TableCell(valuetype="string")
        cell.addElement(P(text=text))
        header.addElement(cell)
    table.addElement(header)
    for index, shown in enumerate(SHOWN):
        line = TableRow()
        for attributes in (
            {"valuetype": "float", "value": index},
            {
                "valuetype": "date",
                "datevalue": JUNE.isoformat(),
                "stylename": names[len(shown)],
            },
        ):
            cell = TableCell(**attributes)
            cell.addElement(P(text="jun"))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


@pytest.mark.parametrize("make", [_xlsx, _xls, _ods])
def test_a_date_is_as_exact_as_its_cell_shows(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    layout = layout_of("xlsx", COLUMNS)
    out = interpret(open_table(make(tmp_path / "f"), layout), layout, {})
    assert dates(out) == SHOWN
    assert rules(out) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "kobo", "uwazi"])
@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("02/06/2022 9:15 p. m.", "2022-06-02"),
        ("02/06/2022 9:15 p.\u00a0m.", "2022-06-02"),
        ("02/06/2022 00:00", "2022-06-02"),
        ("02/06/2022 21:15:30 hrs", "2022-06-02"),
        ("02/06/2022, 21:15", "2022-06-02"),
        ("2022-06-02T09:15:00.000-06:00", "2022-06-02"),
        ('="05/03/2024"', "2024-03-05"),
        ("'05/03/2024", "2024-03-05"),
        ("02/06/2022 a las 9:15 p. m.", "2022-06-02"),
        ("02/06/2022 21h15", "2022-06-02"),
        ("02/06/2022 9 pm", "2022-06-02"),
        ("02-06-2022 21:15", "2022-06-02"),
        ("jun-22", "2022-06"),
        ("junio 2022", "2022-06"),
        ("2 de junio de 2022 10:00 am", "2022-06-02"),
        ("02/06/2022 09.15", "2022-06-02"),
        ("02/06/2022 9.15 hrs.", "2022-06-02"),
        ("02/06/2022 12:00 m.", "2022-06-02"),
        ("02/06/2022 12 md", "2022-06-02"),
        ("02/06/2022 12:00 M.D.", "2022-06-02"),
        ("02/06/2022 10:00 AM - 11:00 AM", "2022-06-02"),
        ("02/06/2022 de 9 a 11:30 hrs", "2022-06-02"),
        ("02/06/2022 (9:15 a. m.)", "2022-06-02"),
        ("02/06/2022 - 9:15", "2022-06-02"),
        ("02/06/2022 hora: 9:15", "2022-06-02"),
        ("02/06/2022 a. m.", "2022-06-02"),
        ("02/06/2022, por la noche", "2022-06-02"),
        ("2 de junio de 2022 en la madrugada", "2022-06-02"),
        ("02/06/2022 (jueves)", "2022-06-02"),
        ("02/06/2022, jueves", "2022-06-02"),
        ("jue 02/06/2022", "2022-06-02"),
        ("jue., 2 jun. 2022", "2022-06-02"),
        ("Thu, 02 Jun 2022 09:15", "2022-06-02"),
        ("Thu Jun 02 2022 00:00:00 GMT-0600 (CST)", "2022-06-02"),
        ("mar 2022", "2022-03"),
        ("mar 5 2022", "2022-03-05"),
    ],
)
def test_a_time_beside_a_date_is_left_away(tmp_path: Path, kind: str, text: str, date: str) -> None:
    out = interpreted(tmp_path / "f", kind, [["caso", "fecha"], ["A", text]], COLUMNS)
    assert dates(out) == [date]
    assert rules(out) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "text", ["02/06/2022 (lunes)", "lun 02/06/2022", "Mon Jun 02 2022", "02/06/2022, lunes"]
)
def test_the_weekday_of_another_date_is_asked_about_in_short_and_behind(
    tmp_path: Path, kind: str, text: str
) -> None:
    out = interpreted(tmp_path / "f", kind, [["caso", "fecha"], ["A", text]], COLUMNS)
    assert dates(out) == ["2022-06-02"] and rules(out) == [("weekday_differs", 1)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "text", ["02/06/2022 noche o 03/06/2022", "2022 06.02", "02/06/2022 11", "02/06 9.15", "02/06/2022 1.5"]
)
def test_what_is_no_time_is_not_left_away(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [["caso", "fecha"], ["A", text]], COLUMNS)
    assert dates(out) == [text]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_first_and_the_last_day_may_have_a_time(tmp_path: Path, kind: str) -> None:
    out = interpreted(
        tmp_path / "f", kind, [["caso", "fecha"], ["A", "02/06/2022 9:15 - 03/06/2022 10:00"]], COLUMNS
    )
    assert dates(out) == ["2022-06-02"]
    assert out.records[0].values["event_date_end"] == "2022-06-03"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "kobo"])
def test_the_number_of_a_date_is_read_and_said(tmp_path: Path, kind: str) -> None:
    rows: Rows = [["caso", "fecha"], ["A", "44714"], ["B", 44713]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert dates(out) == ["2022-06-02", "2022-06-01"]
    assert [(f.rule, str(f.severity)) for f in out.findings] == [
        ("date_serial", "note"),
        ("date_serial_month", "warning"),  # the first of a month may be the month alone
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "text", ["0", "59", "60", "22-jun", "41/05/2024", "1900-02-28", "31/12/1899", "01/01/1900"]
)
def test_what_is_no_date_stays_as_typed(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [["caso", "fecha"], ["A", text]], COLUMNS)
    assert dates(out) == [text]


def test_cells_that_excel_shows_as_1900_are_no_dates(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "f.xlsx"))
    sheet, form = book.add_worksheet("Hoja1"), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, ["caso", "fecha"])
    for row, serial in enumerate((1, 59, 60, 44714), start=1):
        sheet.write(row, 0, row)
        sheet.write_number(row, 1, serial, form)
    book.close()
    layout = layout_of("xlsx", COLUMNS)
    out = interpret(open_table(tmp_path / "f.xlsx", layout), layout, {})
    assert dates(out)[3] == "2022-06-02"
    assert not any(str(date)[:10].startswith(("2", "1904")) for date in dates(out)[:3])
    # as text of 1900 they are judged by the gate: no such date
    assert all(str(date).startswith(("18", "19")) and len(str(date)) >= 10 for date in dates(out)[:3])


@pytest.mark.parametrize(
    ("serial", "shown"), [(2024, "1905-07-16"), (59, "1900-02-28"), (5.2024, "1900-01-05")]
)
def test_a_number_in_a_cell_for_dates_is_an_error(tmp_path: Path, serial: float, shown: str) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "f.xlsx"))
    sheet, form = book.add_worksheet("Hoja1"), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, ["caso", "fecha"])
    sheet.write_row(1, 0, ["A"])
    sheet.write_number(1, 1, serial, form)
    book.close()
    layout = layout_of("xlsx", COLUMNS)
    out = interpret(open_table(tmp_path / "f.xlsx", layout), layout, {})
    assert rules(out) == [("date_of_number", 1)] and out.findings[0].severity == "error"
    assert out.findings[0].value == shown


@pytest.mark.parametrize("kind", ["csv", "kobo", "uwazi"])
def test_what_excel_made_of_a_number_is_an_error_in_every_format(tmp_path: Path, kind: str) -> None:
    out = interpreted(tmp_path / "f", kind, [["caso", "fecha"], ["A", "1905-07-16"]], COLUMNS)
    assert rules(out) == [("date_of_number", 1)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("bad", ["41/05/2024", "30/02/2024", "31-04-2024", "29/02/23"])
def test_one_bad_date_among_good_cells_asks_about_none_of_them(tmp_path: Path, kind: str, bad: str) -> None:
    rows = [["caso", "fecha"], *([f"C-{n}", f"2024-05-0{n}"] for n in range(1, 8)), ["X", bad]]
    assert rules(interpreted(tmp_path / "f", kind, rows, COLUMNS)) == []


def test_a_swap_shows_the_other_reading(tmp_path: Path) -> None:
    rows = [["caso", "fecha"], *([f"C-{n}", f"2024-05-0{n}"] for n in range(1, 5)), ["X", "15/05/2024"]]
    out = interpreted(tmp_path / "f", "xlsx", rows, COLUMNS)
    assert {finding.rule for finding in out.findings} == {"date_ambiguous"}
    assert "2024-05-02" in out.findings[1].message.es and "2024-02-05" in out.findings[1].message.es


RANGES = [
    "2024/05/28:2024/05/30",
    "28/05/2024 - 30/05/2024",
    "28/05/2024 al 30/05/2024",
    "del 28 al 30 de mayo de 2024",
    "28-30/05/2024",
    "2024-05-28/2024-05-30",
    "Desde el 28/05/2024 hasta el 30/05/2024",
    "28 de mayo de 2024 a 30 de mayo de 2024",
    "28/05/2024–30/05/2024",
]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "kobo", "uwazi"])
@pytest.mark.parametrize("text", RANGES)
def test_two_dates_are_the_first_and_the_last_day(tmp_path: Path, kind: str, text: str) -> None:
    rows = [["caso", "fecha"], ["A", "05/05/2024"], ["B", text], ["C", "2024/05/07"]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert dates(out) == ["2024-05-05", "2024-05-28", "2024-05-07"]
    assert [r.values["event_date_end"] for r in out.records] == [None, "2024-05-30", None]
    assert rules(out) == [("date_range", 2)] and out.findings[0].severity == "note"


@pytest.mark.parametrize(
    "text", ["28/05/2024 al 41/05/2024", "2024/05/28:", "28 y 30", "05/2024 - 06/2024", "1/2"]
)
def test_no_two_dates(tmp_path: Path, text: str) -> None:
    out = interpreted(tmp_path / "f", "csv", [["caso", "fecha"], ["A", text]], COLUMNS)
    assert dates(out) == [text] and rules(out) == []


@pytest.mark.parametrize("text", ["28/02/2024 al 01/03/2024", "2024/02/28:2024/03/01"])
def test_two_dates_say_nothing_of_the_dates_of_the_workbook(tmp_path: Path, text: str) -> None:
    days = [dt.datetime(2024, 2, day) for day in (4, 8, 10, 11)]
    rows: Rows = [["caso", "fecha"], ["A", text], *([f"B-{n}", day] for n, day in enumerate(days))]
    path = tmp_path / "f.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Hoja1")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    layout = layout_of("xlsx", COLUMNS)
    out = interpret(open_table(path, layout), layout, {})
    assert rules(out) == [("date_range", 1)]
    assert dates(out) == ["2024-02-28", "2024-02-04", "2024-02-08", "2024-02-10", "2024-02-11"]


def test_a_column_of_its_own_holds_the_last_day(tmp_path: Path) -> None:
    columns: list[Declared] = [*COLUMNS, {"header": "fin", "field": "event_date_end"}]
    rows = [["caso", "fecha", "fin"], ["A", RANGES[0], "31/05/2024"]]
    out = interpreted(tmp_path / "f", "csv", rows, columns)
    assert dates(out) == [RANGES[0]] and out.records[0].values["event_date_end"] == "2024-05-31"


@pytest.mark.parametrize(
    ("department", "municipality", "known"),
    [
        ("San Salvador", "Apopa", True),
        ("Sonsonate", "Apopa", False),
        ("San Salvador", "Distrito de Mejicanos, San Salvador Centro", True),
        ("San Salvador", "Distrito de Apopa", True),
        ("San Salvador", "San Salvador Centro", True),
        ("Sonsonate", "Distrito de Apopa, San Salvador Oeste", False),
    ],
)
@pytest.mark.parametrize("month", ["2024-03-14", "2024-06-14"])
def test_a_district_lies_in_its_own_department(
    tmp_path: Path, department: str, municipality: str, known: bool, month: str
) -> None:
    if municipality == "San Salvador Centro" and month < "2024-05":
        known = False
    day = dt.date.fromisoformat(month)
    path = tmp_path / "mes.csv"
    texts = {"Fecha del hecho": f"{day:%d/%m/%Y}", "Fecha de registro": f"{day:%d/%m/%Y}"}
    path.write_bytes(salvadoran([case(1) | texts | {"Departamento": department, "Municipio": municipality}]))
    report = check_file(path, "sv", day.replace(day=1))
    assert ("admin2_known" in {finding.rule for finding in report.findings}) is not known


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "uwazi"])
@pytest.mark.parametrize("text", ["23/05/0024", "05/0024", "0024", "23/05/0999 - 24/05/0999"])
def test_a_year_of_two_digits_among_zeros_is_no_date_and_stops_no_file(
    tmp_path: Path, kind: str, text: str
) -> None:
    rows = [["caso", "fecha"], ["A", text], ["B", "23/05/2024"]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS, dates=["%d/%m/%Y", "%m/%Y", "%Y"])
    assert dates(out) == [text, "2024-05-23"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "kobo", "uwazi"])
def test_a_day_or_month_of_zero_is_told_once(tmp_path: Path, kind: str) -> None:
    """The gate says that it is no date; which of its numbers is the day is not asked besides."""
    texts = ["00/03/2024", "03/00/2024", "04/05/2024", "14/03/2024", "3/14/2024"]
    rows: Rows = [["caso", "fecha"], *([number, text] for number, text in enumerate(texts, start=1))]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS, dates=["%d/%m/%Y"])
    assert rules(out) == [("date_ambiguous", 3)]
