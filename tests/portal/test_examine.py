"""The portal's check is that of ``mesoregistry check``: the same findings, and the file is read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mesoregistry.intake.check_file import Report, check_file, check_unnamed
from mesoregistry.local import open_copies
from mesoregistry.readers.child import open_in_child
from mesoregistry.settings import settings
from mesoregistry.synthetic import extracts as demo
from tests.intake.samples import case, honduran, salvadoran

MONTHS, COUNT = 60, 300  # months of five countries, and as many of their extracts


@pytest.fixture
def examine(home: Any) -> Iterator[Any]:
    from mesoregistry.portal import drafts, examine

    yield examine
    open_copies.clear(settings(), drafts.PART)


def shape(report: Report) -> list[dict[str, object]]:
    return [finding.as_json() for finding in report.findings]


def test_without_a_month_the_file_is_read_once(examine: Any, tmp_path: Path) -> None:
    paths: list[Path] = []

    def counted(path: Path, *others: Any) -> Any:
        paths.append(path)
        return open_in_child(path, *others)

    content = salvadoran([case(1), case(2, Perfil=""), case(3)])
    (tmp_path / "marzo.csv").write_bytes(content)
    month, report = check_unnamed(tmp_path / "marzo.csv", "sv", counted)
    assert (f"{month:%Y-%m}", len(paths)) == ("2024-03", 1)
    draft = examine.examine("sv", "marzo.csv", content)
    assert (draft.month, draft.is_guess, draft.report) == (month, True, report)


@pytest.mark.long
def test_three_hundred_extracts_get_the_findings_of_check(examine: Any, tmp_path: Path) -> None:
    filings = demo.write(tmp_path, demo.history(MONTHS)).filings[:COUNT]
    differ: list[str] = []
    for filing in filings:
        draft = examine.examine(filing.country, filing.path.name, filing.path.read_bytes())
        alone = check_file(filing.path, filing.country, draft.month)
        if shape(draft.report) != shape(alone) or draft.report.rows != alone.rows:
            differ.append(filing.path.name)
    assert (differ, len(filings)) == ([], COUNT)


@pytest.mark.parametrize("typed", ["2025-02-29", "2024-13-05", "0000-00-00"])
def test_a_day_that_no_calendar_has_is_no_day_of_the_span(examine: Any, tmp_path: Path, typed: str) -> None:
    """Where dates are written as 2024-03-05, it lands as it was typed: the page must not take it for a day."""
    path = tmp_path / "marzo.xlsx"
    path.write_bytes(honduran({"A": "verificada"}, dt.date(2024, 3, 1)))
    book = openpyxl.load_workbook(path)
    [header, row] = book["casos"].iter_rows()
    next(cell for cell, name in zip(row, header, strict=True) if name.value == "hecho/fecha").value = typed
    book.save(path)
    report = examine.examine("hn", path.name, path.read_bytes()).report
    assert "event_date_readable" in {finding.rule for finding in report.findings}
    assert report.dates is None
