"""Values given for a whole file, rows of others left out, one file for several countries."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError

from mesoregistry.catalog.model import Layout
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.receive import receive
from mesoregistry.readers import open_table
from mesoregistry.settings import Settings
from tests.intake import extracts

ONLY: Mapping[str, object] = {
    "header": "pais",
    "only": ["Honduras"],
    "ignored": "dice cuáles filas son del país",
}
KEY: Mapping[str, object] = {"header": "id", "field": "case_key"}


def layout(*columns: Mapping[str, object], **more: object) -> Layout:
    body = {"id": "lista", "format": "delimited", "columns": columns, **more}
    return Layout.model_validate(body)


def interpreted(path: Path, text: str, declared: Layout) -> Interpretation:
    path.write_text(text, encoding="utf-8")
    return interpret(open_table(path, declared), declared, {})


def test_rows_of_others_are_left_out_and_counted(tmp_path: Path) -> None:
    text = "id,pais\nA,Honduras\nB,México\nC, honduras \nD,\n"
    out = interpreted(tmp_path / "lista.csv", text, layout(KEY, ONLY))
    assert [(r.number, r.row, r.values["case_key"]) for r in out.records] == [
        (1, 2, "A"),
        (2, 4, "C"),
        (3, 5, "D"),
    ]
    assert out.decisions["rows_of_others"] == ["1"]
    # what was left out is told; a row that does not say where it is from waits for the team's word
    assert [(f.rule, str(f.severity), f.cell, f.record) for f in out.findings] == [
        ("country_empty", "warning", "B5", 3),
        ("rows_of_others", "note", None, None),
    ]


@pytest.mark.parametrize(
    ("own", "cell", "rule"),
    [
        ("Honduras", "HN", None),
        ("Honduras", "HND", None),
        ("Honduras", "República de Honduras", None),
        ("Honduras", "Rep. de Honduras", None),
        ("HN", "Honduras", None),
        ("México", "Mexico", None),
        ("México", "Estados Unidos Mexicanos", "country_doubtful"),
        ("El Salvador", "SV", None),
        ("El Salvador", "Salvador", None),
        ("Honduras", "Hond.", "country_doubtful"),
        ("Nicaragua", "Nic", "country_doubtful"),
        ("Honduras", "NI", "rows_of_others"),
        ("Honduras", "Hungría", "rows_of_others"),
        ("Guinea", "Guinea Ecuatorial", "rows_of_others"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "uwazi"])
def test_another_name_of_the_country_is_the_country(
    tmp_path: Path, kind: str, own: str, cell: str, rule: str | None
) -> None:
    """Its code or its official name; of a shortened one the team is asked, and no row is left out for it."""
    columns = [KEY, {**ONLY, "only": [own]}]
    rows = [["id", "pais"], ["A", own], ["B", cell]]
    out = extracts.interpreted(tmp_path / "f", kind, rows, columns)
    assert [f.rule for f in out.findings] == [rule] * (rule is not None)
    assert len(out.records) == (1 if rule == "rows_of_others" else 2)


def test_a_file_without_a_row_of_ours_says_so(tmp_path: Path) -> None:
    out = interpreted(tmp_path / "lista.csv", "id,pais\nB,México\n", layout(KEY, ONLY))
    assert out.records == ()
    assert [f.rule for f in out.findings] == ["rows_of_others", "no_rows"]


def test_given_values_land_with_every_row(tmp_path: Path) -> None:
    given = {"form": "asesinato", "event_date": "03/2024", "in_exile": "sí"}
    out = interpreted(tmp_path / "lista.csv", "id\nA\nB\n", layout(KEY, given=given, dates=["%m/%Y"]))
    for record in out.records:
        assert json.loads(record.values["form"] or "") == ["asesinato"]
        assert (record.values["event_date"], record.values["in_exile"]) == ("2024-03", "yes")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"case_key": "1"}, "has a column too"),
        ({"defender_name": "x"}, "no field of the warehouse"),
        ({"nada": "x"}, "no field of the warehouse"),
    ],
)
def test_given_says_what_is_wrong(given: dict[str, str], wrong: str) -> None:
    with pytest.raises(ValidationError, match=wrong):
        layout(KEY, given=given)


def test_several_columns_of_one_field_run_in_parallel(tmp_path: Path) -> None:
    declared = layout(
        KEY,
        *({"header": f"nombre {n}", "field": "defender_name"} for n in (1, 2, 3)),
        *({"header": f"edad {n}", "field": "defender_age"} for n in (1, 2, 3)),
    )
    header = "id,nombre 1,nombre 2,nombre 3,edad 1,edad 2,edad 3"
    text = f"{header}\nA,Ana Uno,Eva Dos,,30,,\nB,Ana Uno,,,,,\nC,,,,,41,\n"
    out = interpreted(tmp_path / "lista.csv", text, declared)
    assert [(r.values["defender_identity"], r.values["defender_age"]) for r in out.records] == [
        ('["named", "named"]', '["30", null]'),
        ('["named"]', None),
        ('["missing", "missing"]', '[null, "41"]'),
    ]


def test_two_columns_for_a_field_of_one_value_are_a_mistake() -> None:
    with pytest.raises(ValidationError, match="two columns for a field of one value: case_key"):
        layout(KEY, {"header": "clave", "field": "case_key"})


def test_parts_of_a_date_know_their_nulls(tmp_path: Path) -> None:
    declared = layout(
        KEY,
        {"header": "d", "field": "event_date", "part": "day", "nulls": ["99"]},
        {"header": "m", "field": "event_date", "part": "month", "nulls": ["99"]},
        {"header": "a", "field": "event_date", "part": "year", "nulls": ["9999"]},
    )
    text = "id,d,m,a\nA,5,3,2024\nB,99,3,2024\nC,99,99,2024\nD,99,99,9999\nE,30,2,2024\n"
    out = interpreted(tmp_path / "lista.csv", text, declared)
    dates = [record.values["event_date"] for record in out.records]
    assert dates == ["2024-03-05", "2024-03", "2024", None, "2024-02-30"]


def test_a_code_gives_municipality_and_department(tmp_path: Path) -> None:
    declared = layout(
        KEY,
        {"header": "mun", "field": "admin1", "width": 4, "first": 2},
        {"header": "mun", "field": "admin2", "width": 4},
    )
    out = interpreted(tmp_path / "lista.csv", "id,mun\nA,101\nB,2217\nC,\n", declared)
    places = [(record.values["admin1"], record.values["admin2"]) for record in out.records]
    assert places == [("01", "0101"), ("22", "2217"), (None, None)]
    assert out.findings == ()


def test_one_file_for_several_countries(databases: Settings, tmp_path: Path) -> None:
    path = tmp_path / "2024-03.csv"
    path.write_text("id,pais\nA,Honduras\n", encoding="utf-8")
    period, filed_on = dt.date(2024, 3, 1), dt.date(2024, 4, 2)
    first = receive(path, "hn", period, filed_on)
    other = receive(path, "gt", period, filed_on)
    repeated = receive(path, "gt", period, filed_on)
    assert (first.duplicate, other.duplicate, repeated.duplicate) == (False, False, True)
    assert repeated.submission_id == other.submission_id != first.submission_id
