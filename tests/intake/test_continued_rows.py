"""A case over several rows: what the next rows leave empty of it, they take from the row above."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoregistry.catalog.columns import Column
from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "fecha", "field": "event_date"},
    {"header": "lugar", "field": "admin1"},
    {"header": "nombre", "field": "defender_name"},
    {"header": "edad", "field": "defender_age"},
    {"header": "forma", "field": "form"},
    {"header": "canal", "field": "channel"},
]
HEADER = [str(column["header"]) for column in COLUMNS]
WHOLE = ["A", "2024-03-05", "Sonsonate", "Ana Inventada", "31"]
BY_HAND = pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods"])


@BY_HAND
def test_a_row_of_key_and_attack_takes_the_case_and_says_so(tmp_path: Path, kind: str) -> None:
    rows: Rows = [
        HEADER,
        [*WHOLE, "amenaza", "digital"],
        ["A", "", "", "", "", "hostigamiento", ""],
        ["A", "", "", "", "", "vigilancia", "presencial"],
        ["B", "", "", "", "", "robo", ""],
    ]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS, "attack")
    values = [record.values for record in out.records]
    assert [v["event_date"] for v in values] == ["2024-03-05"] * 3 + [None]
    assert [v["admin1"] for v in values] == ["Sonsonate"] * 3 + [None]
    assert [v["form"] for v in values] == ['["amenaza"]', '["hostigamiento"]', '["vigilancia"]', '["robo"]']
    assert [v["channel"] for v in values] == ['["digital"]', None, '["presencial"]', None]
    assert [(m.record, str(m.identity.name)) for m in out.mentions if m.field == "defender_name"] == [
        (1, "Ana Inventada"), (2, "Ana Inventada"), (3, "Ana Inventada"),
    ]  # fmt: skip
    assert rules(out) == [("rows_continued", None)]
    assert "2 filas" in out.findings[0].message.es and "3" in out.findings[0].message.es


@BY_HAND
@pytest.mark.parametrize("fill", [True, False, None])
def test_what_a_row_says_itself_stays_and_a_second_woman_has_no_age_of_the_first(
    tmp_path: Path, kind: str, fill: bool | None
) -> None:
    rows: Rows = [
        HEADER,
        [*WHOLE, "amenaza", ""],
        ["A", "2024-03-06", "", "Berta Inventada", "", "robo", ""],
    ]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS, "attack", fill_down=fill)
    second = out.records[1].values
    assert second["event_date"] == "2024-03-06"
    assert second["admin1"] == ("Sonsonate" if fill else None)
    assert second["defender_age"] is None
    assert rules(out) == []


def test_where_a_row_is_an_event_nothing_is_taken(tmp_path: Path) -> None:
    rows: Rows = [HEADER, [*WHOLE, "amenaza", ""], ["A", "", "", "", "", "robo", ""]]
    out = interpreted(tmp_path / "f", "csv", rows, COLUMNS, "event")
    assert out.records[1].values["event_date"] is None


@pytest.mark.parametrize("kind", ["csv", "xlsx", "kobo"])
def test_of_several_rights_without_a_main_one_the_first_is_it(tmp_path: Path, kind: str) -> None:
    """As a form gives them that asks for all rights in one question."""
    columns = [*COLUMNS, {"header": "lucha", "field": "right_other", "split": {"separator": ";"}}]
    rows: Rows = [
        [*HEADER, "lucha"],
        [*WHOLE, "amenaza", "", "Tierra;Agua"],
        ["B", *WHOLE[1:], "robo", "", ""],
    ]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert [r.values["right_defended"] for r in out.records] == ["Tierra", None]
    assert out.records[0].values["right_other"] == '["Tierra", "Agua"]'
    assert out.columns["right_defended"]["letters"] == out.columns["right_other"]["letters"]
    main = Column.model_validate({"header": "principal", "field": "right_defended"})
    rows = [[*row, extra] for row, extra in zip(rows, ["principal", "Vida", ""], strict=True)]
    with_main = [*columns, main.model_dump(exclude_unset=True)]
    out = interpreted(tmp_path / "g", kind, rows, with_main)
    assert [r.values["right_defended"] for r in out.records] == ["Vida", None]
