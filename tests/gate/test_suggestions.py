"""What a value may have been meant as: by the likeness of the whole word, and nothing when nothing is near."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoregistry.catalog.registries import registry
from mesoregistry.gate.suggestions import suggestion
from mesoregistry.intake.check_file import check_file
from mesoregistry.readers import open_table
from mesoregistry.readers.workbook import readable
from tests.intake.extracts import interpreted, layout_of, rules
from tests.intake.samples import Declared, case, salvadoran
from tests.intake.submissions import MARCH
from tests.sheets import save_sheets


@pytest.mark.parametrize(
    ("field", "list_name", "value", "near"),
    [
        ("form", "form", "Amenasa", "«amenaza»"),
        ("form", "form", "AMENASAS", "«amenazas»"),
        ("form", "form", "Acozo", "«acoso»"),
        ("form", "form", "Amenzaa", "«amenaza»"),
        ("form", "form", "Forma de agresión", ""),
        ("form", "form", "Avasallamiento", ""),
        ("perpetrator", "perpetrator", "Paramilitares", ""),
        ("perpetrator", "perpetrator", "Empresa palmera", ""),
        ("form", "form", "Otro texto que nadie conoce", ""),
        ("form", "form", "acoso; vigilancia", "parecen varios términos"),
        ("form", "form", "Acoso / desalojo", "parecen varios términos"),
        ("form", "form", "acoso y vigilancia", "parecen varios términos"),
        ("form", "form", "acoso, quema de llantas", ""),
        ("profile", "profile", "individual/colectivo", "parecen varios términos"),
        ("admin1", None, "Sonsonete", "«Sonsonate»"),
        ("admin1", None, "Apopa", "está en San Salvador"),
        ("admin2", None, "Apoppa", "«Apopa»"),
        ("admin2", None, "Nada parecido", ""),
        ("narrative", None, "Amenasa", ""),
        ("verification", "verification", "No verificada", ""),
        ("verification", "verification", "Verifikada", "«verificada»"),
        ("status", "status", "Inactivo", ""),
        ("perpetrator", "perpetrator", "conocidos", ""),
    ],
)
def test_by_the_whole_word(field: str, list_name: str | None, value: str, near: str) -> None:
    text = suggestion(field, list_name, "sv", value)
    assert near in text.es and bool(text.es) is bool(near) and bool(text.en) is bool(near)


def test_a_municipality_of_another_department_says_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1, Departamento="Sonsonate", Municipio="Apopa")]))
    [finding] = [f for f in check_file(path, "sv", MARCH).findings if f.rule == "admin2_known"]
    assert "está en San Salvador" in finding.remedy.es and "lies in San Salvador" in finding.remedy.en


@pytest.mark.parametrize("country", ["sv", "mx"])
def test_a_municipality_that_is_not_given_is_not_said_to_be_unknown(tmp_path: Path, country: str) -> None:
    path = tmp_path / "mes"
    if country == "sv":
        path.write_bytes(salvadoran([case(1, Municipio=""), case(2)]))
    else:
        headers = [column.header for column in registry("mx").sources[0].layouts[0].columns]
        row = {
            "Folio": "MX-1", "Fecha de la agresión": "14/03/2024", "Estado de la República": "Oaxaca",
            "Perfil": "Individual", "Defensoras": "Rosaura Inventada", "Formas de agresión": "Amenazas",
            "Verificación": "Verificada", "Estatus del registro": "Activo",
        }  # fmt: skip
        save_sheets(path, "xlsx", {"Marzo": [headers, [row.get(header, "") for header in headers]]})
    findings = check_file(path, country, MARCH).findings
    assert [(f.rule, f.severity) for f in findings if f.field == "admin2"] == [("admin2_present", "note")]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(?i)agresiones.*", "agresiones…"),
        ("(?i)(enero|febrero).*", "enero, febrero…"),
        ("", "1"),
        ("a[bc]+", "a…"),
        (r"(enero|febrero) \d{4}", "enero, febrero …"),
        (r"^Casos?\s+20\d\d$", "Casos 20…"),
        (r"(?:Enero|Mayo)[ -]?\d{2,4}", "Enero, Mayo…"),
        (r"Base \(2024\)", "Base (2024)"),
        ("[Cc]asos.+", "Casos…"),
        ("(?<=a)b{2}", "…"),
    ],
)
def test_no_pattern_is_shown(pattern: str, text: str) -> None:
    assert readable(pattern) == text


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "kobo", "uwazi"])
@pytest.mark.parametrize("header", ["Departamneto", "Departamentos", "DEPARTAMENTO:1", "Depatamento"])
def test_a_header_that_is_near_is_one_finding(tmp_path: Path, kind: str, header: str) -> None:
    columns: list[Declared] = [
        {"header": "Caso", "field": "case_key"},
        {"header": "Departamento", "field": "admin1"},
        {"header": "Forma", "field": "form"},
    ]
    out = interpreted(tmp_path / "f", kind, [["Caso", header, "Forma"], ["A", "La Paz", "robo"]], columns)
    assert rules(out) == [("column_renamed", None)]
    assert f"«{header}»" in out.findings[0].message.es and out.findings[0].column == "B"
    other = [["Caso", "Observaciones", "Forma"], ["A", "La Paz", "robo"]]
    missing = interpreted(tmp_path / "g", kind, other, columns)
    assert rules(missing) == [("column_unknown", None), ("column_missing", None)]


CONTENT: list[Declared] = [
    {"header": "Caso", "field": "case_key"},
    {"header": "Fecha", "field": "event_date"},
    {"header": "Departamento", "field": "admin1"},
    {"header": "Forma", "field": "form"},
    {"header": "Nombre", "field": "defender_name"},
]
TERMS = {"form": frozenset({"robo", "amenaza", "acoso"})}
ROWS = [
    [f"A{n}", f"{n:02d}/03/2024", "La Paz", "robo" if n % 2 else "Amenaza", f"Rosaura Inventada {n}"]
    for n in range(1, 12)
]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
def test_a_column_is_known_by_what_it_holds_where_its_header_says_nothing(tmp_path: Path, kind: str) -> None:
    rows = [["Caso", "Fecha", "Departamento", "Qué le hicieron", "Nombre"], *ROWS]
    rows[4] = [*rows[4][:3], "otra cosa", rows[4][4]]
    out = interpreted(tmp_path / "f", kind, rows, CONTENT, terms=TERMS)
    assert rules(out) == [("column_likely", None)]
    [finding] = out.findings
    assert (finding.severity, finding.column) == ("stop", "D")
    assert "quizá es la D, «Qué le hicieron»: 10 de 11 valores están en la lista «forma de agresión»" in (
        finding.message.es
    )
    assert "10 of 11 values are in the list “form of attack”" in finding.message.en
    places = [["Caso", "Fecha", "Dónde", "Forma", "Nombre"], *ROWS]
    out = interpreted(tmp_path / "g", kind, places, CONTENT, terms=TERMS)
    assert rules(out) == [("column_likely", None)] and out.findings[0].column == "C"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "uwazi"])
def test_a_file_of_which_no_header_is_known_says_what_is_like_what(tmp_path: Path, kind: str) -> None:
    rows = [["Registro de marzo"], [], ["Código", "Cuándo", "Departamneto", "Hecho", "Ella"], *ROWS]
    out = interpreted(tmp_path / "f", kind, rows, CONTENT, terms=TERMS)
    likely = ["column_likely", "column_renamed", "column_likely"]
    assert [rule for rule, _ in rules(out)] == ["header_missing", *likely]
    assert [finding.column for finding in out.findings] == [None, "B", "C", "D"]
    assert "11 de 11 valores son fechas" in out.findings[1].message.es
    assert not any("Rosaura" in str(finding) for finding in out.findings)


def test_what_would_fit_two_columns_is_not_said_to_be_either(tmp_path: Path) -> None:
    rows = [["Caso", "Uno", "Departamento", "Dos", "Nombre"], *ROWS]
    two_dates = [*CONTENT[:3], {"header": "Registro", "field": "recorded_on"}, CONTENT[4]]
    out = interpreted(tmp_path / "f", "csv", rows, two_dates)
    assert rules(out) == [("column_unknown", None), ("column_unknown", None), *2 * [("column_missing", None)]]
    few = [["Caso", "Fecha", "Departamento", "Qué le hicieron", "Nombre"], *ROWS[:4]]
    out = interpreted(tmp_path / "g", "csv", few, CONTENT, terms=TERMS)
    assert rules(out) == [("column_unknown", None), ("column_missing", None)], "too few to tell"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize(
    ("pattern", "rule"),
    [("(?i)Hojas.*", "sheet_renamed"), ("Hojja1", "sheet_renamed"), ("(?i)agresiones.*", "sheet_missing")],
)
def test_a_title_that_is_near_is_suggested(tmp_path: Path, kind: str, pattern: str, rule: str) -> None:
    columns: list[Declared] = [{"header": "Caso", "field": "case_key"}, {"header": "Forma", "field": "form"}]
    out = interpreted(tmp_path / "f", kind, [["Caso", "Forma"], ["A", "robo"]], columns, sheets=pattern)
    assert rules(out) == [(rule, None)] and "«Hoja1»" in out.findings[0].message.es


MONTHS = "(?i)(enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre).*"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("Mallo 2024", "sheet_renamed"),
        ("may-24", "sheet_renamed"),
        ("Jullio", "sheet_renamed"),
        ("Setiembre 2024", "sheet_renamed"),
        ("sept", "sheet_renamed"),
        ("Dicienbre", "sheet_renamed"),
        ("Agresiones de mayo", "sheet_renamed"),
        ("Mes de nobiembre", "sheet_renamed"),
        ("Datos", "sheet_missing"),
        ("Hoja1", "sheet_missing"),
        ("Ma 24", "sheet_missing"),
        ("2024-05", "sheet_missing"),
    ],
)
def test_a_sheet_named_after_a_month_in_another_way_is_suggested(
    tmp_path: Path, kind: str, title: str, rule: str
) -> None:
    columns: list[Declared] = [{"header": "Caso", "field": "case_key"}, {"header": "Forma", "field": "form"}]
    path = save_sheets(tmp_path / "f", kind, {"Notas": [["x"]], title: [["Caso", "Forma"], ["A", "robo"]]})
    reading = open_table(path, layout_of(kind, columns, sheets=MONTHS))
    [finding] = reading.findings
    assert finding.rule == rule
    assert (f"quizá es «{title}»" in finding.message.es) == (rule == "sheet_renamed")
