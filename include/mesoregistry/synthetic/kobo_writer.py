"""A KoboToolbox export: a main sheet, a sheet for each repeat group, choices in one column and in 0/1 columns."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter

from mesoregistry.catalog.model import Column, Layout
from mesoregistry.synthetic.case_cells import cell_value, field_values
from mesoregistry.synthetic.cases import Case

FORM = "Registro de agresiones"
BEFORE, AFTER = ("start", "end"), ("_id", "_uuid", "_submission_time", "_status", "_index")
OF_GROUP = ("_index", "_parent_table_name", "_parent_index", "_submission__id")
MADE_ON = dt.datetime(2024, 1, 1)


def write_kobo(path: Path, cases: list[Case], layout: Layout) -> None:
    """Write the workbook; every value is text, as Kobo exports it."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        book.set_properties({"created": MADE_ON})
        _main(book.add_worksheet(FORM), cases, layout)
        for group in dict.fromkeys(column.group for column in layout.columns if column.group):
            _group(book.add_worksheet(group), cases, layout, group)


def _main(sheet: Any, cases: list[Case], layout: Layout) -> None:
    columns = [column for column in layout.columns if column.group is None]
    mapped = {
        column.header for column in columns
    }  # a form without a question for the key has Kobo's own number
    table: list[tuple[str, Column | None, str | None]] = [(n, None, None) for n in BEFORE if n not in mapped]
    for column in columns:
        table.append((column.header, column, None))
        if column.field and column.split and column.split.choices:
            chosen = {v for case in cases for v in field_values(case, column, layout) if v}
            table += [(f"{column.header}/{choice}", column, choice) for choice in sorted(chosen)]
    table += [(name, None, None) for name in AFTER if name not in mapped]
    for position, (header, _, _) in enumerate(table):
        sheet.write_string(0, position, header)
    for number, case in enumerate(cases, start=1):
        for position, (header, column_or_none, choice) in enumerate(table):
            own = _text(case, column_or_none, choice, layout) if column_or_none else ""
            if text := _system(header, number) or own:
                sheet.write_string(number, position, text)


def _text(case: Case, column: Column, choice: str | None, layout: Layout) -> str:
    if column.field is None:
        return ""  # its header must be there, and nothing of it is read
    if choice is not None:
        chosen = field_values(case, column, layout)
        return str(int(choice in chosen)) if any(chosen) else ""
    value = cell_value(case, column, layout)
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def _system(header: str, number: int) -> str:
    known = {"_index": str(number), "_id": str(90_000 + number), "_status": "submitted_via_web"}
    return known.get(header, "")


def _group(sheet: Any, cases: list[Case], layout: Layout, group: str) -> None:
    columns = [column for column in layout.columns if column.group == group]
    for position, header in enumerate([*(column.header for column in columns), *OF_GROUP]):
        sheet.write_string(0, position, header)
    row = 0
    for parent, case in enumerate(cases, start=1):
        listed = [field_values(case, column, layout) if column.field else [] for column in columns]
        for repeat in range(max(map(len, listed), default=0)):
            row += 1
            own = [texts[repeat] if repeat < len(texts) else None for texts in listed]
            tail = [str(row), FORM, str(parent), str(90_000 + parent)]
            for position, text in enumerate([*own, *tail]):
                if text:
                    sheet.write_string(row, position, text)
