"""Quotation marks that are part of a text, lines inside quotation marks, and marks that are never closed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from mesoregistry.readers.table import Reading
from tests.readers.files import cells, rules, text

COLUMNS = (
    {"header": "Clave", "field": "case_key"},
    {"header": "Forma", "field": "form"},
    {"header": "Relato", "field": "narrative"},
    {"header": "Municipio", "field": "admin2"},
)
HEADER = "Clave;Forma;Relato;Municipio\n"
FIRST, LAST = ("C-1", "robo", "nada", "Apopa"), ("C-3", "acoso", "nada", "Izalco")


def read(path: Path, middle: str, sign: str = ";", **more: object) -> Reading:
    content = HEADER + ";".join(FIRST) + "\n" + middle + ";".join(LAST) + "\n"
    return text(path / "f.csv", content.replace(";", sign), columns=COLUMNS, **more)


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize(
    ("line", "narrative"),
    [
        ('C-2;robo;le dijo "vete" y se fue;Apopa', 'le dijo "vete" y se fue'),
        ('C-2;robo;"le dijo "vete" y se fue";Apopa', 'le dijo "vete" y se fue'),
        ('C-2;robo;"Nunca más" gritaron;Apopa', '"Nunca más" gritaron'),
        ('C-2;robo;"le dijo "vete\npara siempre" y se fue";Apopa', 'le dijo "vete\npara siempre" y se fue'),
        ('C-2;robo;"dos ""buenas"" y una "mala"";Apopa', 'dos "buenas" y una "mala"'),
        ('C-2;robo;"mide 5" de ancho";Apopa', 'mide 5" de ancho'),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_marks_in_a_narrative_are_its_text(
    tmp_path: Path, sign: str, line: str, narrative: str, known: bool
) -> None:
    reading = read(tmp_path, line + "\n", sign, delimiter=sign if known else None)
    assert cells(reading.tables[0]) == [FIRST, ("C-2", "robo", narrative, "Apopa"), LAST]
    assert {rule for rule, _ in rules(reading)} <= {"quotes_in_text"}
    assert all(f.severity == "note" and f.row == 3 and f.column == "C" for f in reading.findings)


def test_marks_in_a_narrative_under_a_header_of_two_rows(tmp_path: Path) -> None:
    columns = [{**column, "header": f"Caso / {column['header']}"} for column in COLUMNS]
    lines = ["Caso,,,", "Clave,Forma,Relato,Municipio", 'C-1,robo,"Ya" decía el papel,Apopa', ",".join(LAST)]
    reading = text(tmp_path / "f.csv", "\n".join(lines), columns=columns, header_rows=2)
    assert [rule for rule, _ in rules(reading)] == ["quotes_in_text"]
    assert cells(reading.tables[0]) == [("C-1", "robo", '"Ya" decía el papel', "Apopa"), LAST]


def test_each_line_of_a_broken_cell_is_an_error_and_the_others_are_read(tmp_path: Path) -> None:
    broken = 'C-2;"robo;nada;Apopa\nC-4;"robo" a mano;nada;Apopa\n'
    reading = read(tmp_path, broken + ";".join(("C-5", *FIRST[1:])) + "\n")
    assert rules(reading) == [("quote_open", "3"), ("quote_misplaced", "4")]
    assert all(finding.severity == "error" for finding in reading.findings)
    assert [(row.number, row.cells[0]) for row in reading.tables[0].rows] == [
        (2, "C-1"),
        (5, "C-5"),
        (6, "C-3"),
    ]


def test_an_open_mark_at_the_end_takes_its_own_line_alone(tmp_path: Path) -> None:
    reading = text(tmp_path / "f.csv", HEADER + ";".join(FIRST) + '\nC-2;"robo;nada;Apopa\n', columns=COLUMNS)
    assert rules(reading) == [("quote_open", "3")]
    assert cells(reading.tables[0]) == [FIRST]


def test_a_text_that_is_broken_everywhere_goes_back(tmp_path: Path) -> None:
    reading = text(tmp_path / "f.csv", HEADER + 'C-1;"robo" x;y;z\n' * 5, columns=COLUMNS)
    assert reading.tables == [] and rules(reading) == [("quotes_broken", None)]
    assert [finding.severity for finding in reading.findings] == ["stop"]


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("known", [True, False])
def test_lines_that_stand_whole_in_quotation_marks(tmp_path: Path, sign: str, known: bool) -> None:
    inner = io.StringIO(newline="")
    rows = [HEADER.strip().split(";"), list(FIRST), ["C-2", "robo", f"a{sign} b\nc", "Apopa"]]
    csv.writer(inner, delimiter=sign, lineterminator="\n").writerows(rows)
    lines = list(csv.reader(io.StringIO(inner.getvalue(), newline=""), delimiter=sign))
    outer = io.StringIO(newline="")
    writer = csv.writer(outer, delimiter=sign, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in lines:
        written = io.StringIO(newline="")
        csv.writer(written, delimiter=sign, lineterminator="").writerow(row)
        writer.writerow([written.getvalue()])
    reading = text(tmp_path / "f.csv", outer.getvalue(), columns=COLUMNS, delimiter=sign if known else None)
    assert rules(reading) == [("lines_quoted", None)]
    assert cells(reading.tables[0]) == [FIRST, tuple(rows[2])]


def test_cells_in_quotation_marks_are_no_lines(tmp_path: Path) -> None:
    content = "".join(f'"{line}"\n'.replace(";", '";"') for line in (HEADER.strip(), ";".join(FIRST)))
    reading = text(tmp_path / "f.csv", content, columns=COLUMNS)
    assert rules(reading) == [] and cells(reading.tables[0]) == [FIRST]
