"""Repeat groups find their case by what never repeats; a key that two cases have returns the file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from mesoregistry.catalog.model import Layout
from mesoregistry.readers import open_table
from mesoregistry.readers.table import Reading

COLUMNS = (
    {"header": "caso", "field": "case_key"},
    {"header": "victimas/edad", "group": "victimas", "field": "defender_age"},
    {"header": "agresiones/forma", "group": "agresiones", "field": "form"},
)
Sheet = list[list[object]]


def read(path: Path, **sheets: Sheet) -> Reading:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path / "kobo.xlsx")
    return open_table(
        path / "kobo.xlsx", Layout.model_validate({"id": "hoja", "format": "kobo", "columns": COLUMNS})
    )


def children(reading: Reading) -> dict[str, list[tuple[str | None, str | None]]]:
    """The answers of each group, each with the case that it belongs to."""
    [main, *groups] = reading.tables
    cases = {row.number: row.cells[0] for row in main.rows}
    return {
        group.group or "": [
            (cases[parent], row.cells[0]) for row, parent in zip(group.rows, group.parents, strict=True)
        ]
        for group in groups
    }


def rules(reading: Reading) -> list[str]:
    return [finding.rule for finding in reading.findings]


@pytest.mark.parametrize(("own", "of_main"), [("_submission__id", "_id"), ("_submission__uuid", "_uuid")])
def test_pasted_parts_are_joined_by_the_answer(tmp_path: Path, own: str, of_main: str) -> None:
    """Two exports in one workbook: the index of both begins with 1."""
    reading = read(
        tmp_path,
        casos=[["caso", "_index", of_main], ["C-1", 1, 701], ["C-2", 1, 702]],
        victimas=[["victimas/edad", "_parent_index", own], [31, 1, 701], [42, 1, 702]],
        agresiones=[["agresiones/forma", "_parent_index", own], ["robo", 1, 701], ["acoso", 1, 702]],
    )
    assert rules(reading) == []
    assert children(reading) == {
        "victimas": [("C-1", "31"), ("C-2", "42")],
        "agresiones": [("C-1", "robo"), ("C-2", "acoso")],
    }


@pytest.mark.parametrize("own", ["_parent_index", "_submission__id"])
def test_a_key_that_two_cases_have_returns_the_file(tmp_path: Path, own: str) -> None:
    reading = read(
        tmp_path,
        casos=[["caso", "_index", "_id"], ["C-1", 7, 7], ["C-2", 7, 7]],
        victimas=[["victimas/edad", own], [31, 7]],
        agresiones=[["agresiones/forma", own], ["robo", 7]],
    )
    assert rules(reading) == ["parent_not_unique"]
    assert reading.tables == []


def test_a_doubled_index_that_nobody_needs_returns_nothing(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        casos=[["caso", "_index"], ["C-1", 1], ["C-2", 2], ["C-3", 2]],
        victimas=[["victimas/edad", "_parent_index"], [31, 1]],
        agresiones=[["agresiones/forma", "_parent_index"], ["robo", 1]],
    )
    assert rules(reading) == []


def test_an_export_of_odk_names_its_parent_by_a_path(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        casos=[["caso", "KEY"], ["C-1", "uuid:aa"], ["C-2", "uuid:bb"]],
        victimas=[["victimas/edad", "PARENT_KEY", "KEY"], [31, "uuid:bb", "uuid:bb/victimas[1]"]],
        agresiones=[
            ["agresiones/forma", "PARENT_KEY"],
            ["robo", "uuid:bb/victimas[1]"],
            ["acoso", "uuid:aa/grupo[1]"],
        ],
    )
    assert rules(reading) == []
    assert children(reading) == {
        "victimas": [("C-2", "31")],
        "agresiones": [("C-2", "robo"), ("C-1", "acoso")],
    }


@pytest.mark.parametrize("of_main", ["KEY", "key", "meta-instanceID", "meta/instanceID"])
@pytest.mark.parametrize("own", ["PARENT_KEY", "parent_key", "Parent_Key"])
@pytest.mark.parametrize("prefix", ["uuid:", "UUID:", ""])
def test_a_key_finds_its_parent_however_its_letters_are_cased(
    tmp_path: Path, own: str, of_main: str, prefix: str
) -> None:
    reading = read(
        tmp_path,
        casos=[["caso", of_main], ["C-1", "uuid:aa-1"], ["C-2", "uuid:bb-2"]],
        victimas=[["victimas/edad", own], [31, f"{prefix}BB-2"], [42, f"{prefix}Aa-1/grupo[1]"]],
        agresiones=[["agresiones/forma", own], ["robo", f"{prefix}bb-2/victimas[1]"]],
    )
    assert rules(reading) == []
    assert children(reading) == {"victimas": [("C-2", "31"), ("C-1", "42")], "agresiones": [("C-2", "robo")]}
    assert [[h.text for h in table.headers] for table in reading.tables] == [
        ["caso"],
        ["victimas/edad"],
        ["agresiones/forma"],
    ]


def test_an_empty_row_of_a_doubled_index_returns_nothing(tmp_path: Path) -> None:
    """Pasted parts: every answer names its case, a row without answers only the index."""
    reading = read(
        tmp_path,
        casos=[["caso", "_index", "_id"], ["C-1", 1, 701], ["C-2", 1, 702]],
        victimas=[
            ["victimas/edad", "_index", "_parent_index", "_submission__id"],
            [31, 1, 1, 701],
            ["", 2, 1, ""],
        ],
        agresiones=[
            ["agresiones/forma", "_parent_index", "_submission__id"],
            ["robo", 1, 701],
            ["acoso", 1, 702],
        ],
    )
    assert rules(reading) == ["group_row_empty"]
    assert children(reading)["victimas"] == [("C-1", "31")]


def test_an_empty_row_of_a_group_is_nobody(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        casos=[["caso", "_index"], ["C-1", 1]],
        victimas=[["victimas/edad", "_index", "_parent_index"], [31, 1, 1], [None, 2, 1]],
        agresiones=[["agresiones/forma", "_index", "_parent_index"], ["robo", 1, 1], [" ", 2, 1]],
    )
    assert rules(reading) == ["group_row_empty", "group_row_empty"]
    assert children(reading) == {"victimas": [("C-1", "31")], "agresiones": [("C-1", "robo")]}


@pytest.mark.parametrize("nothing", ["-", "---", "n/a", "N/A", "s/d", ".", "—"])
def test_a_row_of_a_group_with_signs_for_nothing_is_nobody(tmp_path: Path, nothing: str) -> None:
    reading = read(
        tmp_path,
        casos=[["caso", "_index"], ["C-1", 1]],
        victimas=[["victimas/edad", "_index", "_parent_index"], [31, 1, 1], [nothing, 2, 1]],
        agresiones=[
            ["agresiones/forma", "_index", "_parent_index"],
            ["robo", 1, 1],
            [nothing, 2, 1],
            ["s/n", 3, 1],
        ],
    )
    assert rules(reading) == ["group_row_empty", "group_row_empty"]
    assert children(reading) == {"victimas": [("C-1", "31")], "agresiones": [("C-1", "robo"), ("C-1", "s/n")]}


@pytest.mark.parametrize(("own", "of_main"), [("_submission__id", "_id"), ("_submission__uuid", "_uuid")])
def test_two_numbers_that_name_different_cases_are_asked_about(
    tmp_path: Path, own: str, of_main: str
) -> None:
    """Somebody sorted the sheet, or numbered its rows by hand."""
    reading = read(
        tmp_path,
        casos=[["caso", "_index", of_main], ["C-1", 1, 701], ["C-2", 2, 702]],
        victimas=[
            ["victimas/edad", "_parent_table_name", "_parent_index", own],
            [31, "casos", 2, 701],
            [42, "casos", 2, 702],
        ],
        agresiones=[["agresiones/forma", "_parent_index", own], ["robo", 1, 701], ["acoso", 2, 702]],
    )
    assert rules(reading) == ["parent_links_differ"] and reading.findings[0].severity == "warning"
    assert own in reading.findings[0].message.es
    assert children(reading)["victimas"] == [("C-1", "31"), ("C-2", "42")]


@pytest.mark.parametrize("number", [" 1 ", "1.0", "1,0"])
def test_numbers_of_rows_are_numbers_however_they_are_written(tmp_path: Path, number: str) -> None:
    """A program that keeps numbers with decimals wrote the sheets, or somebody typed one."""
    reading = read(
        tmp_path,
        casos=[["caso", "_index"], ["C-1", 1], ["C-2", 2]],
        victimas=[["victimas/edad", "_parent_index"], [31, number], [42, 2]],
        agresiones=[["agresiones/forma", "_parent_index"], ["robo", number], ["acoso", 2]],
    )
    assert rules(reading) == []
    assert children(reading)["agresiones"] == [("C-1", "robo"), ("C-2", "acoso")]


def test_ids_with_decimals_are_the_ids(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        casos=[["caso", "_id"], ["C-1", "701"], ["C-2", "702"]],
        victimas=[["victimas/edad", "_submission__id"], [31, "701.0"], [42, "702.0"]],
        agresiones=[["agresiones/forma", "_submission__id"], ["robo", " 701"], ["acoso", "702"]],
    )
    assert rules(reading) == []
    assert children(reading)["victimas"] == [("C-1", "31"), ("C-2", "42")]


def test_a_group_that_names_no_case_returns_the_file(tmp_path: Path) -> None:
    """The columns of the program were taken out before it was sent: told once, not at each row."""
    reading = read(
        tmp_path,
        casos=[["caso", "_index"], ["C-1", 1], ["C-2", 2]],
        victimas=[["victimas/edad"], [31], [42]],
        agresiones=[["agresiones/forma", "_parent_index"], ["robo", 1], ["acoso", 2]],
    )
    assert rules(reading) == ["group_without_links"] and reading.tables == []


def test_links_that_differ_are_asked_about_without_the_name_of_the_table(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        casos=[["caso", "_index", "_id"], ["C-1", 1, 701], ["C-2", 2, 702]],
        victimas=[["victimas/edad", "_parent_index", "_submission__id"], [31, 1, 701], [42, 2, 702]],
        agresiones=[
            ["agresiones/forma", "_parent_index", "_submission__id"],
            ["robo", 1, 701],
            ["acoso", 2, 702],
            ["golpes", 2, 701],
        ],
    )
    assert rules(reading) == ["parent_links_differ"]
    assert children(reading)["agresiones"][2] == ("C-1", "golpes")


MAIN: Sheet = [["caso", "_index"], ["C-1", 1], ["C-2", 2]]
VICTIMS: Sheet = [["victimas/edad", "_parent_index"], [31, 1], [42, 2]]
ATTACKS: Sheet = [["agresiones/forma", "_parent_index"], ["robo", 1], ["acoso", 2]]


@pytest.mark.parametrize(
    ("name", "rows", "wanted"),
    [
        ("agresiones2", [ATTACKS[0], ["amenaza", 2]], "agresiones"),
        ("Agresiones (2)", [ATTACKS[0], ["amenaza", 2]], "agresiones"),
        ("casos - copia", [["caso", "_index"], ["C-3", 3]], "casos"),
        ("Hoja3", [["caso", "_index"], ["C-3", 3]], "casos"),
    ],
)
def test_a_second_sheet_of_the_cases_or_of_a_group_is_asked_about(
    tmp_path: Path, name: str, rows: Sheet, wanted: str
) -> None:
    reading = read(tmp_path, casos=MAIN, victimas=VICTIMS, agresiones=ATTACKS, **{name: rows})
    [finding] = reading.findings
    assert (finding.rule, finding.sheet) == ("sheet_unread_second", name)
    assert f"a la hoja «{wanted}»" in finding.remedy.es
    assert "1 filas" in finding.message.es


def test_sheets_that_the_form_has_beside_are_not_asked_about(tmp_path: Path) -> None:
    """A group that nobody counts may have questions of the same name; an empty copy holds nothing."""
    others: dict[str, Sheet] = {
        "testigos": [["victimas/edad", "_parent_index"], [60, 1]],
        "agresiones2": [ATTACKS[0]],
        "notas": [["Escribió"], ["la coordinación"]],
    }
    reading = read(tmp_path, casos=MAIN, victimas=VICTIMS, agresiones=ATTACKS, **others)
    assert rules(reading) == []
