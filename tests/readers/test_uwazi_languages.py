"""Uwazi writes a column a language; those of other languages may stand at the end of every row."""

from __future__ import annotations

from pathlib import Path

from mesoregistry.catalog.model import Column, Layout
from mesoregistry.readers import open_table

LAYOUT = Layout(
    id="uwazi",
    format="uwazi",
    columns=(Column(header="title", field="case_key"), Column(header="formas", field="form")),
)


def test_columns_of_other_languages_at_the_end_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "title,formas__es,formas__en\nni1,Amenazas,Threats\nni2,Allanamiento,\n", encoding="utf-8"
    )
    reading = open_table(path, LAYOUT)
    [table] = reading.tables
    assert reading.findings == []
    assert [h.text for h in table.headers] == ["title", "formas"]
    assert [row.cells for row in table.rows] == [("ni1", "Amenazas"), ("ni2", "Allanamiento")]


def test_a_column_without_a_name_stays_to_be_told(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("title,,formas__es,formas__en\nni1,algo,Amenazas,Threats\n", encoding="utf-8")
    [table] = open_table(path, LAYOUT).tables
    assert [(h.text, h.letter) for h in table.headers] == [("title", "A"), ("", "B"), ("formas", "C")]


def test_the_header_once_more_is_no_case(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    header = "title,formas__es,formas__en\n"
    path.write_text(f"{header}ni1,Amenazas,Threats\n{header}ni2,Allanamiento,\n", encoding="utf-8")
    reading = open_table(path, LAYOUT)
    assert [(f.rule, f.row) for f in reading.findings] == [("header_again", 3)]
    assert [row.cells[0] for row in reading.tables[0].rows] == ["ni1", "ni2"]
