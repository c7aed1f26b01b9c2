"""What a layout says of empty cells, and a period of which no layout says anything."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.intake.check_file import check_file
from mesoregistry.settings import settings
from tests.conftest import environment
from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared, case, salvadoran
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "perfil", "field": "profile", "default": "individual"},
    {"header": "formas", "field": "form", "split": {"separator": ";"}, "default": "otra"},
]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
def test_a_default_holds_where_the_cell_is_empty(tmp_path: Path, kind: str) -> None:
    rows: Rows = [
        ["caso", "perfil", "formas"],
        ["A", "", "robo;acoso"],
        ["B", "colectivo", " "],
        ["C", "s/d", "-"],
    ]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == []
    assert [r.values["profile"] for r in out.records] == ["individual", "colectivo", "individual"]
    assert [r.values["form"] for r in out.records] == ['["robo", "acoso"]', '["otra"]', '["otra"]']


def test_a_period_that_no_layout_covers_goes_back(tmp_path: Path) -> None:
    text = (settings().registries / "sv.yml").read_text(encoding="utf-8")
    body = text.replace("- id: sv_csv\n", "- id: sv_csv\n        valid_to: 2024-02-29\n")
    (tmp_path / "registros").mkdir()
    (tmp_path / "registros" / "sv.yml").write_text(body, encoding="utf-8")
    path = tmp_path / "mes.csv"
    path.write_bytes(
        salvadoran([case(1, Fecha_del_hecho="14/02/2024"), case(2, Fecha_del_hecho="14/02/2024")])
    )
    with environment(MESO_REGISTRIES=str(tmp_path / "registros")):
        march = check_file(path, "sv", dt.date(2024, 3, 1))
        february = check_file(path, "sv", dt.date(2024, 2, 1))
    assert [(f.rule, f.severity) for f in march.findings] == [("layout_missing", "stop")]
    assert march.rows == 0 and "2024-03" in march.findings[0].message.es
    assert february.rows == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
def test_a_default_holds_where_the_column_is_missing_that_may_be(tmp_path: Path, kind: str) -> None:
    columns = [COLUMNS[0], *({**column, "required": False} for column in COLUMNS[1:])]
    rows: Rows = [["caso", "formas"], ["A", "robo;acoso"], ["B", ""]]
    out = interpreted(tmp_path / "f", kind, rows, columns)
    assert rules(out) == [("default_taken", None)]
    [note] = out.findings
    assert (note.severity, note.row) == ("note", None)
    assert "«perfil»" in note.message.es and "«individual»" in note.message.es
    assert [r.values["profile"] for r in out.records] == ["individual", "individual"]
    assert [r.values["form"] for r in out.records] == ['["robo", "acoso"]', '["otra"]']


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_column_that_must_be_there_has_no_default_for_its_absence(tmp_path: Path, kind: str) -> None:
    out = interpreted(tmp_path / "f", kind, [["caso", "formas"], ["A", "robo"]], COLUMNS)
    assert rules(out) == [("column_missing", None)]


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_a_default_takes_no_place_of_another_column_of_the_field(tmp_path: Path, kind: str) -> None:
    columns = [
        COLUMNS[0],
        *({"header": f"forma {n}", "field": "form", "default": "otra", "required": False} for n in (1, 2)),
    ]
    out = interpreted(tmp_path / "f", kind, [["caso", "forma 1"], ["A", "robo"]], columns)
    assert rules(out) == []
    assert [r.values["form"] for r in out.records] == ['["robo"]']
