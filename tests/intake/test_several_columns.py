"""One question in several columns, headers that differ in case, choices with blanks, rows of other places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.readers import open_table
from tests.intake.extracts import interpreted, layout_of, rules, write
from tests.intake.samples import Declared
from tests.sheets import Rows

KEY: Declared = {"header": "caso", "field": "case_key"}
FORM: Declared = {"header": "tipo", "field": "form", "split": {"separator": ";"}}
BOTH = pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "kobo", "uwazi"])


def forms(out: Interpretation) -> list[object]:
    return [json.loads(record.values["form"] or "null") for record in out.records]


@BOTH
def test_a_question_renamed_in_mid_month_is_one_field(tmp_path: Path, kind: str) -> None:
    column = {**FORM, "header": "tipo_ataque", "also": ["forma_ataque"]}
    rows = [
        ["caso", "tipo_ataque", "forma_ataque"],
        ["A", "robo", ""],
        ["B", "", "amenaza"],
        ["C", "robo", "Robo"],
        ["D", "robo", "acoso"],
    ]
    out = interpreted(tmp_path / "f", kind, rows, [KEY, column])
    assert rules(out) == [("alternatives_differ", 4)]
    assert (out.findings[0].row, out.findings[0].column) == (5, "C")
    assert forms(out)[:3] == [["robo"], ["amenaza"], ["robo"]]


@BOTH
@pytest.mark.parametrize(
    ("field", "own", "second", "landed"),
    [
        ("event_date", "28/05/2024", "2024-05-28", "2024-05-28"),
        ("event_date", "s/d", "28/05/2024", "2024-05-28"),
        ("event_date", "28/05/2024", "-", "2024-05-28"),
        ("gender_component", "sí", "1", "yes"),
        ("collective_identified", "12", "12.0", "12"),
        ("perpetrator", "policía;pareja", "Pareja; Policía", '["policía", "pareja"]'),
    ],
)
def test_one_value_in_two_forms_of_writing_is_one(
    tmp_path: Path, kind: str, field: str, own: str, second: str, landed: str
) -> None:
    split = {"split": {"separator": ";"}} if field == "perpetrator" else {}
    column: Declared = {"header": "dato", "also": ["dato_nuevo"], "field": field, **split}
    rows = [["caso", "dato", "dato_nuevo"], ["A", own, second], ["B", "", second], ["C", own, ""]]
    out = interpreted(tmp_path / "f", kind, rows, [KEY, column])
    assert rules(out) == []
    assert out.records[0].values[field] == landed


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_two_days_in_two_columns_still_differ(tmp_path: Path, kind: str) -> None:
    column: Declared = {"header": "dato", "also": ["dato_nuevo"], "field": "event_date"}
    rows = [["caso", "dato", "dato_nuevo"], ["A", "28/05/2024", "2024-05-27"]]
    assert rules(interpreted(tmp_path / "f", kind, rows, [KEY, column])) == [("alternatives_differ", 1)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_select_multiple_question_renamed(tmp_path: Path, kind: str) -> None:
    column = {**FORM, "header": "tipo", "also": ["forma"], "split": {"choices": True}}
    rows: Rows = [
        ["caso", "tipo", "tipo/robo", "tipo/otra amenaza", "forma", "forma/robo", "forma/acoso"],
        ["A", "otra amenaza", 0, 1, "", "", ""],
        ["B", "", "", "", "robo acoso", 1, 1],
    ]
    layout = layout_of("kobo", [KEY, column])
    out = interpret(open_table(write(tmp_path / "f", kind, rows), layout), layout, {})
    assert rules(out) == []
    assert forms(out) == [["otra amenaza"], ["robo", "acoso"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_choice_with_a_blank_is_one_value(tmp_path: Path, kind: str) -> None:
    """The headers of the choices are a vocabulary, for rows of an older form too, where no choice is marked."""
    column = {**FORM, "split": {"choices": True}}
    rows: Rows = [
        ["caso", "tipo", "tipo/otra amenaza", "tipo/acoso", "tipo/ataque a la casa"],
        ["A", "otra amenaza", 1, 0, 0],
        ["B", "otra amenaza acoso", 1, 1, 0],
        ["C", "acoso otra amenaza", "", "", ""],
        ["D", "ataque a la casa robo de equipo acoso", "", "", ""],
    ]
    layout = layout_of("kobo", [KEY, column])
    known = {"form": frozenset({"robo de equipo"})}
    out = interpret(open_table(write(tmp_path / "f", kind, rows), layout), layout, known)
    assert rules(out) == []
    assert forms(out) == [
        ["otra amenaza"],
        ["otra amenaza", "acoso"],
        ["acoso", "otra amenaza"],
        ["ataque a la casa", "robo de equipo", "acoso"],
    ]


CHOICES = ["caso", "tipo", "tipo/otra amenaza", "tipo/robo"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("answer", ["otra amenaza; robo", "otra amenaza, robo", "robo|otra amenaza"])
def test_labels_of_choices_by_other_signs_are_no_difference(tmp_path: Path, kind: str, answer: str) -> None:
    layout = layout_of("kobo", [KEY, {**FORM, "split": {"choices": True}}])
    rows: Rows = [CHOICES, ["A", answer, 1, 1], ["B", answer, "", ""], ["C", "otra amenaza; robo", 1, 0]]
    out = interpret(open_table(write(tmp_path / "f", kind, rows), layout), layout, {})
    assert rules(out) == [("choices_differ", 3)]
    assert forms(out)[0] == ["otra amenaza", "robo"]
    assert sorted(json.loads(out.records[1].values["form"] or "")) == ["otra amenaza", "robo"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_mark_of_a_choice_that_says_neither_yes_nor_no_is_told(tmp_path: Path, kind: str) -> None:
    """A program may write the label as the mark; a number that is neither 0 nor 1 says nothing."""
    layout = layout_of("kobo", [KEY, {**FORM, "split": {"choices": True}}])
    rows: Rows = [
        ["caso", *CHOICES[2:]],
        ["A", "Otra amenaza", "no"],
        ["B", 2, 1],
        ["C", "FALSE", "x"],
        ["D", "-", "sí"],
    ]
    out = interpret(open_table(write(tmp_path / "f", kind, rows), layout), layout, {})
    assert [(f.rule, f.severity, f.row, f.column) for f in out.findings] == [
        ("choice_unreadable", "error", 3, "B")
    ]
    assert forms(out) == [["otra amenaza"], ["robo"], ["robo"], ["robo"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_choices_named_with_a_point(tmp_path: Path, kind: str) -> None:
    layout = layout_of("kobo", [KEY, {**FORM, "split": {"choices": True}}])
    rows: Rows = [["caso", "tipo", "tipo.otra amenaza", "tipo.robo"], ["A", "otra amenaza robo", 1, 1]]
    out = interpret(open_table(write(tmp_path / "f", kind, rows), layout), layout, {})
    assert rules(out) == [] and forms(out) == [["otra amenaza", "robo"]]


WITH_TYPED: list[Declared] = [
    KEY,
    {**FORM, "also_in": ["tipo_other"]},
    {"header": "lugar", "field": "place_type", "also_in": ["lugar_otro"]},
]


@BOTH
@pytest.mark.parametrize("other", ["other", "Otra", "otro (especifique)"])
def test_what_was_typed_beside_other_is_kept(tmp_path: Path, kind: str, other: str) -> None:
    rows = [
        ["caso", "tipo", "tipo_other", "lugar", "lugar_otro"],
        ["A", other, "robo de archivos", other, "mercado"],
        ["B", f"acoso;{other}", "robo de archivos", "calle", ""],
        ["C", "acoso", "", "calle", ""],
    ]
    out = interpreted(tmp_path / "f", kind, rows, WITH_TYPED)
    assert rules(out) == []
    assert forms(out) == [["robo de archivos"], ["acoso", "robo de archivos"], ["acoso"]]
    assert [record.values["place_type"] for record in out.records] == ["mercado", "calle", "calle"]


@BOTH
def test_of_headers_that_differ_in_case_the_exact_one_wins(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [KEY, {"header": "region", "field": "admin1"}]
    rows = [["caso", "REGION", "region"], ["A", "", "Sonsonate"], ["B", "", "Ahuachapán"]]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert rules(out) == []
    assert [record.values["admin1"] for record in out.records] == ["Sonsonate", "Ahuachapán"]
    filled = interpreted(tmp_path / "f", kind, [rows[0], ["A", "x", "Sonsonate"]], columns)
    assert rules(filled) == [("column_unknown", None)]
    assert filled.findings[0].column == "B"


@BOTH
@pytest.mark.parametrize("twin", ["REGION", "Región", "region "])
def test_a_header_over_nothing_leaves_its_place_to_the_one_that_is_filled(
    tmp_path: Path, kind: str, twin: str
) -> None:
    columns: list[Declared] = [KEY, {"header": "region", "field": "admin1"}]
    rows = [["caso", "region", twin], ["A", "", "Sonsonate"], ["B", "", "La Paz"]]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert rules(out) == []
    assert [record.values["admin1"] for record in out.records] == ["Sonsonate", "La Paz"]
    ignored: list[Declared] = [*columns, {"header": twin, "ignored": "its code"}]
    if twin != "region ":
        other = interpreted(tmp_path / "g", kind, rows, ignored)
        assert [record.values["admin1"] for record in other.records] == [None, None]


def test_both_headers_may_be_declared(tmp_path: Path) -> None:
    columns: list[Declared] = [
        KEY,
        {"header": "region", "field": "admin1"},
        {"header": "REGION", "ignored": "code"},
    ]
    out = interpreted(tmp_path / "f", "csv", [["caso", "REGION", "region"], ["A", "3", "Sonsonate"]], columns)
    assert rules(out) == []
    assert out.records[0].values["admin1"] == "Sonsonate"


@BOTH
def test_marks_at_the_end_of_a_header_say_nothing(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [
        KEY,
        {"header": "Municipio", "field": "admin2"},
        {"header": "Edad", "field": "defender_age"},
    ]
    out = interpreted(tmp_path / "f", kind, [["CASO:", "Municipio *", "Edad."], ["A", "Apopa", 41]], columns)
    assert rules(out) == []
    assert out.records[0].values["admin2"] == "Apopa"


@BOTH
@pytest.mark.parametrize(
    "header",
    [
        "Municipio (*)",
        "Municipio (obligatorio)",
        "¿Municipio?",
        '"Municipio"',
        "MUNICIPIO_",
        "* Municipio:",
        "1. Municipio",
        "2.1 Municipio",
        "12) ¿Municipio?",
        "3.- Municipio",
    ],
)
def test_marks_around_a_header_say_nothing(tmp_path: Path, kind: str, header: str) -> None:
    columns: list[Declared] = [KEY, {"header": "Municipio", "field": "admin2"}]
    out = interpreted(tmp_path / "f", kind, [["caso", header], ["A", "Apopa"]], columns)
    assert rules(out) == [] and out.records[0].values["admin2"] == "Apopa"


@BOTH
def test_two_questions_of_one_name_are_not_told_apart_by_their_numbers(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [KEY, {"header": "Edad", "field": "defender_age"}]
    rows = [["caso", "1. Edad", "7. Edad"], ["A", "41", "30"]]
    assert rules(interpreted(tmp_path / "f", kind, rows, columns)) == [("column_doubled", None)]


@pytest.mark.parametrize("kind", ["csv", "kobo", "xlsx"])
def test_blanks_beside_the_stroke_of_a_header_say_nothing(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [KEY, {"header": "hecho/municipio", "field": "admin2"}]
    out = interpreted(tmp_path / "f", kind, [["caso", "hecho / municipio"], ["A", "Apopa"]], columns)
    assert rules(out) == [] and out.records[0].values["admin2"] == "Apopa"


@BOTH
def test_rows_of_another_place_are_told_and_an_empty_one_is_asked_about(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [KEY, {"header": "país", "ignored": "country", "only": ["Uruguay"]}]
    rows = [["caso", "país"], ["A", "Uruguay"], ["B", "Chile"], ["C", ""], ["D", "URUGUAY"], ["E", "Chile"]]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert [record.values["case_key"] for record in out.records] == ["A", "C", "D"]
    assert rules(out) == [("country_empty", 2), ("rows_of_others", None)]
    assert (out.findings[0].row, out.findings[0].severity) == (4, "warning")
    assert out.findings[1].message.es.startswith("2 filas")


@BOTH
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Urugay", "country_doubtful"),
        ("Uruguay, Argentina", "country_doubtful"),
        ("Uruguay y Chile", "country_doubtful"),
        ("ídem", "country_doubtful"),
        ("xyz", "country_doubtful"),
        ("sí", "country_doubtful"),
        ("2024", "country_doubtful"),
        ("Ana Inventada", "country_doubtful"),
        ("Montevideo", "country_doubtful"),
        ("s/d", "country_empty"),
        ("-", "country_empty"),
    ],
)
def test_a_row_that_may_be_of_this_country_is_not_left_out(
    tmp_path: Path, kind: str, text: str, rule: str
) -> None:
    columns: list[Declared] = [KEY, {"header": "país", "ignored": "country", "only": ["Uruguay"]}]
    rows = [["caso", "país"], ["A", "Uruguay"], ["B", text], ["C", "Paraguay"]]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert [record.values["case_key"] for record in out.records] == ["A", "B"]
    assert rules(out) == [(rule, 2), ("rows_of_others", None)]
    assert (out.findings[0].row, out.findings[0].severity, out.findings[0].value) == (3, "warning", None)


@BOTH
def test_other_countries_are_known_however_they_are_written(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [KEY, {"header": "país", "ignored": "country", "only": ["Uruguay"]}]
    others = [
        "EE. UU.", "USA", "México", "MEXICO", "HN", "República de Chile", "Rep. Dominicana", "Paragua", "Otro país",
        "Bolivia (Estado Plurinacional de)", "Estado Plurinacional de Bolivia", "El Salvador.", "Brasil", "Perú",
        "Brazil", "Democratic Republic of Congo", "Salvador",
    ]  # fmt: skip
    rows = [["caso", "país"], ["A", "Uruguay"], *([f"B{n}", text] for n, text in enumerate(others))]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert rules(out) == [("rows_of_others", None)]
    assert out.decisions["rows_of_others"] == [str(len(others))]


@BOTH
def test_a_column_of_other_places_leaves_out_what_is_not_listed(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [KEY, {"header": "zona", "ignored": "zone", "only": ["Norte"]}]
    out = interpreted(tmp_path / "f", kind, [["caso", "zona"], ["A", "Norte"], ["B", "Costa"]], columns)
    assert rules(out) == [("rows_of_others", None)]


@BOTH
@pytest.mark.parametrize("other", ["ab–9", "AB - 9", "ＡＢ-9"])
def test_one_key_in_two_columns_is_one_however_it_is_written(tmp_path: Path, kind: str, other: str) -> None:
    columns: list[Declared] = [{"header": "caso", "also": ["folio"], "field": "case_key"}]
    out = interpreted(tmp_path / "f", kind, [["caso", "folio"], ["AB-9", other], ["", "AB-7"]], columns)
    assert rules(out) == [] and out.records.column("case_key") == ["AB-9", "AB-7"]


@BOTH
def test_two_spellings_that_the_layout_knows_are_two_layouts_of_one_question(
    tmp_path: Path, kind: str
) -> None:
    """Their names differ in a sign at the end and an accent alone: neither is a column too many."""
    columns: list[Declared] = [KEY, {"header": "género", "also": ["genero?"], "field": "gender_component"}]
    rows = [["caso", "género", "genero?"], ["A", "sí", ""], ["B", "", "no"], ["C", "sí", "no"]]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert rules(out) == [("alternatives_differ", 3)]
    assert [record.values["gender_component"] for record in out.records] == ["yes", "no", "yes"]


@BOTH
def test_a_twin_that_holds_only_words_for_nothing_is_empty(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [KEY, {"header": "region", "field": "admin1"}]
    rows = [["caso", "REGION", "region"], ["A", "-", "Sonsonate"], ["B", "s/d", "Sonsonate"]]
    assert rules(interpreted(tmp_path / "f", kind, rows, columns)) == []


@BOTH
def test_entities_of_html_are_letters(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [KEY, {"header": "Municipio", "field": "admin2"}, FORM]
    rows = [["caso", "Municipio", "tipo"], ["A", "Estel&iacute;", "agresi&#243;n;robo"]]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert out.records[0].values["admin2"] == "Estelí"
    assert forms(out) == [["agresión", "robo"]]


@pytest.mark.parametrize("declared", ["cp1252", "mac_roman", "cp850", "latin-1"])
def test_two_encodings_in_one_file(tmp_path: Path, declared: str) -> None:
    columns: list[Declared] = [KEY, {"header": "municipio", "field": "admin2"}]
    lines = [
        b"caso,municipio",
        "1,Juárez".encode(),
        "2,Juárez".encode(declared),
        "3,Peñón".encode(declared),
        "4,Peñón".encode(),
        "5,Ávila".encode(declared),
    ]
    path = tmp_path / "f.csv"
    path.write_bytes(b"\n".join(lines) + b"\n")
    layout = layout_of("csv", columns, encoding=declared)
    out = interpret(open_table(path, layout), layout, {})
    assert [record.values["admin2"] for record in out.records] == [
        "Juárez",
        "Juárez",
        "Peñón",
        "Peñón",
        "Ávila",
    ]
    assert rules(out) == [("encoding_mixed", None)]
    assert out.findings[0].severity == "warning"
    assert "3-4, 6" in out.findings[0].message.es


def test_two_encodings_where_utf8_is_declared(tmp_path: Path) -> None:
    path, layout = (
        tmp_path / "f.csv",
        layout_of("csv", [KEY, {"header": "lugar", "field": "admin2"}], encoding="utf-8"),
    )
    path.write_bytes(
        "\n".join(["caso,lugar", "1,Juárez", "2,Peñón", ""]).encode() + "3,Ávila".encode("cp1252")
    )
    out = interpret(open_table(path, layout), layout, {})
    assert list(out.records.column("admin2")) == ["Juárez", "Peñón", "Ávila"]
    assert rules(out) == [("encoding_mixed", None)] and "4" in out.findings[0].message.es
    path.write_bytes("caso,lugar\n1,Juárez\n2,Peñón\n3,Ávila".encode("cp1252"))
    assert rules(interpret(open_table(path, layout), layout, {})) == [("encoding_doubtful", None)]


def test_a_blank_that_breaks_no_line_is_no_letter_of_another_machine(tmp_path: Path) -> None:
    columns: list[Declared] = [KEY, {"header": "municipio", "field": "admin2"}]
    path = tmp_path / "f.csv"
    lines = [b"caso,municipio", "1,Juárez".encode(), "2,San\xa0José".encode("cp1252")]
    path.write_bytes(b"\n".join(lines) + b"\n")
    layout = layout_of("csv", columns)
    out = interpret(open_table(path, layout), layout, {})
    assert [record.values["admin2"] for record in out.records] == ["Juárez", "San José"]
    assert rules(out) == [("encoding_mixed", None)]


@BOTH
def test_letters_that_became_question_marks_are_told(tmp_path: Path, kind: str) -> None:
    columns: list[Declared] = [KEY, {"header": "municipio", "field": "admin2"}]
    lost = [["caso", "municipio"], ["A", "Ju?rez"], ["B", "Apopa"], ["C", "Pe??n"], ["D", "Cu?ndo?"]]
    out = interpreted(tmp_path / "f", kind, lost, columns)
    assert rules(out) == [("letters_broken", None)] and "En 2 celdas" in out.findings[0].message.es
    sound = [["caso", "municipio"], ["A", "Juárez"], ["B", "http://x.org/a?b=1"], ["C", "verdad?no"]]
    assert rules(interpreted(tmp_path / "g", kind, sound, columns)) == []
    in_a_name = [
        ["caso", "municipio"],
        ["A", "Juárez"],
        ["B", "Pu?blo Inventado"],
        ["C", "Dijo: ¿Verdad?no, y se fue de ahí"],
    ]
    out = interpreted(tmp_path / "n", kind, in_a_name, columns)
    assert rules(out) == [("letters_broken", None)] and "B3" in out.findings[0].message.es
    address = [["caso", "municipio"], ["A", "Apopa"], ["B", "http://x.org/a?b=1"], ["C", "Apopa?"]]
    assert rules(interpreted(tmp_path / "h", kind, address, columns)) == []


def test_utf8_taken_for_mac_roman_is_told(tmp_path: Path) -> None:
    columns: list[Declared] = [KEY, {"header": "municipio", "field": "admin2"}]
    broken = "Juárez".encode().decode("mac_roman")
    out = interpreted(tmp_path / "f", "xlsx", [["caso", "municipio"], ["A", broken]], columns)
    assert rules(out) == [("letters_broken", None)]


@BOTH
def test_signs_in_a_header_are_part_of_its_name(tmp_path: Path, kind: str) -> None:
    """Parentheses, a question mark, a percent sign and a backslash: the column is read as any other."""
    headers = ["caso", "Municipio (lugar del hecho)", "¿Edad? [años]", "tipo 100% \\ otro"]
    columns: list[Declared] = [
        KEY,
        {"header": headers[1], "field": "admin2"},
        {"header": headers[2], "field": "defender_age"},
        {"header": headers[3], "field": "form"},
    ]
    out = interpreted(tmp_path / "f", kind, [headers, ["A", "Apopa", 41, "amenaza"]], columns)
    assert rules(out) == []
    values = out.records[0].values
    assert (values["admin2"], values["defender_age"], values["form"]) == ("Apopa", '["41"]', '["amenaza"]')


@pytest.mark.parametrize("kind", ["csv", "xlsx", "kobo", "uwazi"])
def test_a_text_typed_where_other_was_not_chosen_is_asked_about(tmp_path: Path, kind: str) -> None:
    """It counted as one more form, or was left out, without a word."""
    rows = [
        ["caso", "tipo", "tipo_other", "lugar", "lugar_otro"],
        ["A", "acoso", "robo", "calle", ""],
        ["B", "acoso", "", "calle", "mercado"],
        ["C", "acoso;otro", "-", "calle", "s/d"],
        ["D", "acoso", "Acoso", "calle", "CALLE"],
        ["E", "", "robo", "", "mercado"],
    ]
    out = interpreted(tmp_path / "f", kind, rows, WITH_TYPED)
    assert [(f.rule, f.severity, f.row, f.column) for f in out.findings] == [
        ("typed_without_other", "warning", 2, "C"),
        ("typed_without_other", "warning", 3, "E"),
    ]
    assert "tipo_other" in out.findings[0].message.es and "robo" not in repr(out.findings[0])
    assert forms(out) == [["acoso", "robo"], ["acoso"], ["acoso", "otro"], ["acoso"], ["robo"]]
    assert [r.values["place_type"] for r in out.records] == ["calle", "calle", "calle", "calle", "mercado"]
