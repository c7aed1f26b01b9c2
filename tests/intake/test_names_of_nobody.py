"""What programs, templates and moved cells leave where a name should stand, and further ways to write two women."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "nombre", "field": "defender_name", "side": "vault", "split": {"separator": ";"}},
]
HEADERS = ["caso", "nombre"]
TERMS = {"verification": frozenset({"verificada"}), "form": frozenset({"hostigamiento", "robo", "luz"})}
ALL = pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "kobo", "uwazi"])


@ALL
@pytest.mark.parametrize(
    "text", ["Name withheld", "Anonymous", "[REDACTED]", "Prefer not to say", "Se omite", "Secreto"]
)
def test_a_name_that_is_kept_back_is_withheld(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text], ["B", "Ana Inventada"]], COLUMNS)
    assert [m.record for m in out.mentions] == [2]
    assert json.loads(out.records[0].values["defender_identity"] or "") == ["withheld"]
    assert rules(out) == []


@ALL
@pytest.mark.parametrize("text", ["(vacío)", "undefined", "Dato no disponible", "not available"])
def test_nothing_in_the_words_of_a_program_is_nobody(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text], ["B", "Ana Inventada"]], COLUMNS)
    assert [m.record for m in out.mentions] == [2]
    assert rules(out) == []


@ALL
@pytest.mark.parametrize(
    "text",
    [
        "asdf",
        "Lorem ipsum",
        "TRUE",
        "[object Object]",
        "Cargando...",
        "(error)",
        "la de arriba",
        "ya registrada",
        "Q.E.P.D.",
        "La occisa",
        "Testimonio 4",
        "Periodista de radio",
        "ONG",
        "Sra.",
        "Ella",
        "Colectivo Las Rosas",
        "Comunidad de San Juan",
    ],
)
def test_what_is_typed_in_the_place_of_a_name_is_asked_about(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text], ["B", "Ana Inventada"]], COLUMNS)
    assert rules(out) == [("name_doubtful", 1)]
    assert text not in repr(out.findings)


@ALL
@pytest.mark.parametrize("text", ["verificada", "HOSTIGAMIENTO"])
def test_a_term_of_another_column_is_no_name(tmp_path: Path, kind: str, text: str) -> None:
    rows = [HEADERS, ["A", text], ["B", "Ana Inventada"], ["C", "Luz"]]
    assert rules(interpreted(tmp_path / "f", kind, rows, COLUMNS, terms=TERMS)) == [("name_doubtful", 1)]


@ALL
@pytest.mark.parametrize(
    "text",
    [
        "Luz Mar–Sol Ríos",
        "Luz Mar _ Sol Ríos",
        "Luz Mar<br>Sol Ríos",
        "Luz Mar u Olga Ríos",
        "Luz Mar. Sol Ríos.",
        "Luz Mar, Sol Ríos, etc.",
    ],
)
def test_two_women_by_other_signs_are_asked_about(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text], ["B", "Ana Inventada"]], COLUMNS)
    assert rules(out) == [("names_joined", 1)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz–Paz",
        "Ma. Luz Paz",
        "Dra. Ana Paz",
        "Ana Sra. de Paz",
        "Sor Juana Inventada",
        "Nina Paz",
        "Doña Mari",
        "Radia Paz",
        "Ana U. Ruiz",
        "Ana E Ruiz",
        "Luz Y Paz Mar",
        "María Colectiva Paz",
        "Luz Radio",
        "Etcheverry Paz",
    ],
)
def test_names_that_look_like_these_stay_names(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text]], COLUMNS, terms=TERMS)
    assert rules(out) == []
    assert [m.identity.name for m in out.mentions] == [text]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "kobo"])
@pytest.mark.parametrize(
    "text",
    [
        "#¡DIV/0",
        "¡#REF!",
        "#Eliminado",
        "#Deleted",
        "Fehler:502",
        "Erreur : 502",
        "=A3",
        "=Hoja2!$B$4",
        "=BUSCARV(A2,Hoja2!A:B,2,FALSO)",
        "=@VLOOKUP(A2,B:C,2,0)",
    ],
)
def test_errors_and_formulas_that_stand_as_text_are_errors(tmp_path: Path, kind: str, text: str) -> None:
    columns: list[Declared] = [*COLUMNS, {"header": "relato", "field": "narrative", "side": "vault"}]
    rows = [
        [*HEADERS, "relato"],
        ["A", text, text],
        ["B", "Ana Inventada", "= Amenazas (2) en mayo, error 4"],
    ]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert rules(out) == [("cell_error", 1), ("cell_error", 1)]
