"""Rows that programs, templates and offices leave beside the cases: said once, and never a case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.intake.extracts import interpreted, rules
from tests.readers.test_below_cases import BLANK, CASES, COLUMNS, HEADERS, read, row

ALL = pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "kobo", "uwazi"])
TABLES = pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])


@TABLES
@pytest.mark.parametrize(
    "text",
    ["Última línea", "© Red Inventada 2024. Uso interno", "Exported on 2024-06-03 10:15 by admin", "N = 3",
     "(3 rows affected)", "Casos verificados: 2", "Exportado el 03/06/2024", "Impreso: 3/6/2024", "Copyright 2024"],
)  # fmt: skip
def test_what_a_program_writes_under_the_cases_is_a_note(tmp_path: Path, kind: str, text: str) -> None:
    out = read(tmp_path, kind, row(text))
    assert (len(out.records), rules(out)) == (3, [("note_row", None)])


@TABLES
@pytest.mark.parametrize("cells", [("Nota", "Los casos 2 y 3 son de la misma mujer"), ("Fuente:", "la red"),
                                   ("Casos verificados", "2"), ("Fecha de corte", "31/05/2024")])  # fmt: skip
def test_a_note_in_two_cells_is_a_note(tmp_path: Path, kind: str, cells: Sequence[str]) -> None:
    out = read(tmp_path, kind, row(*cells))
    assert (len(out.records), rules(out)) == (3, [("note_row", None)])


@TABLES
@pytest.mark.parametrize(("count", "rule"), [("3", "totals_row"), ("9", "total_differs")])
def test_a_sum_that_says_of_what_is_held_against_the_rows(
    tmp_path: Path, kind: str, count: str, rule: str
) -> None:
    out = read(tmp_path, kind, row("Suma total de casos", count))
    assert (len(out.records), rules(out)) == (3, [(rule, None)])


@TABLES
@pytest.mark.parametrize("head", ["Leyenda:", "Códigos", "Abreviaturas", "Simbología:"])
def test_a_legend_below_is_told_once(tmp_path: Path, kind: str, head: str) -> None:
    out = read(tmp_path, kind, BLANK, row(head), row("V", "verificada"), row("R", "recibida"))
    assert (len(out.records), rules(out)) == (3, [("table_below", None)])


HINTS: list[list[object]] = [
    ["Obligatorio", "Obligatorio", "Opcional", "", "Opcional", "Opcional"],
    ["(obligatorio)", "(dd/mm/aaaa)", "(lista)", "", "", "(número)"],
    ["Ej.: A-1", "AAAA-MM-DD", "Elija de la lista", "Elija de la lista", "", "Escriba un número"],
    ["A", "B", "C", "D", "E", "F"],
    ["required", "YYYY-MM-DD", "Select one", "", "optional", ""],
    ["#clave_del_caso", "#fecha-del-hecho", "#forma", "#municipio.nombre", "", ""],
]


@ALL
@pytest.mark.parametrize("hints", HINTS)
def test_a_row_that_says_how_to_fill_in_is_told_once(tmp_path: Path, kind: str, hints: list[object]) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, hints, *CASES], COLUMNS)
    assert len(out.records) == 3
    assert rules(out) in ([("header_again", None)], [("tags_row", None)])


@TABLES
@pytest.mark.parametrize(
    "cells",
    [
        ["A", "2024-05-02", "robo", "Sonsonate", "Izalco", ""],
        ["A-9", "#N/D", "#REF!", "#¡REF!", "#N/D", "#N/D"],
        ["Nota-4", "2024-05-02", "robo", "", "", ""],
        ["Casos 4", "2024-05-02", "robo", "", "", ""],
    ],
)
def test_cases_that_look_like_these_stay_cases(tmp_path: Path, kind: str, cells: list[object]) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, cells, *CASES], COLUMNS)
    assert len(out.records) == 4
    assert "note_row" not in {rule for rule, _ in rules(out)}


FULL: list[list[object]] = [
    ["A-1", "2024-05-02", "robo", "Sonsonate", "", ""],
    ["A-2", "2024-05-03", "robo;acoso;robo", "La Paz", "Olocuilta", "12"],
    ["A-3", "2024-05-09", "acoso", "La Paz", "Olocuilta", "30"],
]


@TABLES
@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        (["TOTAL", "3"], "totals_row"),
        (["TOTAL", "5"], "totals_row"),  # attacks
        (
            ["TOTAL", "2"],
            "total_differs",
        ),  # so many cells of another column are filled, which a total names nowhere
        (["Total: 2"], "total_differs"),
        (["Total", "3 casos"], "totals_row"),
        (["Total", "4 casos"], "total_differs"),
        (["Total", "", "", "", "", "42"], "totals_row"),
        (["Total", "", "", "", "2"], "totals_row"),
        (["Total", "3", "", "", "1"], "totals_row"),
        (["Total de municipios", "2"], "totals_row"),
    ],
)
def test_a_total_that_names_nothing_counts_cases_attacks_or_its_own_column(
    tmp_path: Path, kind: str, cells: list[object], rule: str
) -> None:
    rows: list[list[object]] = [[*HEADERS], *FULL, [*cells, *[""] * (6 - len(cells))]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert (len(out.records), rules(out)) == (3, [(rule, None)])
