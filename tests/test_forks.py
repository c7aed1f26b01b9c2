"""A process that is forked leaves to its parent what the parent has not yet freed."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from mesoregistry.intake import correction_workbook
from mesoregistry.intake.workbook_marks import save
from mesoregistry.readers.child import Reader
from tests.intake.extracts import write
from tests.intake.test_marked_in_thousands import report_of
from tests.readers.files import layout, plain

ROWS = 40


class Ring:
    def __init__(self, held: Any) -> None:
        self.held, self.itself = held, self


def leave_circles() -> None:
    """Databases with threads of their own, which nothing names any more and no search has come to."""
    gc.disable()
    for _ in range(3):
        database = duckdb.connect(config={"threads": 4})
        database.execute(
            "create table numbers as select range as number, range % 17 as part from range(1000000)"
        )
        database.execute("select part, sum(number) from numbers group by part").fetchall()
        Ring(database)
    gc.freeze()
    gc.unfreeze()  # as old as what a worker made hours ago: the search after each few objects leaves it out
    gc.enable()


def test_a_workbook_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def searched(*arguments: Any) -> None:
        gc.collect()
        save(*arguments)

    monkeypatch.setattr(correction_workbook, "save", searched)
    path, marked = tmp_path / "mes.csv", tmp_path / "marcado.xlsx"
    write(path, "csv", [["caso", "forma"], *([f"C{number}", "x"] for number in range(ROWS))])
    report = report_of(ROWS, None)
    leave_circles()
    correction_workbook.write(path, report, marked)
    assert openpyxl.load_workbook(marked).worksheets[0].max_row == ROWS + 1


def test_a_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mesoregistry.readers import child, open_table
    from mesoregistry.readers.table import Reading

    def read(path: Path, *rest: Any) -> Reading:
        gc.collect()
        return open_table(path, *rest)

    monkeypatch.setattr(child, "open_table", read)
    path = plain(tmp_path / "f.xlsx")
    leave_circles()
    reading = Reader().read(path, layout())
    assert reading.tables and reading.tables[0].rows == open_table(path, layout()).tables[0].rows
