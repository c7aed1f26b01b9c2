"""A dash, points or a low line in the place of a hyphen: nothing was answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoregistry.intake.interpret import interpret
from mesoregistry.readers import open_table
from tests.intake.extracts import interpreted, layout_of, rules, write
from tests.intake.samples import Declared
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "fecha fin", "field": "event_date_end"},
    {"header": "perfil", "field": "profile"},
    {"header": "departamento", "field": "admin1"},
    {"header": "nombre", "field": "defender_name", "side": "vault"},
    {"header": "edad", "field": "defender_age"},
    {"header": "denuncia", "field": "complaint_filed"},
]
HEADERS = [str(column["header"]) for column in COLUMNS]
SIGNS = ["-", "–", "—", "--", "- -", "...", "…", "__"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_alone_is_no_answer(tmp_path: Path, kind: str, sign: str) -> None:
    rows: Rows = [HEADERS, ["A", *[sign] * 6], ["B", "", "individual", "", "Luz Mar", "34", "sí"]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == []
    answers = {name: value for name, value in out.records[0].values.items() if value is not None}
    assert answers == {"case_key": "A", "defender_identity": '["missing"]'}
    assert {mention.record for mention in out.mentions} == {2}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_one_within_an_answer_belongs_to_it(tmp_path: Path, kind: str) -> None:
    rows: Rows = [HEADERS[:4], ["A-1", "", "amenaza...", "San Salvador - Centro"]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS[:4])
    assert (out.records[0].values["profile"], out.records[0].values["admin1"]) == (
        "amenaza...", "San Salvador - Centro",
    )  # fmt: skip


def test_they_are_answers_where_a_hyphen_is(tmp_path: Path) -> None:
    layout = layout_of("csv", COLUMNS[:3], nulls=["s/d"], replace_nulls=True)
    rows: Rows = [HEADERS[:3], ["A", "", "—"]]
    out = interpret(open_table(write(tmp_path / "f", "csv", rows), layout), layout, {})
    assert out.records[0].values["profile"] == "—"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
@pytest.mark.parametrize("sign", [*SIGNS, "N/A", "s/d"])
def test_a_narrative_and_a_phone_of_a_sign_alone_are_nothing(tmp_path: Path, kind: str, sign: str) -> None:
    columns: list[Declared] = [
        COLUMNS[0],
        {"header": "relato", "field": "narrative", "side": "vault"},
        {"header": "teléfono", "field": "defender_phone", "side": "vault"},
    ]
    rows: Rows = [
        [str(c["header"]) for c in columns],
        ["A", sign, sign],
        ["B", "- La siguieron.", "7000-0001"],
    ]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert {(text.record, text.field) for text in out.texts} == {(2, "narrative"), (2, "defender_phone")}
