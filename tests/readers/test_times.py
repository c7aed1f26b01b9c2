"""When the last answer of an export came in, however a spreadsheet wrote its times anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from mesoregistry.catalog.registries import registry
from mesoregistry.readers import open_table
from mesoregistry.readers.times import last_time
from tests.intake.samples import honduran

MARCH = dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("texts", "last"),
    [
        (["2024-06-20T10:00:00", "2024-07-02 09:00:00"], "2024-07-02T09:00:00"),
        (["20/06/2024 10:00", "02/07/2024 09:00"], "2024-07-02T09:00"),
        (["6/20/2024 10:00", "7/2/2024 9:00"], "2024-07-02T9:00"),
        (["02/07/2024", "03/06/2024"], None),  # nobody can say which number is the day
        (["2024-06-20", "sin hora"], "2024-06-20"),
        (["45463.4", ""], None),
        ([], None),
    ],
)
def test_last_time(texts: list[str], last: str | None) -> None:
    assert last_time(texts) == last


@pytest.mark.parametrize("header", ["_submission_time", "SubmissionDate", "end"])
def test_the_age_of_an_export(tmp_path: Path, header: str) -> None:
    path = tmp_path / "export.xlsx"
    path.write_bytes(honduran({"A": "recibida", "B": "recibida"}, MARCH))
    book = openpyxl.load_workbook(path)
    sheet = book["casos"]
    column = next(cell.column for cell in sheet[1] if cell.value == "_submission_time")
    for row, text in enumerate([header, "20/06/2024 10:00", "02/07/2024 09:00"], start=1):
        sheet.cell(row, column).value = text
    book.save(path)
    decisions = open_table(path, registry("hn").sources[0].layouts[0]).decisions
    assert [d.value for d in decisions if d.name == "last_answer"] == ["2024-07-02T09:00"]
