"""A file in which thousands of cells must be corrected is marked within its limits."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.intake import correction_workbook
from mesoregistry.intake.check_file import Report
from tests.intake.extracts import write

CELLS = 6_000
TEXT = Text("No está en la lista.", "Not in the list.")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_time_goes_with_the_cells(tmp_path: Path, kind: str) -> None:
    """It went with their square: 20,000 cells took two minutes, and then nothing was written."""
    path, marked = tmp_path / f"mes.{kind}", tmp_path / "marcado.xlsx"
    write(path, kind, [["caso", "forma"], *([f"C{number}", "x"] for number in range(CELLS))])
    sheet = "Hoja1" if kind == "xlsx" else None
    findings = [
        Finding("form_known", Severity.ERROR, TEXT, TEXT, sheet, number, "B", "form", f"v{number}")
        for number in range(2, CELLS + 2)
    ]
    correction_workbook.write(path, Report("x", CELLS, findings), marked, seconds=25)
    summary, own = openpyxl.load_workbook(marked).worksheets[:2]
    assert (summary.max_row, own.max_row) == (CELLS + 1, CELLS + 1)
    last = summary[CELLS + 1]
    assert (last[1].value, last[3].value) == (TEXT.es, f"v{CELLS + 1}") and last[0].hyperlink is not None
    assert own[f"B{CELLS + 1}"].comment is not None
