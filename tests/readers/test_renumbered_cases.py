"""Cases numbered again by hand: rows of groups that name a number that no case can have return the file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from mesoregistry.catalog.model import Layout
from mesoregistry.readers import open_table
from mesoregistry.readers.table import Reading
from tests.readers.test_kobo_joins import COLUMNS, children, rules
from tests.readers.test_text_parts import Rows, pack, workbook

MAIN: Rows = [
    ["caso", "_index"],
    ["C-1", "1"],
    ["C-3", "2"],
]  # C-2 was deleted, and the others numbered again
VICTIMS: Rows = [["victimas/edad", "_parent_index"], ["31", "1"], ["42", "2"], ["53", "3"]]
ATTACKS: Rows = [["agresiones/forma", "_parent_index"], ["robo", "1"], ["acoso", "2"], ["golpes", "3"]]
BY_FORMATS = pytest.mark.parametrize("kind", ["workbook", "texts"])


def read(folder: Path, kind: str, sheets: Mapping[str, Rows], columns: object = COLUMNS) -> Reading:
    layout = Layout.model_validate({"id": "hoja", "format": "kobo", "columns": columns})
    if kind == "workbook":
        return open_table(workbook(folder / "kobo.xlsx", sheets), layout)
    [main, *groups] = sheets
    names = {f"{main}.csv": sheets[main]} | {f"{main}-{group}.csv": sheets[group] for group in groups}
    return open_table(pack(folder / "kobo.zip", names), layout)


@BY_FORMATS
@pytest.mark.parametrize("without_numbers", [False, True])
def test_a_number_beyond_the_last_case_returns_the_file(
    tmp_path: Path, kind: str, without_numbers: bool
) -> None:
    main = [row[:1] for row in MAIN] if without_numbers else MAIN
    main = [[*row, "x"] for row in main]
    reading = read(tmp_path, kind, {"casos": main, "victimas": VICTIMS, "agresiones": ATTACKS})
    assert rules(reading) == ["parent_index_beyond"] and reading.tables == []
    [finding] = reading.findings
    assert finding.severity == "stop" and "«victimas»" in finding.message.es
    assert "3" in finding.message.es and "2" in finding.message.es


@BY_FORMATS
def test_numbers_of_groups_that_begin_with_zero_return_the_file(tmp_path: Path, kind: str) -> None:
    attacks = [ATTACKS[0], ["robo", "0"], ["acoso", "1"]]
    reading = read(tmp_path, kind, {"casos": MAIN, "victimas": VICTIMS[:3], "agresiones": attacks})
    assert rules(reading) == ["parent_index_beyond"] and "«agresiones»" in reading.findings[0].message.es


@BY_FORMATS
@pytest.mark.parametrize("own", ["_submission__id", "PARENT_KEY"])
def test_rows_that_name_the_answer_need_no_number(tmp_path: Path, kind: str, own: str) -> None:
    of_main = "_id" if own == "_submission__id" else "KEY"
    main = [["caso", "_index", of_main], ["C-1", "1", "701"], ["C-3", "2", "703"]]
    victims = [[*VICTIMS[0], own], ["31", "1", "701"], ["53", "3", "703"]]
    attacks = [[*ATTACKS[0], own], ["robo", "1", "701"], ["golpes", "3", "703"]]
    reading = read(tmp_path, kind, {"casos": main, "victimas": victims, "agresiones": attacks})
    assert rules(reading) == []
    assert children(reading)["victimas"] == [("C-1", "31"), ("C-3", "53")]


@BY_FORMATS
def test_a_case_that_left_its_number_free_takes_no_row_of_another(tmp_path: Path, kind: str) -> None:
    """Deleted and not numbered again: its rows alone have no case."""
    main = [MAIN[0], ["C-1", "1"], ["C-3", "3"]]
    reading = read(tmp_path, kind, {"casos": main, "victimas": VICTIMS, "agresiones": ATTACKS})
    assert rules(reading) == ["parent_missing", "parent_missing"]
    assert children(reading)["victimas"] == [("C-1", "31"), ("C-3", "53")]


def test_the_last_case_that_cannot_be_read_is_no_case_numbered_again(tmp_path: Path) -> None:
    main = [*MAIN, ["x" * 40_000, "3"]]
    reading = read(tmp_path, "texts", {"casos": main, "victimas": VICTIMS, "agresiones": ATTACKS})
    assert rules(reading) == ["cell_too_long", "parent_missing", "parent_missing"]


@BY_FORMATS
def test_an_answerless_row_beyond_the_last_case_is_nobody(tmp_path: Path, kind: str) -> None:
    victims = [*VICTIMS[:3], ["", "9"]]
    reading = read(tmp_path, kind, {"casos": MAIN, "victimas": victims, "agresiones": ATTACKS[:3]})
    assert rules(reading) == ["group_row_empty"]


@BY_FORMATS
def test_a_group_within_a_group_numbered_again_returns_the_file(tmp_path: Path, kind: str) -> None:
    links = ["_index", "_parent_table_name", "_parent_index"]
    victims = [["victimas/edad", *links], ["31", "1", "casos", "1"], ["53", "2", "casos", "2"]]
    attacks = [
        ["agresiones/forma", *links],
        ["robo", "1", "victimas", "1"],
        ["acoso", "2", "victimas", "2"],
        ["golpes", "3", "victimas", "3"],
    ]
    reading = read(tmp_path, kind, {"casos": MAIN, "victimas": victims, "agresiones": attacks})
    assert rules(reading) == ["parent_index_beyond"] and "«agresiones»" in reading.findings[0].message.es


def test_without_numbers_a_case_is_known_by_its_place(tmp_path: Path) -> None:
    """A row that cannot be read takes its own rows out, and gives them to nobody."""
    main = [["caso", "x"], ["C-1", "1"], ["y" * 40_000, "2"], ["C-3", "3"]]
    reading = read(tmp_path, "texts", {"casos": main, "victimas": VICTIMS, "agresiones": ATTACKS})
    assert rules(reading) == ["cell_too_long", "parent_missing", "parent_missing"]
    assert children(reading)["victimas"] == [("C-1", "31"), ("C-3", "53")]


@BY_FORMATS
def test_without_numbers_a_note_is_no_case(tmp_path: Path, kind: str) -> None:
    note = ["Nota: datos preliminares del mes", "", ""]
    main = [["caso", "x", "y"], ["C-1", "1", "-"], note, ["C-2", "2", "-"], ["C-3", "3", "-"]]
    reading = read(tmp_path, kind, {"casos": main, "victimas": VICTIMS, "agresiones": ATTACKS})
    assert rules(reading) == ["note_row"]
    assert children(reading)["victimas"] == [("C-1", "31"), ("C-2", "42"), ("C-3", "53")]


@BY_FORMATS
def test_cases_numbered_again_from_zero_return_the_file(tmp_path: Path, kind: str) -> None:
    main: Rows = [["caso", "_index"], ["C-1", "0"], ["C-2", "1"], ["C-3", "2"]]
    reading = read(tmp_path, kind, {"casos": main, "victimas": VICTIMS, "agresiones": ATTACKS})
    assert rules(reading) == ["parent_index_beyond"]


@BY_FORMATS
def test_numbers_from_zero_on_both_sides_are_numbers(tmp_path: Path, kind: str) -> None:
    main: Rows = [["caso", "_index"], ["C-1", "0"], ["C-2", "1"], ["C-3", "2"]]
    groups = [
        [rows[0], *([text, f"'{int(number) - 1}"] for text, number in rows[1:])]
        for rows in (VICTIMS, ATTACKS)
    ]
    reading = read(tmp_path, kind, {"casos": main, "victimas": groups[0], "agresiones": groups[1]})
    assert rules(reading) == [] and reading.tables[1].parents == reading.tables[2].parents == [2, 3, 4]
