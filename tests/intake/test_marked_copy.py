"""The workbook that marks what to correct is corrected and filed as it is: it must be read as the team's own file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from mesoregistry.intake import correction_workbook
from mesoregistry.intake.check_file import check_file
from mesoregistry.intake.interpret import interpret
from mesoregistry.readers import open_table
from tests.intake.country_files import country_file, numbered
from tests.intake.extracts import layout_of, rules, write
from tests.intake.samples import Declared, case, honduran, salvadoran
from tests.sheets import Rows

MARCH = dt.date(2024, 3, 1)
COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "fecha", "field": "event_date"},
    {"header": "v/edad", "field": "defender_age", "group": "v"},
]


@pytest.mark.parametrize("language", ["es", "en"])
def test_of_a_csv_of_a_country(tmp_path: Path, language: str) -> None:
    path, marked = tmp_path / "mes.csv", tmp_path / "marcado.xlsx"
    path.write_bytes(salvadoran([case(1), case(2, Tipos_de_agresión="vigilansia")]))
    report = check_file(path, "sv", MARCH)
    correction_workbook.write(path, report, marked, language)  # type: ignore[arg-type]
    assert [(f.rule, f.cell) for f in check_file(marked, "sv", MARCH).findings] == [("form_known", "Q3")]
    book = openpyxl.load_workbook(marked)
    book.worksheets[1]["Q3"] = "vigilancia"
    book.save(marked)
    mended = check_file(marked, "sv", MARCH)
    assert mended.findings == [] and mended.rows == 2
    copy = tmp_path / "otra.xlsx"
    correction_workbook.write(marked, mended, copy)
    book = openpyxl.load_workbook(copy)
    assert len(book.sheetnames) == 2
    assert not [cell for row in book.worksheets[1].iter_rows() for cell in row if cell.comment]


def _moved(book: openpyxl.Workbook) -> None:
    book.move_sheet(book.worksheets[0], 1)


def _deleted(book: openpyxl.Workbook) -> None:
    book.remove(book.worksheets[0])


def _renamed(book: openpyxl.Workbook) -> None:
    book.worksheets[0].title = "que corregir (hecho)"


def _typed_above(book: openpyxl.Workbook) -> None:
    book.worksheets[0].insert_rows(1)
    book.worksheets[0]["A1"] = "LISTO"


def _without_header(book: openpyxl.Workbook) -> None:
    book.worksheets[0].delete_rows(1)


def _without_a_column(book: openpyxl.Workbook) -> None:
    book.worksheets[0].delete_cols(2)


@pytest.mark.parametrize(
    "change", [_moved, _deleted, _renamed, _typed_above, _without_header, _without_a_column]
)
@pytest.mark.parametrize("country", ["sv", "hn"])
def test_what_a_team_does_to_the_list_does_not_keep_its_file_out(
    tmp_path: Path, country: str, change: Callable[[openpyxl.Workbook], None]
) -> None:
    suffix, content = ".csv", salvadoran([case(1), case(2, Tipos_de_agresión="vigilansia")])
    if country == "hn":
        suffix, content = ".xlsx", honduran({"H-1": "recibida", "H-2": "verificadisima"}, MARCH)
    path, marked = tmp_path / f"mes{suffix}", tmp_path / "marcado.xlsx"
    path.write_bytes(content)
    report = check_file(path, country, MARCH)
    errors = [(f.rule, f.cell) for f in report.findings if f.severity == "error"]
    assert len(errors) == 1
    correction_workbook.write(path, report, marked)
    book = openpyxl.load_workbook(marked)
    change(book)
    book.save(marked)
    second = check_file(marked, country, MARCH)
    assert second.rows == 2 and [(f.rule, f.cell) for f in second.findings if f.severity == "error"] == errors


@pytest.mark.parametrize(
    "narrative", ['"Último aviso" decía el papel', 'Le dijo "váyase" y colgó; "ya sabe"']
)
@pytest.mark.parametrize("is_wrapped", [False, True])
def test_of_a_csv_with_quotation_marks_that_nobody_doubled(
    tmp_path: Path, narrative: str, is_wrapped: bool
) -> None:
    """Its cells are those that were read, not those that a strict program would cut."""
    path, marked = tmp_path / "mes.csv", tmp_path / "marcado.xlsx"
    content = salvadoran([case(1), case(2) | {"Relato": "RELATO"}, case(3), case(4)]).decode("cp1252")
    quoted = f'"{narrative}"' if ";" in narrative else narrative
    lines = content.replace("RELATO", quoted).splitlines()
    if is_wrapped:
        lines = ['"' + line.replace('"', '""') + '"' for line in lines]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    report = check_file(path, "sv", MARCH)
    assert report.rows == 4 and not [f for f in report.findings if f.severity != "note"]
    correction_workbook.write(path, report, marked)
    sheet = openpyxl.load_workbook(marked).worksheets[1]
    position = [cell.value for cell in sheet[1]].index("Relato") + 1
    assert sheet.cell(3, position).value == narrative
    second = check_file(marked, "sv", MARCH)
    assert second.rows == 4 and second.findings == []


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
def test_of_a_csv_with_a_line_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    path, marked = tmp_path / "mes.csv", tmp_path / "marcado.xlsx"
    place = {"Departamento": "Cabañas", "Municipio": "Sensuntepeque", "Lugar": "vía pública"}
    lines = salvadoran([case(n) | place for n in range(1, 6)], encoding="utf-8").decode().splitlines()
    path.write_bytes(
        b"\r\n".join(line.encode(encoding if n == 3 else "utf-8") for n, line in enumerate(lines))
    )
    report = check_file(path, "sv", MARCH)
    assert [f.rule for f in report.findings] == ["encoding_mixed"]
    correction_workbook.write(path, report, marked)
    second = check_file(marked, "sv", MARCH)
    assert second.rows == 5 and second.findings == []


@pytest.mark.parametrize("country", ["sv", "ni"])
def test_a_second_sheet_of_cases_beside_the_marked_one_is_asked_about(tmp_path: Path, country: str) -> None:
    """Who copies the sheet to keep what was there, and corrects the copy, must hear which of them is read."""
    path, marked = tmp_path / "mes.csv", tmp_path / "marcado.xlsx"
    path.write_bytes(country_file(country, {"": numbered("C", MARCH, [1, 2, 3], form="vigilansia")}))
    correction_workbook.write(path, check_file(path, country, MARCH), marked)
    book = openpyxl.load_workbook(marked)
    book.copy_worksheet(book.worksheets[1])
    book.create_sheet("Apuntes").append(["pendiente", "llamar"])
    book.save(marked)
    report = check_file(marked, country, MARCH)
    assert [(f.rule, f.sheet) for f in report.findings if f.severity == "warning"] == [
        ("sheet_unread_second", "Sheet Copy")
    ]
    assert report.rows == 3


def test_a_workbook_of_another_program_is_not_taken_for_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "mes.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Qué corregir"
    for row in (["No. de caso", "Departamento"], ["SV-1", "La Paz"]):
        book.active.append(row)
    book.save(path)
    assert [f.rule for f in check_file(path, "sv", MARCH).findings] == ["file_not_of_layout"]


def test_no_sheet_of_it_lies_where_every_program_keeps_its_drafts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The portal writes it in memory: a sheet in /tmp would be on the disk in the clear."""
    path, marked = tmp_path / "mes.csv", tmp_path / "marcado.xlsx"
    path.write_bytes(salvadoran([case(1), case(2, Tipos_de_agresión="vigilansia")]))
    report = check_file(path, "sv", MARCH)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    correction_workbook.write(path, report, marked)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["marcado.xlsx", "mes.csv"]


@pytest.mark.parametrize("kind", ["csv", "uwazi", "xlsx", "kobo"])
def test_of_each_format_without_the_name_of_a_sheet(tmp_path: Path, kind: str) -> None:
    columns = COLUMNS if kind == "kobo" else [*COLUMNS[:2]]
    rows: Rows = [["caso", "fecha"], ["A", "2024-03-05"], ["B", "2024-03-06"]]
    path, marked = write(tmp_path / "f.xlsx", kind, rows), tmp_path / "marcado.xlsx"
    if kind == "kobo":
        book = openpyxl.load_workbook(path)
        book.active.append([])  # type: ignore[union-attr]
        group = book.create_sheet("v")
        for line in (["v/edad", "_parent_index"], ["31", 1], ["40", 2]):
            group.append(line)
        book.save(path)
    layout = layout_of(kind, columns)
    before = interpret(open_table(path, layout), layout, {})
    assert rules(before) == [] and len(before.records) == 2
    decisions = {decision.name: [decision.value] for decision in open_table(path, layout).decisions}
    report = type("Report", (), {"findings": [], "decisions": decisions})()
    correction_workbook.write(path, report, marked)
    after = interpret(open_table(marked, layout), layout, {})
    assert rules(after) == []
    assert [dict(r.values) for r in after.records] == [dict(r.values) for r in before.records]


def test_a_workbook_that_is_no_marked_copy_is_still_refused_for_a_csv(tmp_path: Path) -> None:
    path = write(tmp_path / "f.xlsx", "xlsx", [["caso", "fecha"], ["A", "2024-03-05"]])
    layout = layout_of("csv", COLUMNS[:2])
    assert rules(interpret(open_table(path, layout), layout, {})) == [("file_not_of_layout", None)]


def test_a_value_that_a_group_lacks_is_told_at_its_case(tmp_path: Path) -> None:
    """A case without a row of attacks: its form lacks, and no cell of another case is shown for it."""
    from mesoregistry.catalog.registries import registry
    from tests.intake.samples import honduran

    path = tmp_path / "mes.xlsx"
    path.write_bytes(honduran({"A": "verificada", "B": "verificada", "C": "verificada"}, MARCH))
    book = openpyxl.load_workbook(path)
    book["agresiones"].delete_rows(3)
    book.save(path)
    assert registry("hn").sources[0].layouts[0].format == "kobo"
    [finding] = [f for f in check_file(path, "hn", MARCH).findings if f.rule == "form_present"]
    assert (finding.sheet, finding.row) == ("casos", 3)


def test_an_undeclared_column_is_marked_at_its_header(tmp_path: Path) -> None:
    """The finding is about the column; the copy shows where it begins, and the first sheet leads there."""
    path, marked = tmp_path / "mes.csv", tmp_path / "marcado.xlsx"
    rows = [case(1) | {"Turno": "noche"}, case(2) | {"Turno": "día"}]
    path.write_bytes(salvadoran(rows, extra=["Turno"]))
    report = check_file(path, "sv", MARCH)
    assert [(f.rule, f.row) for f in report.findings] == [("column_unknown", None)]
    correction_workbook.write(path, report, marked)
    book = openpyxl.load_workbook(marked)
    summary, sheet = book.worksheets
    [header] = [cell for cell in sheet[1] if cell.value == "Turno"]
    assert header.comment is not None and "Turno" in header.comment.text
    assert summary["A2"].value == header.coordinate
    assert summary["A2"].hyperlink.target == f"#'{sheet.title}'!{header.coordinate}"


@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "mac_roman"])
def test_of_a_text_in_two_encodings(tmp_path: Path, encoding: str) -> None:
    """Most of it is UTF-8; the lines of another machine are read in the workbook as they were in the text."""
    path, marked = tmp_path / "mes.csv", tmp_path / "marcado.xlsx"
    head, *lines = salvadoran([case(n, Lugar="vía pública") for n in (1, 2, 3)], encoding="utf-8").split(
        b"\r\n"
    )
    lines[1] = lines[1].decode().encode(encoding)
    path.write_bytes(b"\r\n".join([head, *lines]))
    report = check_file(path, "sv", MARCH)
    assert "encoding_mixed" in [finding.rule for finding in report.findings]
    correction_workbook.write(path, report, marked)
    sheet = openpyxl.load_workbook(marked).worksheets[1]
    assert [sheet.cell(row, 6).value for row in (2, 3, 4)] == ["vía pública"] * 3
    assert check_file(marked, "sv", MARCH).rows == report.rows == 3
