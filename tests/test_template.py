"""The template of each country, filled in as its instructions say, passes the checks as it is."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from typer.testing import CliRunner

from mesoregistry.catalog.registries import registries
from mesoregistry.cli import app
from mesoregistry.findings import Language
from mesoregistry.intake import correction_workbook
from mesoregistry.intake.check_file import Report, check_file
from mesoregistry.readers import open_table
from mesoregistry.template import write
from mesoregistry.template.allowed import Allowed, groups
from mesoregistry.template.sheet_names import sheet_of_month
from tests.sheets import save_sheets

MAY = dt.date(2024, 5, 1)
PLACE_RULES = {"admin1_known", "admin2_known", "place_present"}
OFFSET = re.compile(
    r"OFFSET\('(?P<sheet>.+?)'!\$(?P<column>[A-Z]+)\$(?P<row>\d+),MATCH\((?P<cell>\$[A-Z]+\d+),"
    r"'.+?'!(?P<departments>[$A-Z0-9:]+),0\)-1,0,COUNTIF\(.+\),1\)"
)
COUNTRIES = ("gt", "hn", "mx", "ni", "sv")


def allowed(country: str, period: dt.date = MAY) -> Allowed:
    source = registries()[country].source_for(period)
    assert source is not None
    return Allowed(country, source.id, source.layout_for(period), period)


def filled(path: Path, country: str, *cases: dict[str, str], language: Language = "es") -> Path:
    """The template with a row a case: what a case does not say, by field, is as in the examples."""
    of_country = allowed(country)
    layout = of_country.layout
    write(path, of_country, language)
    book = openpyxl.load_workbook(path)
    name = sheet_of_month(layout, MAY)
    for group in (None, *groups(layout)):
        sheet = book[group or name]
        columns = [(c.field or "", of_country.example(c)) for c in layout.columns if c.group == group]
        for number, case in enumerate(cases or ({},), start=1):
            row = [case.get(field, example) for field, example in columns]
            joined = [str(number)] if group is None else [str(number), name, str(number)]
            for position, value in enumerate([*row, *(joined if groups(layout) else [])], start=1):
                sheet.cell(layout.header_rows + number, position).value = value
    book.save(path)
    return path


def judged(path: Path, country: str) -> Report:
    return check_file(path, country, MAY, dt.date(2024, 6, 5))


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("country", COUNTRIES)
def test_the_examples_typed_in_give_a_case_and_no_finding(
    country: str, language: Language, tmp_path: Path
) -> None:
    report = judged(filled(tmp_path / "plantilla.xlsx", country, language=language), country)
    assert (report.rows, [finding.message.en for finding in report.findings]) == (1, [])


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_word_of_a_list_is_known(country: str, tmp_path: Path) -> None:
    of_country = allowed(country)
    lists = {column.field or "": of_country.terms(column, "es") for column in of_country.layout.columns}
    listed = {field: words for field, words in lists.items() if words}
    longest = max(map(len, listed.values()))
    cases = [
        {"case_key": f"A-{n}", **{field: words[n % len(words)] for field, words in listed.items()}}
        for n in range(longest)
    ]
    report = judged(filled(tmp_path / "plantilla.xlsx", country, *cases), country)
    assert report.rows == longest
    assert [finding.message.en for finding in report.findings if finding.rule.endswith("_known")] == []


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_municipality_of_the_list_lies_in_its_department(country: str, tmp_path: Path) -> None:
    of_country = allowed(country)
    assert len(of_country.places) > 40
    cases = [
        {"case_key": f"A-{n}", "admin1": department, "admin2": town, "defender_name": ""}
        for n, (department, town) in enumerate(of_country.places)
    ]
    report = judged(filled(tmp_path / "plantilla.xlsx", country, *cases), country)
    assert report.rows == len(of_country.places)
    assert {finding.rule for finding in report.findings} & PLACE_RULES == set()


def test_a_list_follows_the_department_of_its_row(tmp_path: Path) -> None:
    """The formula is computed by hand: where the department stands first in the list, and how often."""
    path = tmp_path / "plantilla.xlsx"
    write(path, allowed("gt"))
    book = openpyxl.load_workbook(path)
    sheet = book[sheet_of_month(allowed("gt").layout, MAY)]
    columns = {column.header: i for i, column in enumerate(allowed("gt").layout.columns)}
    town = get_column_letter(columns["Lugar / Municipio"] + 1)
    [rule] = [v for v in sheet.data_validations.dataValidation if f"{town}3" in str(v.sqref).split(":")]
    match = OFFSET.fullmatch(rule.formula1)
    assert match is not None
    assert match["cell"] == f"${get_column_letter(columns['Lugar / Departamento'] + 1)}3"
    lists = book[match["sheet"]]
    departments = [cell.value for (cell,) in lists[match["departments"].replace("$", "")]]
    first = departments.index("Sacatepéquez")
    column, row = match["column"], int(match["row"]) + first
    towns = [lists[f"{column}{row + i}"].value for i in range(departments.count("Sacatepéquez"))]
    assert len(towns) == 16  # of the census
    assert {"Antigua Guatemala", "Sumpango"} <= set(towns)


def test_a_template_of_another_version_is_read_and_said(tmp_path: Path) -> None:
    path = filled(tmp_path / "plantilla.xlsx", "mx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C1"] = "0" * 8
    book.save(path)
    report = judged(path, "mx")
    assert (report.rows, [finding.rule for finding in report.findings]) == (1, ["template_outdated"])


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_marked_template_is_filed_as_it_is(country: str, tmp_path: Path) -> None:
    path = filled(tmp_path / "plantilla.xlsx", country, {"verification": "berificado"})
    report = judged(path, country)
    [finding] = [finding for finding in report.findings if finding.severity == "error"]
    marked = tmp_path / "marcada.xlsx"
    correction_workbook.write(path, report, marked, "es")
    book = openpyxl.load_workbook(marked)
    sheet = book[sheet_of_month(allowed(country).layout, MAY)]
    cell = sheet[f"{finding.column}{finding.row}"]
    assert (cell.value, cell.comment is not None) == ("berificado", True)
    cell.value = "verificado"
    book.save(marked)
    assert [f.message.en for f in judged(marked, country).findings] == []


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_another_program_may_save_it_in_its_own_format(kind: str, tmp_path: Path) -> None:
    """Where the team's files are CSV too: the instructions say that it is the template."""
    book = openpyxl.load_workbook(filled(tmp_path / "plantilla.xlsx", "sv"))
    sheets = {s.title: [[c.value or "" for c in row] for row in s] for s in book.worksheets[:2]}
    path = save_sheets(tmp_path / f"plantilla.{kind}", kind, sheets)
    report = judged(path, "sv")
    assert (report.rows, [finding.message.en for finding in report.findings]) == (1, [])


def test_a_workbook_whose_instructions_are_somebody_s_own_keeps_them(tmp_path: Path) -> None:
    """A sheet of that title which this program did not write is a sheet of the team, and may hold cases."""
    path = filled(tmp_path / "plantilla.xlsx", "sv")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A1"] = "Cómo llenamos"
    book.save(path)
    assert [finding.rule for finding in judged(path, "sv").findings] == ["file_not_of_layout"]


def test_a_header_of_three_rows_is_written_as_it_is_read(tmp_path: Path) -> None:
    of_country = allowed("gt")
    layout = of_country.layout
    columns = tuple(c.model_copy(update={"header": f"Registro / {c.header}"}) for c in layout.columns)
    deep = layout.model_copy(update={"header_rows": 3, "columns": columns})
    write(tmp_path / "plantilla.xlsx", replace(of_country, layout=deep), "es")
    book = openpyxl.load_workbook(tmp_path / "plantilla.xlsx")
    sheet = book[sheet_of_month(layout, MAY)]
    sheet.append([of_country.example(column) for column in columns])
    book.save(tmp_path / "lleno.xlsx")
    [table] = open_table(tmp_path / "lleno.xlsx", deep).tables
    assert [header.text for header in table.headers] == [column.header for column in columns]
    assert [row.number for row in table.rows] == [4]


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["template", "--country", "GT", "--period", "2024-05"])
    assert (done.exit_code, done.output) == (0, "Plantilla escrita en plantilla_gt_2024-05.xlsx\n")
    assert openpyxl.load_workbook("plantilla_gt_2024-05.xlsx").sheetnames[0] == "Instrucciones"
    wrong = CliRunner().invoke(app, ["template", "--country", "gt", "--period", "2011-05"])
    assert wrong.exit_code == 2
    assert "2012-01" in wrong.output
