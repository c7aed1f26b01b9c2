"""What the exports of KoboToolbox and Ona do that a form of one version, in one mode, does not show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from mesoregistry.catalog.model import Layout
from mesoregistry.readers import open_table
from mesoregistry.readers.choices import UNIT
from mesoregistry.readers.table import Reading
from tests.intake.extracts import write


def layout(*columns: Mapping[str, object], **more: object) -> Layout:
    return Layout.model_validate({"id": "hoja", "format": "kobo", "columns": columns, **more})


CASE: Mapping[str, object] = {"header": "caso", "field": "case_key"}
FORM: Mapping[str, object] = {"header": "hecho/formas", "field": "form", "split": {"choices": True}}


def read(path: Path, text: str, *columns: Mapping[str, object]) -> Reading:
    path.write_text(text, encoding="utf-8")
    return open_table(path, layout(*columns))


def column(reading: Reading, header: str) -> list[str | None]:
    [position] = [n for n, h in enumerate(reading.tables[0].headers) if h.text == header]
    return [row.cells[position] for row in reading.tables[0].rows]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("hecho/formas", "amenaza robo"),
        ("hecho/formas/amenaza;hecho/formas/robo", "1;1"),
        ("hecho/formas;hecho/formas/amenaza;hecho/formas/robo", "amenaza robo;1;1"),
        ("hecho/formas;hecho/formas/amenaza;hecho/formas/robo", "amenaza robo;True;TRUE"),
        ("hecho/formas/amenaza;hecho/formas/robo;hecho/formas/otra", "Verdadero;x;Falso"),
        ("hecho/formas/amenaza;hecho/formas/robo;hecho/formas/otra", "1.0;1.0;0.0"),
    ],
)
def test_three_modes_tell_the_same(tmp_path: Path, header: str, cells: str) -> None:
    reading = read(tmp_path / "kobo.csv", f"caso;{header}\nC-1;{cells}\n", CASE, FORM)
    [value] = column(reading, "hecho/formas")
    assert value is not None and value.replace(UNIT, " ") == "amenaza robo"


def test_a_version_without_choice_columns_keeps_the_answer(tmp_path: Path) -> None:
    text = "caso;hecho/formas;hecho/formas/amenaza;hecho/formas/robo\nC-1;robo;;\nC-2;robo;0;1\nC-3;;0;0\n"
    reading = read(tmp_path / "kobo.csv", text, CASE, FORM)
    assert column(reading, "hecho/formas") == ["robo", "robo", None]


@pytest.mark.parametrize("labels", [("amenaza", "robo"), ("otra amenaza", "robo de equipo")])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_answer_that_somebody_changed_beside_its_choices_is_told(
    tmp_path: Path, labels: tuple[str, str], kind: str
) -> None:
    first, second = labels
    rows = [
        ["caso", "hecho/formas", f"hecho/formas/{first}", f"hecho/formas/{second}"],
        ["C-1", f"{first} {second}", "1", "1"],
        ["C-2", second, "1", "0"],
        ["C-3", f"{second} algo_nuevo", "0", "1"],  # a choice of an older form
    ]
    path = write(tmp_path / "kobo", kind, rows)
    reading = open_table(path, layout(CASE, FORM))
    assert [(f.rule, f.severity, f.row, f.column) for f in reading.findings] == [
        ("choices_differ", "error", 3, "B")
    ]


def test_a_label_with_a_slash_is_whole(tmp_path: Path) -> None:
    text = "caso;hecho/formas/robo/daño;hecho/formas/amenaza\nC-1;1;0\n"
    assert column(read(tmp_path / "kobo.csv", text, CASE, FORM), "hecho/formas") == ["robo/daño"]


def _book(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_choices_that_are_formulas_without_a_value(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["caso", "hecho/formas", "hecho/formas/amenaza", "hecho/formas/robo"],
        ["C-1", "amenaza robo", "=TRUE()", "=TRUE()"],
        ["C-2", None, "=TRUE()", "=FALSE()"],
    ]
    reading = open_table(_book(tmp_path / "kobo.xlsx", casos=rows), layout(CASE, FORM))
    assert column(reading, "hecho/formas") == ["amenaza robo", None]
    assert [sorted(row.errors) for row in reading.tables[0].rows] == [[], [1]]


def test_repeats_within_repeats_in_columns(tmp_path: Path) -> None:
    header = "caso;v[1]/edad;v[2]/edad;v[1]/a[1]/forma;v[1]/a[2]/forma;v[2]/a[1]/forma;otro[1]/dato"
    reading = read(
        tmp_path / "ona.csv",
        f"{header}\nC-1;30;n/a;robo;amenaza;n/a;x\nC-2;20;40;n/a;n/a;acoso;y\n",
        CASE,
        {"header": "v/edad", "group": "v", "field": "defender_age"},
        {"header": "v/a/forma", "group": "v/a", "field": "form"},
    )
    main, victims, attacks = reading.tables
    assert [row.cells for row in victims.rows] == [("30",), ("20",), ("40",)]
    assert list(victims.parents) == [2, 3, 3]
    assert [row.cells for row in attacks.rows] == [("robo",), ("amenaza",), ("acoso",)]
    assert list(attacks.parents) == [2, 2, 3]
    # a group nobody declared stays in sight, for the matching of columns to tell
    assert [header.text for header in main.headers] == ["caso", "otro[1]/dato"]


@pytest.mark.parametrize("sign", ["-", "—", "...", "N/A"])
def test_a_repeat_in_columns_with_a_sign_for_nothing_is_nobody(tmp_path: Path, sign: str) -> None:
    reading = read(
        tmp_path / "ona.csv",
        f"caso;v[1]/edad;v[2]/edad\nC-1;30;{sign}\n",
        CASE,
        {"header": "v/edad", "group": "v", "field": "defender_age"},
    )
    assert [row.cells for row in reading.tables[1].rows] == [("30",)]


def test_rows_of_a_group_whose_parent_is_not_declared_are_told(tmp_path: Path) -> None:
    path = _book(
        tmp_path / "kobo.xlsx",
        casos=[["caso", "_index"], ["C-1", 1], ["C-2", 2]],
        victimas=[["edad", "_index", "_parent_table_name", "_parent_index"], ["30", 1, "casos", 2]],
        agresiones=[["forma", "_parent_table_name", "_parent_index"], ["robo", "victimas", 1]],
    )
    form = {"header": "forma", "group": "agresiones", "field": "form"}
    age = {"header": "edad", "group": "victimas", "field": "defender_age"}
    alone = open_table(path, layout(CASE, form))
    assert [f.rule for f in alone.findings] == ["parent_missing"]
    both = open_table(path, layout(CASE, age, form))
    assert both.findings == []
    assert list(both.tables[2].parents) == [3]


def test_the_index_may_be_a_key_of_the_main_table_alone(tmp_path: Path) -> None:
    path = _book(
        tmp_path / "kobo.xlsx",
        casos=[["_index", "relato"], [1, "x"]],
        agresiones=[["forma", "_index", "_parent_table_name", "_parent_index"], ["robo", 1, "casos", 1]],
    )
    key = {"header": "_index", "field": "case_key"}
    reading = open_table(path, layout(key, {"header": "forma", "group": "agresiones", "field": "form"}))
    assert [[h.text for h in t.headers] for t in reading.tables] == [["_index", "relato"], ["forma"]]


def test_a_cut_sheet_name_is_the_parent(tmp_path: Path) -> None:
    name = "Registro de agresiones contra..."
    sheets: dict[str, list[list[object]]] = {
        name[:28] + "...": [["caso", "_index"], ["C-1", 7], ["C-2", 9]],
        "agresiones": [
            ["forma", "_parent_table_name", "_parent_index"],
            ["robo", "Registro de agresiones contra defensoras", 9],
        ],
    }
    path = _book(tmp_path / "kobo.xlsx", **sheets)
    reading = open_table(path, layout(CASE, {"header": "forma", "group": "agresiones", "field": "form"}))
    assert reading.findings == []
    assert list(reading.tables[1].parents) == [3]


def test_uwazi_groups_are_taken_off_lists_only(tmp_path: Path) -> None:
    path = tmp_path / "uwazi.csv"
    path.write_text(
        "\ntitle,form__es,form__en,nota\nC-1,G::Robo|G::Amenaza,G::Theft,a::b\n", encoding="utf-8"
    )
    columns = (
        {"header": "title", "field": "case_key"},
        {"header": "form", "field": "form", "split": {"separator": "|"}},
        {"header": "nota", "field": "narrative"},
    )
    reading = open_table(path, Layout.model_validate({"id": "u", "format": "uwazi", "columns": columns}))
    assert [row.cells for row in reading.tables[0].rows] == [("C-1", "Robo|Amenaza", "a::b")]


@pytest.mark.parametrize(
    ("header", "text", "rules"),
    [
        ("_validation_status", "Not approved", ["answer_refused"]),
        ("_validation_status", "validation_status_not_approved", ["answer_refused"]),
        ("_validation_status", "No aprobado", ["answer_refused"]),
        ("ReviewState", "rejected", ["answer_refused"]),
        ("_validation_status", "Approved", []),
        ("_validation_status", "On hold", []),
        ("_validation_status", "", []),
        ("ReviewState", "hasIssues", []),
    ],
)
@pytest.mark.parametrize("kind", ["kobo", "csv"])
def test_an_answer_that_was_refused_is_asked_about(
    tmp_path: Path, kind: str, header: str, text: str, rules: list[str]
) -> None:
    rows = [["caso", header, "_id"], ["C-1", text, "7"], ["C-2", "", "8"]]
    reading = open_table(write(tmp_path / "kobo", kind, rows), layout(CASE))
    assert [(f.rule, f.row, f.column) for f in reading.findings] == [(rule, 2, "B") for rule in rules]
    assert [row.cells for row in reading.tables[0].rows] == [("C-1",), ("C-2",)]
