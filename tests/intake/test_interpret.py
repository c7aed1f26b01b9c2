"""Columns to fields, values to the landed form, identity to the vault, and every doubt a finding with its cell."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest

from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.readers.table import Row, Table
from mesoregistry.vault.identity import Identity
from tests.intake.samples import Declared, layout, reading, table

KEY: Declared = {"header": "caso", "field": "case_key"}
DATE: Declared = {"header": "fecha", "field": "event_date"}
FORM: Declared = {"header": "forma", "field": "form", "split": {"separator": ";"}}
NAME: Declared = {"header": "nombre", "field": "defender_name", "split": {"separator": ";"}}
GENDER: Declared = {"header": "identidad", "field": "defender_gender", "split": {"separator": ";"}}
CHANNEL: Declared = {"header": "canal", "field": "channel", "split": {"separator": ";"}}


def rules(out: Interpretation) -> list[tuple[str, str, str | None]]:
    return [(f.rule, str(f.severity), f.cell) for f in out.findings]


def values(out: Interpretation, name: str) -> list[object]:
    return [json.loads(r.values[name] or "null") for r in out.records]


def test_a_missing_column_stops_the_file() -> None:
    out = interpret(reading(table("caso fecha", ["1", "2024"])), layout([KEY, DATE, FORM]), {})
    assert rules(out) == [("column_missing", "stop", None)]
    assert "«forma»" in out.findings[0].message.es
    assert out.records == ()


def test_an_optional_column_may_be_missing() -> None:
    out = interpret(reading(table("caso", ["1"])), layout([KEY, {**DATE, "required": False}]), {})
    assert rules(out) == []
    assert out.records[0].values == {"case_key": "1"}


def test_an_unknown_column_is_reported_and_not_read() -> None:
    out = interpret(reading(table("caso alias", ["1", "La Prieta"])), layout([KEY]), {})
    assert rules(out) == [("column_unknown", "warning", None)]
    assert out.findings[0].column == "B"
    assert "La Prieta" not in repr(out)


def test_a_doubled_column_stops_the_file() -> None:
    out = interpret(reading(table("caso caso", ["1", "2"])), layout([KEY]), {})
    assert rules(out) == [("column_doubled", "stop", None)]
    assert out.findings[0].column == "B"


def test_an_ignored_column_is_left_out_in_silence() -> None:
    ignored = {"header": "notas", "ignored": "notes to oneself"}
    out = interpret(reading(table("caso notas", ["1", "x"])), layout([KEY, ignored]), {})
    assert rules(out) == []
    assert list(out.columns) == ["case_key"]


def test_addresses_are_those_of_excel() -> None:
    rows = [["1", "04/03/2024"], ["2", "03/15/2024"]]
    out = interpret(reading(table("caso fecha", *rows)), layout([KEY, DATE]), {})
    [finding] = out.findings
    assert (finding.rule, finding.cell, finding.field, finding.record) == (
        "date_ambiguous", "Hoja1!B2", "event_date", 1,
    )  # fmt: skip
    assert "2024-03-04" in finding.message.es
    assert out.columns["event_date"] == {"group": None, "letters": {"Hoja1": "B"}}
    assert [r.values["event_date"] for r in out.records] == ["2024-03-04", "03/15/2024"]


def test_a_cell_with_an_error_of_excel_is_a_finding() -> None:
    plain = table("caso fecha", ["1", None])
    broken = Table(plain.sheet, 1, plain.headers, [Row(2, ("1", None), frozenset({1}))])
    out = interpret(reading(broken), layout([KEY, DATE]), {})
    assert rules(out) == [("cell_error", "error", "Hoja1!B2")]
    assert out.findings[0].record == 1


def test_nulls_and_widths() -> None:
    columns: list[Declared] = [
        KEY,
        {"header": "muni", "field": "admin2", "width": 4},
        {"header": "edad", "field": "defender_age", "nulls": ["99"]},
    ]
    rows = [["S/D", "101", "99"], [" a  b ", "centro", "41.0"]]
    out = interpret(reading(table("caso muni edad", *rows)), layout(columns), {})
    assert [r.values["case_key"] for r in out.records] == [None, "a b"]
    assert [r.values["admin2"] for r in out.records] == ["0101", "centro"]
    assert values(out, "defender_age") == [None, ["41"]]


def test_a_date_in_three_columns_is_as_exact_as_what_is_known() -> None:
    columns: list[Declared] = [
        {"header": p, "field": "event_date", "part": p, "nulls": ["99"]} for p in ("day", "month", "year")
    ]
    rows: list[list[str | None]] = [
        ["5", "3", "2024"],
        ["99", "3", "2024"],
        ["5", "99", "2024"],
        ["29", "2", "2023"],
        [None, None, None],
    ]
    out = interpret(reading(table("day month year", *rows)), layout(columns), {})
    assert [r.values["event_date"] for r in out.records] == [
        "2024-03-05",
        "2024-03",
        "2024",
        "2023-02-29",
        None,
    ]


def test_identity_goes_apart() -> None:
    columns: list[Declared] = [
        KEY, NAME, GENDER,
        {"header": "tel", "field": "defender_phone"},
        {"header": "relato", "field": "narrative"},
    ]  # fmt: skip
    row = [
        "1",
        "Ana Inventada;se reserva;;COLECTIVA",
        "mujer;mujer;mujer;mujer",
        "7000-1234",
        "Vino  a\ncasa",
    ]
    out = interpret(reading(table("caso nombre identidad tel relato", row)), layout(columns), {})
    assert rules(out) == []
    assert values(out, "defender_identity") == [["named", "withheld", "missing", "collective"]]
    assert [(m.record, m.field, m.position, m.identity.name) for m in out.mentions] == [
        (1, "defender_name", 0, "Ana Inventada")
    ]
    assert [(t.field, t.position, t.text) for t in out.texts] == [
        ("defender_phone", 0, "7000-1234"),
        ("narrative", 0, "Vino  a\ncasa"),
    ]
    assert set(out.records[0].values) == {"case_key", "defender_gender", "defender_identity"}
    for secret in ("Ana", "7000", "casa"):
        assert secret not in repr(out)


def test_tokens_are_put_in_the_place_of_their_name() -> None:
    out = interpret(reading(table("caso nombre", ["1", "se reserva;Ana Inventada"])), layout([KEY, NAME]), {})
    filled = with_tokens(out, {Identity("person", out.mentions[0].identity.name): "a" * 32})
    assert values(filled, "defender_token") == [[None, "a" * 32]]
    assert "defender_token" not in out.records[0].values
    assert [r.values["defender_identity"] for r in filled.records] == [
        r.values["defender_identity"] for r in out.records
    ]


def test_an_interpretation_does_not_change() -> None:
    out = interpret(reading(table("caso nombre", ["1", "Ana Inventada"])), layout([KEY, NAME]), {})
    with pytest.raises(TypeError):
        out.records[0].values["case_key"] = "2"  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        out.records = ()  # type: ignore[misc, assignment]


def test_one_text_in_many_cells_of_a_group_is_asked_about_at_each_cell() -> None:
    """Findings stand at every cell, in the order of the records; a row that belongs to no record has none."""
    columns: list[Declared] = [KEY, {**DATE, "group": "hechos"}]
    dates = ["04/03/2024", "15/03/2024", "04/03/2024", "03/15/2024", "05/04/2024"]
    events = table("fecha", *[[date] for date in dates], group="hechos", parents=[3, 2, 2, 2, 9])
    out = interpret(reading(table("caso", ["1"], ["2"]), events), layout(columns, format="kobo"), {})
    assert [(f.rule, f.cell, f.record) for f in out.findings] == [
        ("date_ambiguous", "hechos!A4", 1),
        ("date_ambiguous", "hechos!A2", 2),
    ]


@pytest.mark.parametrize(
    ("names", "genders", "finds"),
    [
        ("Ana;Eva", "mujer;mujer", False),
        ("Ana;Eva", "mujer", False),
        ("Ana;Eva", None, False),
        (None, "mujer;mujer", False),
        ("Ana;Eva", "mujer;mujer;hombre", True),
        ("Ana", "mujer;mujer", True),
    ],
)
def test_values_of_victims_run_in_parallel(names: str | None, genders: str | None, finds: bool) -> None:
    out = interpret(
        reading(table("caso nombre identidad", ["1", names, genders])), layout([KEY, NAME, GENDER]), {}
    )
    assert rules(out) == ([("parts_unequal", "error", "Hoja1!2")] if finds else [])
    assert all(f.record == 1 for f in out.findings)


@pytest.mark.parametrize(
    ("names", "ages", "finds"),
    [("Ana;Eva", "34;34", False), ("Ana;Eva", ";34", False), ("Ana;Eva", "34", True), ("Ana", "34", False),
     ("Ana;Eva", None, False), (None, "34", False)],
)  # fmt: skip
def test_one_age_is_not_of_two_women(names: str | None, ages: str | None, finds: bool) -> None:
    age: Declared = {"header": "edad", "field": "defender_age", "split": {"separator": ";"}}
    out = interpret(reading(table("caso nombre edad", ["1", names, ages])), layout([KEY, NAME, age]), {})
    assert rules(out) == ([("parts_unequal", "error", "Hoja1!2")] if finds else [])


def test_channels_run_in_parallel_with_forms() -> None:
    columns: list[Declared] = [KEY, FORM, CHANNEL]
    good = interpret(reading(table("caso forma canal", ["1", "a;b", "c"])), layout(columns), {})
    bad = interpret(reading(table("caso forma canal", ["1", "a;b;c", "d;e"])), layout(columns), {})
    assert rules(good) == []
    assert rules(bad) == [("parts_unequal", "error", "Hoja1!2")]


def test_several_columns_of_victims_are_one_array() -> None:
    names: list[Declared] = [{"header": f"nombre{n}", "field": "defender_name"} for n in (1, 2, 3)]
    genders: list[Declared] = [{"header": f"id{n}", "field": "defender_gender"} for n in (1, 2, 3)]
    rows = [["Ana", "Eva", None, "mujer", None, None], ["Ana", None, None, "mujer", None, None]]
    out = interpret(reading(table("nombre1 nombre2 nombre3 id1 id2 id3", *rows)), layout(names + genders), {})
    assert values(out, "defender_identity") == [["named", "named"], ["named"]]
    assert values(out, "defender_gender") == [["mujer", None], ["mujer"]]
    assert rules(out) == []


def test_repeat_groups_become_arrays_with_their_rows() -> None:
    columns: list[Declared] = [
        KEY,
        {"group": "victimas", "header": "nombre", "field": "defender_name"},
        {"group": "victimas", "header": "edad", "field": "defender_age"},
        {"group": "agresiones", "header": "forma", "field": "form"},
    ]
    main = table("caso", ["1"], ["2"])
    victims = table(
        "nombre edad", ["Ana", "30"], ["Eva", None], ["Ida", "x"], group="victimas", parents=[2, 2, 3]
    )
    forms = table("forma", ["Amenazas"], ["Calumnias"], ["Amenazas"], group="agresiones", parents=[3, 3, 2])
    out = interpret(reading(main, victims, forms), layout(columns, format="kobo"), {})
    assert [r.children for r in out.records] == [
        {"victimas": [2, 3], "agresiones": [4]},
        {"victimas": [4], "agresiones": [2, 3]},
    ]
    assert values(out, "defender_age") == [["30", None], ["x"]]
    assert values(out, "form") == [["Amenazas"], ["Amenazas", "Calumnias"]]
    assert [m.identity.name for m in out.mentions] == ["Ana", "Eva", "Ida"]
    assert out.columns["defender_age"] == {"group": "victimas", "letters": {"victimas": "B"}}


def test_sheets_of_one_workbook_are_numbered_on() -> None:
    first, second = table("caso", ["1"], ["2"]), table("caso", ["3"])
    out = interpret(reading(first, second), layout([KEY]), {})
    assert [(r.number, r.row, r.values["case_key"]) for r in out.records] == [
        (1, 2, "1"),
        (2, 3, "2"),
        (3, 2, "3"),
    ]


def test_a_finding_of_a_vault_field_has_no_value() -> None:
    plain = table("nombre", ["Ana Inventada"])
    broken = Table(plain.sheet, 1, plain.headers, [Row(2, ("Ana Inventada",), frozenset({0}))])
    out = interpret(reading(broken), layout([NAME]), {})
    assert [f.value for f in out.findings] == [None]
    assert "Ana" not in repr(out.findings)
