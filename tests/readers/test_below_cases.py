"""Totals, notes and tables among and below the cases: what they are is told once, and none of it is a case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from mesoregistry.intake.interpretation import Interpretation
from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "Clave", "field": "case_key"},
    {"header": "Fecha", "field": "event_date"},
    {"header": "Forma", "field": "form", "split": {"separator": ";"}},
    {"header": "Departamento", "field": "admin1"},
    {"header": "Municipio", "field": "admin2"},
    {"header": "Grupo", "field": "collective_identified"},
]
HEADERS = ["Clave", "Fecha", "Forma", "Departamento", "Municipio", "Grupo"]
CASES: list[list[object]] = [
    ["A-1", "2024-05-02", "robo", "Sonsonate", "Izalco", ""],
    ["A-2", "2024-05-03", "robo;acoso", "La Paz", "Olocuilta", "12"],
    ["A-3", "2024-05-09", "acoso", "La Paz", "Olocuilta", "30"],
]
BLANK = [""] * 6
BY_HAND = pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods"])
ALL = pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])


def row(*cells: object) -> list[object]:
    return [*cells, *[""] * (6 - len(cells))]


def read(tmp_path: Path, kind: str, *below: Sequence[object]) -> Interpretation:
    rows: Rows = [HEADERS, *CASES, *below]
    return interpreted(tmp_path / "f", kind, rows, COLUMNS)


def keys(out: Interpretation) -> list[str | None]:
    return [record.values["case_key"] for record in out.records]


@ALL
@pytest.mark.parametrize(
    "total",
    [
        row("Total", 3),
        row("TOTAL GENERAL:", "", 4),  # forms
        row("Total de agresiones", "", "4"),
        row("Suma", "", "", "", "", 42),
        row("Total de casos: 3"),
        row("Total de municipios", "", "", "", 2),
        row("No. de casos: 3"),
        row("Total", "3", "100%"),
        row("Total 2024", 3),
        row("", "Total", 3),
        row("Totales"),
        row("Son 3 casos"),
        row("Casos: 3"),
        row("Agresiones registradas = 4"),
        row("T O T A L", 3),
    ],
    ids=str,
)
def test_a_total_that_fits_its_rows_is_a_note(tmp_path: Path, kind: str, total: list[object]) -> None:
    out = read(tmp_path, kind, total)
    assert rules(out) == [("totals_row", None)] and out.findings[0].row == 5
    assert keys(out) == ["A-1", "A-2", "A-3"]


@ALL
@pytest.mark.parametrize(
    ("total", "place"),
    [
        (row("Total", 5), "B5"),
        (row("Total de casos: 11"), "A5"),
        (row("Total de casos", 2), "B5"),
        (row("Total de casos: 2"), "A5"),
        (row("Gran total", "", "", "", "", "1.043"), "F5"),
        (row("Cantidad de agresiones", "", 9), "C5"),
    ],
    ids=str,
)
def test_a_total_of_other_rows_is_asked_about_once(
    tmp_path: Path, kind: str, total: list[object], place: str
) -> None:
    out = read(tmp_path, kind, total)
    assert rules(out) == [("total_differs", None)]
    assert out.findings[0].row is None and out.findings[0].severity == "warning"
    assert place in out.findings[0].message.es and keys(out) == ["A-1", "A-2", "A-3"]


@BY_HAND
def test_subtotals_count_the_rows_since_the_one_before(tmp_path: Path, kind: str) -> None:
    below = [row("Subtotal La Paz", 3), ["A-4", *CASES[0][1:]], row("Subtotal Sonsonate", 1), row("Total", 4)]
    out = read(tmp_path, kind, *below)
    assert rules(out) == [("totals_row", None)] * 3
    assert keys(out) == ["A-1", "A-2", "A-3", "A-4"]


@ALL
@pytest.mark.parametrize(
    "text",
    [
        "Nota: datos preliminares.",
        "Fuente: registro de la red",
        "* No incluye los casos del norte",
        "(*) La fecha es la de la denuncia",
        "Elaborado por el equipo",
        "Actualizado el 3 de junio",
        "Fin del registro",
    ],
)
def test_notes(tmp_path: Path, kind: str, text: str) -> None:
    out = read(tmp_path, kind, row(text))
    assert rules(out) == [("note_row", None)] and out.findings[0].row == 5
    assert keys(out) == ["A-1", "A-2", "A-3"]


@BY_HAND
def test_a_sentence_at_the_end_is_a_footer(tmp_path: Path, kind: str) -> None:
    out = read(
        tmp_path,
        kind,
        BLANK,
        row("Este mes no cerramos los casos de Ahuachapán"),
        row("Gracias a todas ustedes"),
    )
    assert rules(out) == [("note_row", None)] * 2
    assert keys(out) == ["A-1", "A-2", "A-3"]


@ALL
@pytest.mark.parametrize(
    "case",
    [
        ["Nota 4", "2024-05-09", "acoso", "La Paz", "", ""],
        row("Total-7", "2024-05-09", "acoso"),
        row("A-4"),
        row("SV 2024 004"),
        row("", "", "acoso"),
    ],
    ids=str,
)
def test_what_may_be_a_case_is_one(tmp_path: Path, kind: str, case: list[object]) -> None:
    out = read(tmp_path, kind, case)
    assert rules(out) == [] and len(out.records) == 4


@BY_HAND
def test_a_sentence_in_the_midst_may_be_a_case(tmp_path: Path, kind: str) -> None:
    assert len(read(tmp_path, kind, row("el caso de Izalco"), CASES[0]).records) == 5


@BY_HAND
def test_a_name_alone_is_never_a_note(tmp_path: Path, kind: str) -> None:
    columns = [{"header": "Nombre", "field": "defender_name"}, *COLUMNS]
    rows: Rows = [["Nombre", *HEADERS], ["Ana Inventada", *CASES[0]], ["Luz Inventada del Mar Paz", *BLANK]]
    assert len(interpreted(tmp_path / "f", kind, rows, columns).records) == 2


@BY_HAND
@pytest.mark.parametrize("title", [[], [row("Departamento", "Casos")], [row("Casos por departamento")]])
def test_a_table_of_counts_below(tmp_path: Path, kind: str, title: Sequence[Sequence[object]]) -> None:
    below: list[Sequence[object]] = [
        BLANK,
        *title,
        row("La Paz", 2),
        row("Sonsonate", 1),
        row("San Vicente", 0),
        row("Total", 3),
    ]
    out = read(tmp_path, kind, *below)
    assert rules(out) == [("table_of_counts", None)]
    assert out.findings[0].row == 6
    assert f"{4 + len(below)}" in out.findings[0].message.es
    assert keys(out) == ["A-1", "A-2", "A-3"]


@BY_HAND
def test_another_table_under_headers_of_its_own_is_asked_about(tmp_path: Path, kind: str) -> None:
    out = read(
        tmp_path, kind, BLANK, row("Caso", "Qué falta"), row("A-1", "la denuncia"), row("A-3", "la edad")
    )
    assert rules(out) == [("table_below", None)]
    assert out.findings[0].row is None and out.findings[0].severity == "warning"
    assert "6" in out.findings[0].message.es and "8" in out.findings[0].message.es
    assert keys(out) == ["A-1", "A-2", "A-3"]


@BY_HAND
def test_cases_after_a_blank_row_are_cases(tmp_path: Path, kind: str) -> None:
    late = [["A-4", "2024-04-01", "robo", "La Paz", "", ""], ["A-5", "2024-04-02", "robo", "La Paz", "", ""]]
    out = read(tmp_path, kind, BLANK, row("Casos tardíos"), HEADERS, *late)
    assert rules(out) == [("note_row", None), ("header_again", None)]
    assert keys(out) == ["A-1", "A-2", "A-3", "A-4", "A-5"]


@BY_HAND
def test_a_header_of_two_rows_that_stands_again_is_told_of_once(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [
        {"header": "Caso / Clave", "field": "case_key"},
        {"header": "Caso / Fecha", "field": "event_date"},
        {"header": "Hecho / Forma", "field": "form"},
        {"header": "Hecho / Departamento", "field": "admin1"},
    ]
    upper, lower = ["Caso", "Caso", "Hecho", "Hecho"], ["Clave", "Fecha", "Forma", "Departamento"]
    cases = [[f"A-{n}", "2024-05-02", "robo", "La Paz"] for n in (1, 2)]
    rows = [upper, lower, *cases, upper, lower, ["A-3", "2024-05-03", "acoso", "La Paz"], lower]
    out = interpreted(tmp_path / "f", kind, rows, columns, header_rows=2)
    assert [(f.rule, f.row) for f in out.findings] == [("header_again", 5), ("header_again", 8)]
    assert out.findings[0].message.es.startswith("Las filas 5 a 6 repiten")
    assert out.findings[1].message.es.startswith("La fila repite")
    assert keys(out) == ["A-1", "A-2", "A-3"]


@BY_HAND
@pytest.mark.parametrize("head", ["LA PAZ", "Pendientes de verificar:", "CASOS QUE LLEGARON TARDE"])
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("is_parted", [False, True])
def test_the_head_of_a_part_of_the_cases_is_no_case(
    tmp_path: Path, kind: str, head: str, place: int, is_parted: bool
) -> None:
    blank = [BLANK] if is_parted else []
    rows: Rows = [HEADERS, *CASES[:place], *blank, row(head), *CASES[place:]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == [("note_row", None)]
    assert keys(out) == ["A-1", "A-2", "A-3"]


@BY_HAND
@pytest.mark.parametrize("case", [row("A-9"), row("Sin clave", "2024-05-04"), row("", "", "", "La Paz")])
def test_a_case_of_which_little_is_known_is_a_case(tmp_path: Path, kind: str, case: list[object]) -> None:
    rows: Rows = [HEADERS, *CASES[:2], case, CASES[2]]
    assert len(interpreted(tmp_path / "f", kind, rows, COLUMNS).records) == 4
