"""Values of a sheet as texts: equal values of different kinds stay apart, and rows keep their columns."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from mesoregistry.readers import open_table
from mesoregistry.readers.sheet_texts import as_texts
from tests.readers.files import cells, layout, rules, workbook


def test_true_is_no_one() -> None:
    rows: list[list[object]] = [[1.0, True, "1", 0.0], [True, 1, False, 0], [0.0, False, "", -0.0]]
    texts, known = as_texts(iter(rows), 0)
    assert texts == [["1", "true", "1", "0"], ["true", "1", "false", "0"], ["0", "false", None, "0"]]
    assert known >= {"0", "1", "true", "false"}


def test_days_and_times_stay_apart_and_empty_columns_before_the_first_are_cells() -> None:
    day = dt.date(2024, 5, 3)
    rows: list[list[object]] = [[day, dt.datetime(2024, 5, 3, 9, 15)], ["", "2024-05-03"]]
    texts, known = as_texts(iter(rows), 2)
    assert texts == [[None, None, "2024-05-03", "2024-05-03T09:15:00"], [None, None, None, "2024-05-03"]]
    assert known >= {"2024-05-03", "2024-05-03T09:15:00"}
    assert as_texts(iter([]), 0)[0] == []


def test_cells_that_say_the_same_hold_one_text() -> None:
    texts, _ = as_texts(iter([["".join(("hosti", "gamiento")), 2.0] for _ in range(3)]), 0)
    assert len({id(cell) for row in texts for cell in row}) == 2


def test_a_sheet_that_begins_further_right_and_below(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row("C4", ("Clave", "Fecha", "Forma"))
        sheet.write_row("C5", ("C-1", "2024-03-05", True))
        sheet.write_row("C6", ("C-2", "2024-03-06", 1))

    columns = [
        {"header": "Clave", "field": "case_key"},
        {"header": "Fecha", "field": "event_date"},
        {"header": "Forma", "field": "form"},
    ]
    reading = open_table(workbook(tmp_path / "f.xlsx", fill), layout(columns=columns))
    assert rules(reading) == []
    [table] = reading.tables
    assert [(header.text, header.letter) for header in table.headers][2:] == [
        ("Clave", "C"), ("Fecha", "D"), ("Forma", "E")
    ]  # fmt: skip
    assert [row.number for row in table.rows] == [5, 6]
    assert cells(table) == [
        (None, None, "C-1", "2024-03-05", "true"), (None, None, "C-2", "2024-03-06", "1")
    ]  # fmt: skip
