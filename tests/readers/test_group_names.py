"""Kobo writes the names of the groups into its headers or not, as whoever exports chooses: the file is the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from mesoregistry.catalog.model import Layout
from mesoregistry.catalog.registries import registry
from mesoregistry.intake.check_file import check_file
from mesoregistry.readers import open_table
from mesoregistry.settings import settings
from tests.intake.country_files import country_file, numbered

MAY = dt.date(2024, 5, 1)
GROUPS = ("hecho", "victimas", "agresiones")


def without_groups(source: Path, path: Path) -> Path:
    book = openpyxl.load_workbook(source)
    for sheet in book:
        for cell in sheet[1]:
            group, _, name = str(cell.value).partition("/")
            if group in GROUPS:
                cell.value = name
    book.save(path)
    return path


def tables_of(path: Path, layout: Layout) -> list[tuple[str | None, list[str], list[tuple[str | None, ...]]]]:
    tables = open_table(path, layout).tables
    return [(t.group, [h.text for h in t.headers], [row.cells for row in t.rows]) for t in tables]


def test_an_export_without_the_names_of_groups_is_the_same_export(tmp_path: Path) -> None:
    sample, [layout] = settings().registries / "samples/hn.xlsx", registry("hn").sources[0].layouts
    path = without_groups(sample, tmp_path / "mes.xlsx")
    assert tables_of(path, layout) == tables_of(sample, layout)
    [own, known] = ([(f.rule, f.cell) for f in check_file(p, "hn", MAY).findings] for p in (path, sample))
    assert own == known


@pytest.mark.parametrize("name", ["fecha", "Fecha"])
def test_a_question_of_that_name_beside_the_whole_one_is_another(tmp_path: Path, name: str) -> None:
    path = tmp_path / "mes.xlsx"
    path.write_bytes(country_file("hn", {"casos": numbered("H", MAY, [1, 2])}))
    book = openpyxl.load_workbook(path)
    main = book["casos"]
    column = main.max_column + 1
    for number, text in enumerate((name, "2024-01-01", "2024-01-01"), start=1):
        main.cell(number, column, text)
    book.save(path)
    report = check_file(path, "hn", MAY)
    assert [f.rule for f in report.findings if f.severity != "note"] == ["column_unknown"]
