"""``mesoregistry check``: table, JSON, correction workbook and status, of files as teams send them."""

from __future__ import annotations

import csv
import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from mesoregistry.catalog.registries import registries
from mesoregistry.cli import app
from mesoregistry.cli.printing import printable
from mesoregistry.intake.check_file import check_file
from mesoregistry.settings import settings
from mesoregistry.synthetic import extracts as demo
from tests.intake.samples import case, salvadoran
from tests.sheets import save_sheets

MARCH = dt.date(2024, 3, 1)
KEYS = {
    "rule",
    "severity",
    "scope",
    "sheet",
    "row",
    "column",
    "cell",
    "value",
    "message",
    "remedy",
    "expected",
}


def run(*arguments: str, status: int, width: int = 220) -> str:
    result = CliRunner(env={"COLUMNS": str(width)}).invoke(app, ["check", *arguments])
    assert result.exit_code == status, result.output
    return result.output


def written(folder: Path, *rows: dict[str, str], name: str = "mes.csv") -> str:
    path = folder / name
    path.write_bytes(salvadoran(rows))
    return str(path)


@pytest.fixture
def dirty(tmp_path: Path) -> str:
    return written(
        tmp_path, case(1), case(2, Tipos_de_agresión="vigilansia"), case(3, Fecha_del_hecho="30/02/2024")
    )


def test_a_replay_is_judged_as_of_its_day(tmp_path: Path) -> None:
    file = written(tmp_path, case(1), case(2, Fecha_del_hecho="01/04/2024", Fecha_de_registro="02/04/2024"))
    today = json.loads(run(file, "-c", "sv", "-p", "2024-03", "--json", status=1))
    then = json.loads(run(file, "-c", "sv", "-p", "2024-03", "--filed-on", "2024-03-31", "--json", status=1))
    assert [f["rule"] for f in today["findings"]] == ["event_in_period_or_before"]
    assert "event_date_not_after_filing" in [f["rule"] for f in then["findings"]]
    ahead = run(file, "-c", "sv", "-p", "2024-03", "--filed-on", "2099-01-01", status=2)
    assert "2099-01-01" in ahead and "2024-03" not in ahead


def test_a_file_of_another_month_is_asked_about(tmp_path: Path) -> None:
    file = written(tmp_path, case(1), case(2), case(3))
    body = json.loads(run(file, "-c", "sv", "-p", "2024-04", "--json", status=1))
    assert [f["rule"] for f in body["findings"] if f["severity"] != "note"] == ["dates_of_other_month"]
    assert "dates_of_other_month" not in run(file, "-c", "sv", "--json", status=0)


def test_a_clean_file_is_told_so(tmp_path: Path) -> None:
    output = run(written(tmp_path, case(1), case(2)), "-c", "sv", "-p", "2024-03", status=0)
    assert output == "Todo está bien: 2 filas. Puede enviarlo.\n"


def test_findings_with_their_cells(dirty: str) -> None:
    output = run(dirty, "-c", "SV", "-p", "2024-03", status=1)
    assert "«30/02/2024» no es una fecha que exista, o le falta el año." in output
    assert "La forma de agresión «vigilansia» no está en la lista." in output
    assert "¿quizá «vigilancia" in output
    assert "B4" in output and "Q3" in output
    assert output.endswith("3 filas; 2 por corregir, 0 por confirmar, 0 avisos.\n")


def test_a_term_in_thousands_of_cells_is_one_line(tmp_path: Path) -> None:
    """Each cell stays in the JSON and, with ``--all``, on the screen; another fault among them is not lost."""
    rows = [case(n, Tipos_de_agresión="vigilansia") for n in range(1, 3001)]
    rows[1500] |= {"Fecha del hecho": "30/02/2024"}
    arguments = (written(tmp_path, *rows), "-c", "sv", "-p", "2024-03")
    output = run(*arguments, status=1, width=600)
    assert "Pasa en 3000 celdas: Q2, Q3, Q4, Q5, Q6 y 2995 más." in output and "«30/02/2024»" in output
    assert len(output.splitlines()) < 10
    assert output.endswith(
        "3001 observaciones en 2 líneas; con --all sale una línea por celda.\n"
        "3000 filas; 3001 por corregir, 0 por confirmar, 0 avisos.\n"
    )
    assert len(json.loads(run(*arguments, "--json", status=1))["findings"]) == 3001
    assert run(*arguments, "--all", status=1, width=600).count("«vigilansia»") == 3000


def test_json_keeps_its_shape(dirty: str) -> None:
    body = json.loads(run(dirty, "-c", "sv", "-p", "2024-03", "--json", status=1))
    assert set(body) == {"layout", "rows", "findings"}
    assert (body["layout"], body["rows"]) == (registries()["sv"].sources[0].layouts[0].id, 3)
    assert all(set(finding) == KEYS for finding in body["findings"])
    assert [(f["rule"], f["cell"], f["value"], f["scope"]) for f in body["findings"]] == [
        ("form_known", "Q3", "vigilansia", "cell"),
        ("event_date_readable", "B4", "30/02/2024", "cell"),
    ]


def test_nothing_is_kept_and_no_name_told(dirty: str, home: Path) -> None:
    before = sorted(home.rglob("*")) if home.exists() else []
    output = run(dirty, "-c", "sv", "-p", "2024-03", "--json", status=1)
    assert "Rosaura" not in output and "Relato inventado" not in output and "7000-" not in output
    assert (sorted(home.rglob("*")) if home.exists() else []) == before


def test_one_name_in_two_spellings_is_one_person(tmp_path: Path) -> None:
    both = case(1, Nombre_de_la_defensora="Rosaura Pérez; PEREZ, Rosaura", Identidad="mujer cis; mujer cis")
    findings = check_file(Path(written(tmp_path, both | {"Edad": "41; 41"})), "sv", MARCH).findings
    assert "defender_named_once" in {finding.rule for finding in findings}


def test_one_unknown_term_in_two_spellings_stands_twice(tmp_path: Path) -> None:
    twice = case(1, Tipos_de_agresión="forma inventada; FORMA INVENTADA")
    findings = check_file(Path(written(tmp_path, twice)), "sv", MARCH).findings
    assert "form_once" in {finding.rule for finding in findings}


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (("-c", "zz", "-p", "2024-03"), "zz"),
        (("-c", "sv", "-p", "2024-13"), "2024-13"),
        (("-c", "sv", "-p", "1999-01"), "1999-01"),
    ],
)
def test_wrong_use_is_status_2(dirty: str, arguments: tuple[str, ...], output: str) -> None:
    assert output in run(dirty, *arguments, status=2)


def test_a_file_that_is_not_there_is_status_2(tmp_path: Path) -> None:
    run(str(tmp_path / "no.csv"), "-c", "sv", status=2)


def test_a_file_without_a_column_is_returned_whole(tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1)], without="Departamento"))
    output = run(str(path), "-c", "sv", "-p", "2024-03", status=1)
    assert "Falta la columna «Departamento»." in output
    assert output.endswith("El archivo se devuelve entero.\n")


def test_the_correction_workbook_of_a_csv(dirty: str, tmp_path: Path) -> None:
    target = tmp_path / "corregir.xlsx"
    run(dirty, "-c", "sv", "-p", "2024-03", "--workbook", str(target), status=1)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[0] == "Qué corregir"
    summary = [[cell.value for cell in row][:2] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert summary == [
        ["Q3", "La forma de agresión «vigilansia» no está en la lista."],
        ["B4", "«30/02/2024» no es una fecha que exista, o le falta el año."],
    ]
    sheet = book.worksheets[1]
    with open(dirty, encoding="cp1252", newline="") as file:
        rows = [[cell or None for cell in row] for row in csv.reader(file, delimiter=";")]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == rows
    marked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert marked == {"Q3", "B4"}
    assert sheet["B4"].fill.fgColor.rgb.endswith("F9CFC8")
    assert "no es una fecha que exista" in sheet["B4"].comment.text


def test_cells_that_look_like_formulas_or_hold_controls_stay_texts(tmp_path: Path) -> None:
    rows = [
        case(1, Relato='=HYPERLINK("http://x.test","ver")'),
        case(2, Relato="con \x0b control", Lugar="luna"),
    ]
    target = tmp_path / "corregir.xlsx"
    run(written(tmp_path, *rows), "-c", "sv", "-p", "2024-03", "--workbook", str(target), status=1)
    sheet = openpyxl.load_workbook(target).worksheets[1]
    texts = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPER")]
    assert [cell.data_type for cell in texts] == ["s"]


@pytest.mark.parametrize("extension", ["ods", "xls", "xlsx"])
def test_a_formula_typed_as_text_is_none_in_the_marked_copy(extension: str, tmp_path: Path) -> None:
    row = case(1, Relato='=HYPERLINK("http://x.test","ver")', Lugar="luna")
    path = tmp_path / f"mes.{extension}"
    save_sheets(path, path.suffix[1:], {"Casos": [list(row), list(row.values())]})
    target = tmp_path / "corregir.xlsx"
    run(str(path), "-c", "sv", "-p", "2024-03", "--workbook", str(target), status=1)
    cells = [cell for row in openpyxl.load_workbook(target).worksheets[1].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if str(cell.value).startswith("=HYPER")] == ["s"]


def test_no_control_of_a_terminal_is_printed(tmp_path: Path) -> None:
    hostile = "\x1b[2J\x1b[Hluna\x9b31m\u202etxt"
    file = written(tmp_path, case(1, Lugar=hostile.replace("\x9b", "").replace("\u202e", "")))
    for options in ((), ("--json",)):
        shown = run(file, "-c", "sv", "-p", "2024-03", *options, status=1)
        assert "luna" in shown
        assert not set("\x1b\x9b\u202e") & set(shown)
    assert printable(hostile) == "�[2J�[Hluna�31m�txt"


def test_a_file_that_ends_a_parser_does_not_end_the_check(tmp_path: Path) -> None:
    """One cell at the far end of the sheet: a parser that opens it asks for seventeen thousand million cells."""
    file = tmp_path / "lejos.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "Clave", "x"
    book.save(file)
    target = tmp_path / "corregir.xlsx"
    shown = run(str(file), "-c", "sv", "-p", "2024-03", "--workbook", str(target), status=1)
    assert "El archivo se devuelve entero." in shown
    assert "No se pudo marcar su archivo" in shown
    assert list(tmp_path.iterdir()) == [file]  # no draft either


@pytest.mark.parametrize("country", [country for country in registries() if country != "sv"])
def test_the_workbook_of_each_country_keeps_the_file(country: str, tmp_path: Path) -> None:
    """Every cell of the team's file is still there, and every finding stands in the sheet of what to correct."""
    plan = demo.write(tmp_path / "demo", demo.history(4))
    filing = max((f for f in plan.filings if f.country == country), key=lambda f: f.path.stat().st_size)
    target = tmp_path / "corregir.xlsx"
    report = check_file(filing.path, country, filing.period)
    status = 1 if any(f.severity != "note" for f in report.findings) else 0
    run(
        str(filing.path),
        "-c",
        country,
        "-p",
        f"{filing.period:%Y-%m}",
        "--workbook",
        str(target),
        status=status,
    )
    book = openpyxl.load_workbook(target)
    assert book.worksheets[0].max_row == 1 + len(report.findings)
    if filing.path.suffix == ".xlsx":
        original = openpyxl.load_workbook(filing.path)
        assert book.sheetnames[1:] == original.sheetnames
        for name in original.sheetnames:
            assert list(book[name].values) == list(original[name].values)


def test_no_server_is_needed(dirty: str, tmp_path: Path) -> None:
    """A process of its own, with no server, no secrets, and an empty home that stays empty."""
    home = tmp_path / "home"
    done = subprocess.run(
        [Path(sys.executable).with_name("mesoregistry"), "check", dirty, "-c", "sv", "-p", "2024-03", "--json"],
        capture_output=True, text=True, env={"MESO_HOME": str(home), "PATH": ""}, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert len(json.loads(done.stdout)["findings"]) == 2
    assert not home.exists()


def test_each_unknown_term_once_as_a_row_of_the_map(tmp_path: Path) -> None:
    rows = [
        case(1, Tipos_de_agresión="Amenasa"),
        case(2, Tipos_de_agresión="amenasa; Mobbing raro, con coma"),
        case(3, Tipos_de_agresión="AMENASA", Agresores="Polisía"),
        case(4, Perfil="#N/D", Departamento="Macondo"),
    ]
    output = run(written(tmp_path, *rows), "-c", "sv", "-p", "2024-03", "--terms", status=1)
    lines = list(csv.reader(output.splitlines()))
    assert lines[0] == ["form", "sv", "sv_red", "Amenasa", "threat", "", "", "3 ×"]
    assert ["form", "sv", "sv_red", "Mobbing raro, con coma", "", "", "", "1 ×"] in lines
    [police] = [line for line in lines if line[0] == "perpetrator"]
    assert police[3] == "Polisía" and police[4] in ("police", "national_police")
    assert len(lines) == 3
    with (settings().seeds / "code_map.csv").open(encoding="utf-8", newline="") as file:
        assert len(next(csv.reader(file))) == len(lines[0])
    assert run(written(tmp_path, case(1)), "-c", "sv", "-p", "2024-03", "--terms", status=0) == ""
