"""A file in which thousands of cells must be corrected is marked within its limits."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.intake import correction_workbook
from mesoregistry.intake.check_file import Report
from mesoregistry.intake.workbook_marks import save
from tests.intake.extracts import write

CELLS = 12_000
TEXT = Text("No está en la lista.", "Not in the list.")


def report_of(cells: int, sheet: str | None) -> Report:
    findings = [
        Finding("form_known", Severity.ERROR, TEXT, TEXT, sheet, number, "B", "form", f"v{number}")
        for number in range(2, cells + 2)
    ]
    return Report("x", cells, findings)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_is_not_searched_for_each_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """What a sheet answers about its last row takes a look at every cell: so the time went with their square."""
    cells, searches = 60, 0
    path, last_row = tmp_path / f"mes.{kind}", Worksheet.__dict__["max_row"].fget
    write(path, kind, [["caso", "forma"], *([f"C{number}", "x"] for number in range(cells))])

    def counted(sheet: Worksheet) -> int:
        nonlocal searches
        searches += 1
        return int(last_row(sheet))

    monkeypatch.setattr(Worksheet, "max_row", property(counted))
    sheet = "Hoja1" if kind == "xlsx" else None
    save(path, report_of(cells, sheet), tmp_path / "marcado.xlsx", "es")
    assert searches < 10


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_thousands_of_cells_are_marked(tmp_path: Path, kind: str) -> None:
    """20,000 cells took two minutes, and then nothing was written."""
    path, marked = tmp_path / f"mes.{kind}", tmp_path / "marcado.xlsx"
    write(path, kind, [["caso", "forma"], *([f"C{number}", "x"] for number in range(CELLS))])
    sheet = "Hoja1" if kind == "xlsx" else None
    correction_workbook.write(path, report_of(CELLS, sheet), marked)
    summary, own = openpyxl.load_workbook(marked).worksheets[:2]
    assert (summary.max_row, own.max_row) == (CELLS + 1, CELLS + 1)
    last = summary[CELLS + 1]
    assert (last[1].value, last[3].value) == (TEXT.es, f"v{CELLS + 1}") and last[0].hyperlink is not None
    assert own[f"B{CELLS + 1}"].comment is not None
