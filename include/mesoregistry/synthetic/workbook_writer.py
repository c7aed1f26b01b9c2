"""Workbooks as teams keep them by hand: a title, a header of one or two rows, one sheet or a sheet for each month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from mesoregistry.catalog.model import Layout
from mesoregistry.synthetic.case_cells import written_value
from mesoregistry.synthetic.cases import Case
from mesoregistry.template.sheet_names import sheet_name

MONTHS = (
    "Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre", "Octubre",
    "Noviembre", "Diciembre",
)  # fmt: skip
MADE_ON = dt.datetime(2024, 1, 1)  # the same seed gives the same bytes


def write_workbook(
    path: Path, period: dt.date, rows: list[Case], layout: Layout, column_too_many: bool
) -> None:
    """Write ``rows`` as a workbook; ``column_too_many``: with a column that the layout does not know."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": MADE_ON})
        formats = {
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "bold": book.add_format({"bold": True}),
        }
        for name, cases in _sheets(period, rows, layout):
            sheet = book.add_worksheet(name)
            first = _titles(sheet, period, layout, formats["bold"])
            if column_too_many and sheet.index == 0:
                sheet.write(first - 1, len(layout.columns), "Turno")
            for number, case in enumerate(cases, start=first):
                for position, column in enumerate(layout.columns):
                    _put(sheet, number, position, written_value(case, column, layout), formats["date"])
        listed = book.add_worksheet("Notas")
        listed.write(0, 0, "Use los términos de la lista de la red.")


def _sheets(period: dt.date, rows: list[Case], layout: Layout) -> Iterator[tuple[str, list[Case]]]:
    """One sheet, or where the layout knows months by name a sheet for each month that has a case."""
    if "enero" not in layout.sheets:
        yield sheet_name(layout, f"Agresiones {MONTHS[period.month - 1].lower()}"), rows
        return
    late = [r for r in rows if _month_of(r, period) != period.month]
    yield (
        f"{MONTHS[period.month - 1]} {period.year}",
        [r for r in rows if _month_of(r, period) == period.month],
    )
    for month in sorted({_month_of(r, period) for r in late}):
        yield f"{MONTHS[month - 1]} (tardías)", [r for r in late if _month_of(r, period) == month]


def _month_of(case: Case, period: dt.date) -> int:
    return int(case.day[5:7]) if len(case.day) > 4 else period.month


def _titles(sheet: Any, period: dt.date, layout: Layout, bold: Any) -> int:
    """A title, then the header, of two rows with merged cells where the layout says so. Returns the first row."""
    sheet.write(
        0,
        0,
        f"Registro de agresiones, {MONTHS[period.month - 1].lower()} {period.year}",
        bold,
    )
    if layout.header_rows == 1:
        for position, column in enumerate(layout.columns):
            sheet.write(2, position, column.header, bold)
        return 3
    sheet.merge_range(1, 0, 1, 3, "Confidencial: no reenviar", bold)
    _merged_header(sheet, layout, bold)
    return 5


def _merged_header(sheet: Any, layout: Layout, bold: Any) -> None:
    tops = [column.header.split(" / ")[0] for column in layout.columns]
    for position, column in enumerate(layout.columns):
        top, _, below = column.header.partition(" / ")
        same = [n for n, other in enumerate(tops) if other == top]
        if not below:
            sheet.merge_range(3, position, 4, position, top, bold)
        elif position == same[0]:
            sheet.merge_range(3, position, 3, same[-1], top, bold)
        if below:
            sheet.write(4, position, below, bold)


def _put(sheet: Any, row: int, position: int, value: Any, date: Any) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(row, position, dt.datetime.combine(value, dt.time()), date)
    elif isinstance(value, int):
        sheet.write_number(row, position, value)
    elif value:
        sheet.write_string(row, position, value)
