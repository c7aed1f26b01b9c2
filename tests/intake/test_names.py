"""What stands in a column of names and names nobody: no person comes of it, and what looks like it is asked about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared
from tests.sheets import Rows

SPLIT = {"separator": ";"}
KEY: Declared = {"header": "caso", "field": "case_key"}
NAMES: Declared = {"header": "nombre", "field": "defender_name", "split": SPLIT}
ORGANISATIONS: Declared = {"header": "organización", "field": "organisation_name", "split": SPLIT}
COLUMNS = [KEY, NAMES, ORGANISATIONS]
HEADERS = ["caso", "nombre", "organización"]
BOTH = pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "kobo", "uwazi"])


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "Sin nombre",
        "NN",
        "N.N.",
        "n. n.",
        "N/N",
        "Desconocida",
        "desconocido",
        "XX",
        "xxxxx",
        "SIN  NOMBRE",
        "S/N",
        "?",
        "...",
        "No consta",
        "NS/NR",
        "Sin información",
        "nadie",
    ],
)
def test_nobody_is_named(tmp_path: Path, kind: str, text: str) -> None:
    rows = [HEADERS, ["A", text, "Colectiva Inventada"], ["B", text, text]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert [m.field for m in out.mentions] == ["organisation_name"]
    flags = [json.loads(r.values["defender_identity"] or "[null]") for r in out.records]
    assert flags in ([["missing"], ["missing"]], [[None], [None]])
    assert rules(out) == []


@BOTH
@pytest.mark.parametrize(
    "text", ["Fulana de Tal", "EJEMPLO", "Nombre y apellidos", "fulano", "Nombre completo"]
)
def test_a_sample_row_waits_and_names_nobody(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text, ""], ["B", "Ana Inventada", ""]], COLUMNS)
    assert rules(out) == [("name_sample", 1)]
    assert [str(m.record) for m in out.mentions] == ["2"]
    assert text not in repr(out.findings)


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "Mujer desconocida",
        "Víctima 1",
        "Defensora anónima",
        "123",
        "por confirmar",
        "No aplica nombre",
        "Caso de prueba 2",
        "mujer indígena no identificada",
        "una mujer de 40 años",
        "N.N. (femenina)",
        "NN1",
        "Masculino XX",
        "Juana Nadie",
        "No quiso dar su nombre",
        "Familia Inventada",
        "Todas",
        "Doña",
        "Iniciales A.B.",
        "la misma",
        "Fulanita",
        "por seguridad",
        "Protegida por la red",
        "Testigo protegida",
        "TBD",
        "J.",
    ],
)
def test_what_looks_like_no_name_is_asked_about_at_its_first_use(
    tmp_path: Path, kind: str, text: str
) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text, ""], ["B", text, ""]], COLUMNS)
    assert rules(out) == [("name_doubtful", 1)]
    assert out.findings[0].value is None and text not in out.findings[0].message.es


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
def test_what_looks_like_no_name_says_in_which_other_cells_it_stands(tmp_path: Path, kind: str) -> None:
    rows = [HEADERS, *([key, "Iniciales A.B.", ""] for key in "ABCDEFGH"), ["I", "Todas", ""]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == [("name_doubtful", 1), ("name_doubtful", 9)]
    first, alone = (finding.message for finding in out.findings)
    assert first.es.endswith("Está igual en 7 celdas más (B3, B4, B5, B6, B7).")
    assert first.en.endswith("It stands so in 7 more cells (B3, B4, B5, B6, B7).")
    assert alone.es == "Lo que está en la celda no parece un nombre."


@BOTH
@pytest.mark.parametrize("text", ["ídem", "íd.", "Igual que arriba"])
def test_a_repetition_under_no_name_is_no_name(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text, ""], ["B", "Ana Inventada", ""]], COLUMNS)
    assert rules(out) == [("name_doubtful", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Rosa Prado",
        "Luz",
        "A. B.",
        "Ana Testigo Ruiz",
        "Fulgencia Paz",
        "Xóchitl X.",
        "Persona 0063",
        "Ana N. Ruiz",
        "María Reina",
        "Alma Nombela",
    ],
)
def test_names_stay_names(tmp_path: Path, text: str) -> None:
    out = interpreted(tmp_path / "f", "csv", [HEADERS, ["A", text, ""]], COLUMNS)
    assert rules(out) == []
    assert [m.identity.name for m in out.mentions] == [text]


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "Luz Mar & Sol Ríos",
        "Ana y Eva",
        "Ana / Eva",
        "Luz Mar y Sol Ríos",
        "Ana López y Eva",
        "Ana Ruiz e Isabel Paz",
        "Ana Ruiz, Eva Paz",
        "Ana Ruiz - Eva Paz",
        "Ana Ruiz con Eva Paz",
        "Ana Ruiz y su hija Eva",
        "Ana Ruiz e hijas",
        "Ana Ruiz y 3 más",
        "Ana Ruiz (y Eva Paz)",
        "1. Ana Ruiz 2. Eva Paz",
        "Ana Ruiz et al.",
        "Ana Ruiz • Eva Paz",
    ],
)
def test_several_persons_in_one_name_are_asked_about(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text, ""]], COLUMNS)
    assert rules(out) == [("names_joined", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "María Ortega y Gasset",
        "Isabel Ramón y Cajal",
        "Juana Ruiz y de la Cruz",
        "Yolanda Yáñez",
        "Ruiz Inventada, Ana",
        "Ana Ruiz, alias Nita",
        "Ana Ruiz - Nita",
        "Ana (Anita) Ruiz",
        "Paz, Ana María",
    ],
)
def test_surnames_with_y_are_one_person(tmp_path: Path, text: str) -> None:
    assert rules(interpreted(tmp_path / "f", "csv", [HEADERS, ["A", text, ""]], COLUMNS)) == []


def test_where_a_cell_holds_one_name_a_separator_is_asked_about(tmp_path: Path) -> None:
    single: Declared = {"header": "nombre", "field": "defender_name"}
    out = interpreted(
        tmp_path / "f", "xlsx", [["caso", "nombre"], ["A", "Ana Inventada; Eva Inventada"]], [KEY, single]
    )
    assert rules(out) == [("names_joined", 1)]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "kobo"])
def test_a_line_each_is_a_name_each(tmp_path: Path, kind: str) -> None:
    single: Declared = {"header": "nombre", "field": "defender_name"}
    rows = [["caso", "nombre"], ["A", "Ana Inventada\nEva Inventada"], ["B", "Rosario\nInventada"]]
    assert rules(interpreted(tmp_path / "f", kind, rows, [KEY, single])) == [("names_joined", 1)]


def test_names_of_a_column_that_are_written_surname_first(tmp_path: Path) -> None:
    names = ["Ruiz Paz, Ana", "Inventada Sol, Eva María", "Prado Luz, Rosa"]
    rows = [HEADERS, *([f"C-{n}", name, ""] for n, name in enumerate(names))]
    assert rules(interpreted(tmp_path / "f", "csv", rows, COLUMNS)) == []


def test_organisations_may_have_an_y(tmp_path: Path) -> None:
    rows = [HEADERS, ["A", "", "Mujeres y Maíz"], ["B", "", "Tierra & Agua"]]
    assert rules(interpreted(tmp_path / "f", "csv", rows, COLUMNS)) == []


def test_words_of_a_layout_are_added_to_the_usual_ones(tmp_path: Path) -> None:
    rows = [HEADERS, ["A", "se reserva;Mujer;N.N.;Ana Inventada", ""]]
    out = interpreted(tmp_path / "f", "csv", rows, COLUMNS, names={"withheld": ["Mujer"]})
    assert json.loads(out.records[0].values["defender_identity"] or "") == [
        "withheld",
        "withheld",
        "missing",
        "named",
    ]
    replaced = interpreted(
        tmp_path / "f", "csv", rows, COLUMNS, names={"withheld": ["Mujer"], "replace": True}
    )
    assert json.loads(replaced.records[0].values["defender_identity"] or "")[0] == "named"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nulls_and_booleans_add_too(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [KEY, {"header": "denuncia", "field": "complaint_filed"}]
    texts = [
        "S/D",
        "vacío",
        "sí",
        "2",
        "Verdadero",
        "FALSO",
        "S",
        "N",
        "1",
        "x",
        "SI.",
        "No.",
        "1.0",
        "V",
        "☑",
        "Se ignora",
    ]
    rows: Rows = [["caso", "denuncia"], *([n, text] for n, text in enumerate(texts))]
    out = interpreted(tmp_path / "f", kind, rows, columns, nulls=["vacío"], booleans={"no": ["2"]})
    assert [r.values["complaint_filed"] for r in out.records] == [
        None, None, "yes", "no", "yes", "no", "yes", "no", "yes", "yes", "yes", "no", "yes", "yes", "yes", "unknown",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
@pytest.mark.parametrize(
    "name",
    [
        "Grupo de mujeres",
        "Defensora de tierra y territorio",
        "Integrante de la red",
        "Equipo de la organización",
        "Esposa de Juan Inventado",
        "Hija de la señora Inventada",
        "La hermana de Ana Inventada",
    ],
)
def test_roles_and_relatives_are_asked_about(tmp_path: Path, kind: str, name: str) -> None:
    columns: list[Declared] = [
        {"header": "caso", "field": "case_key"},
        {"header": "nombre", "field": "defender_name", "side": "vault"},
    ]
    rows = [["caso", "nombre"], ["A", name], ["B", "Luz M. Inventada"], ["C", "Ana de la Red Inventada"]]
    assert rules(interpreted(tmp_path / "f", kind, rows, columns)) == [("name_doubtful", 1)]


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "Comité de Mujeres de Tacuba",
        "Presidenta de la ADESCO",
        "Dos mujeres",
        "Niña de 12 años",
        "Secretaria del sindicato",
        "No",
        "Sí",
        "NaN",
        "Duplicada",
    ],
)
def test_a_charge_a_group_or_an_answer_is_no_name(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text, ""], ["B", "Ana Inventada", ""]], COLUMNS)
    assert rules(out) == [("name_doubtful", 1)]


@BOTH
@pytest.mark.parametrize("text", ["(en blanco)", "null", "(vacías)"])
def test_what_a_program_writes_for_nothing_names_nobody(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text, ""], ["B", "Ana Inventada", ""]], COLUMNS)
    assert [m.record for m in out.mentions] == [2]
    assert rules(out) == []


@BOTH
@pytest.mark.parametrize(
    "text",
    ["Ana Inventada (34)", "Ana Inventada, 34 años", "Ana Inventada 7700-1234", "Ana Inventada, tel. (503) 7700 1234",
     "ana@inventada.org"],
)  # fmt: skip
def test_an_age_or_a_telephone_beside_a_name_is_asked_about(tmp_path: Path, kind: str, text: str) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", "Ana Inventada", ""], ["B", text, ""]], COLUMNS)
    assert rules(out) == [("name_with_more", 2)]
    assert text not in repr(out.findings)


@pytest.mark.parametrize(
    "text",
    ["Nina de la Cruz", "Socorro de la Paz", "Consuelo Mesa", "Sí Quiero Paz", "Persona 2024", "D-014"],
)
def test_names_that_begin_like_a_charge_stay_names(tmp_path: Path, text: str) -> None:
    out = interpreted(tmp_path / "f", "csv", [HEADERS, ["A", text, ""]], COLUMNS)
    assert rules(out) == []
