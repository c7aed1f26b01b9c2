"""Dictionaries of real registries: read as tables, and held against what the layouts and code maps say."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.model import Layout, Split
from mesoregistry.intake.split import pieces
from mesoregistry.readers import open_table
from tests.real import files, truth
from tests.real.files import HERE, REALDATA

INE = REALDATA / "registries" / "gt_ine_vif_diccionario.xlsx"
IDHUCA = REALDATA / "registries" / "sv_idhuca_catalogo.tsv"


def values_of(variable: str) -> dict[str, str]:
    """Code -> label of a variable: its name stands once, its codes run below."""
    result: dict[str, str] = {}
    name = None
    for first, _, code, label, *_ in truth.sheet("registries/gt_ine_vif_diccionario.xlsx"):
        name = first or name
        if name == variable and code is not None:
            result[str(code).strip()] = str(label).strip()
    return result


def test_merged_cells_hold_for_their_rows() -> None:
    layout = Layout.model_validate(
        {
            "id": "diccionario",
            "format": "workbook",
            "fill_merged": True,
            "columns": [
                {"header": "Código", "field": "case_key"},
                {"header": "Descripción del código", "ignored": "x"},
                {"header": "Valor", "field": "form"},
                {"header": "Etiqueta", "ignored": "x"},
            ],
        }
    )
    reading = open_table(INE, layout)
    assert reading.findings == []
    book = openpyxl.load_workbook(INE)
    sheet = book.worksheets[0]
    held = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                held[row, column] = sheet.cell(area.min_row, area.min_col).value
    read = {row.number: row.cells for row in reading.tables[0].rows}
    header = reading.tables[0].header_row
    wrong = [
        (row, column)
        for row in range(header + 1, sheet.max_row + 1)
        for column in range(1, 5)
        if (read.get(row, (None,) * 5)[column - 1] or "").strip()
        != truth._text(held.get((row, column), sheet.cell(row, column).value)).strip()
    ]
    assert wrong == []


def test_positions_of_the_layout_are_those_of_the_dictionary() -> None:
    [split] = [column.split for column in files.INE.layout().columns if column.header == "HEC_TIPAGRE"]
    assert isinstance(split, Split)
    for code, label in values_of("HEC_TIPAGRE").items():
        meant = [f"violencia {part.strip().lower()}" for part in label.split(" - ")]
        assert pieces(code, split, ()) == meant
    assert len(values_of("HEC_TIPAGRE")) == 15


def test_letters_are_values() -> None:
    """Protection measures of other years stand as ``ACIJÑ``; the dictionary has them in lower case."""
    letters = values_of("TIPO_MEDIDA")
    result = pieces("ACIJÑ", Split(letters=True), ())
    assert result == ["A", "C", "I", "J", "Ñ"]
    assert {term_key(letter) for letter in result if letter} <= {term_key(letter) for letter in letters}


@pytest.mark.parametrize(
    ("variable", "list_"),
    [
        ("VIC_SEXO", "gender"),
        ("VIC_GRUPET", "ethnicity"),
        ("VIC_REL_AGR", "perpetrator"),
        ("HEC_AREA", "scope"),
        ("MEDIDAS_SEGURIDAD", "protection_measure"),
    ],
)
def test_every_code_of_the_dictionary_is_mapped(variable: str, list_: str) -> None:
    with (HERE / "code_map.csv").open(encoding="utf-8", newline="") as lines:
        mapped = {
            r["term"] for r in csv.DictReader(lines) if r["list"] == list_ and r["source_id"] == "ine_vif"
        }
    assert mapped == set(values_of(variable))


# municipalities that the institute writes otherwise than the law, four of them damaged by a replacement
OTHERWISE = {
    "san j. cancasq_ue",
    "rosario la paz",
    "san luis reina",
    "nahuilingo",
    "carol_ina",
    "torol_a",
}


def test_municipalities_of_an_institute_are_known_places(seeds: Path) -> None:
    """Names in capitals without accents, of before 2024: all are known but those written otherwise."""
    with IDHUCA.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t"))
    layout = Layout.model_validate(
        {
            "id": "catalogo",
            "format": "delimited",
            "header_rows": 0,
            "columns": [
                {"header": "clave", "position": 1, "field": "case_key"},
                {"header": "valor", "position": 2, "field": "admin2"},
            ],
        }
    )
    reading = open_table(IDHUCA, layout)
    [table] = reading.tables
    assert [tuple(cell or "" for cell in row.cells) for row in table.rows] == [tuple(row) for row in rows]
    assert ("delimiter", "tab") in [(d.name, d.value) for d in reading.decisions]

    known = _municipalities(seeds)
    departments = {key: term_key(name) for key, name in rows if key.startswith("DEP_")}
    named = [
        (departments[f"DEP_{key.split('_')[1]}"], term_key(name))
        for key, name in rows
        if key.startswith("MUN_") and key != "MUN_0_0"
    ]
    assert len(named) == 262
    assert {name for department, name in named if name not in known[department]} == OTHERWISE


def _municipalities(seeds: Path) -> dict[str, set[str]]:
    """Keys of the municipalities of before the reform, by key of the department."""
    with (seeds / "place.csv").open(encoding="utf-8", newline="") as lines:
        salvadoran = [row for row in csv.DictReader(lines) if row["country"] == "sv"]
    with (seeds / "place_alias.csv").open(encoding="utf-8", newline="") as lines:
        aliases = [(row["place_id"], row["key"]) for row in csv.DictReader(lines)]
    departments = {row["place_id"]: row["key"] for row in salvadoran if row["level"] == "admin1"}
    of = {r["place_id"]: departments[r["parent_id"]] for r in salvadoran if r["valid_to"] == "2024-04-30"}
    result: dict[str, set[str]] = {key: set() for key in departments.values()}
    for place, key in aliases:
        if place in of:
            result[of[place]].add(key)
    return result
