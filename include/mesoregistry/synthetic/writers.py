"""Extracts as files, the way such teams really keep them: one function a format."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from mesoregistry.catalog.model import Column, Layout
from mesoregistry.synthetic import kobo
from mesoregistry.synthetic.case import Case
from mesoregistry.synthetic.cells import cell
from mesoregistry.synthetic.drafted_layouts import sheet_name
from mesoregistry.synthetic.history import Extract
from mesoregistry.synthetic.truth import DOUBLED

MONTHS = (
    "Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre", "Octubre",
    "Noviembre", "Diciembre",
)  # fmt: skip
MADE_ON = dt.datetime(2024, 1, 1)  # the same seed gives the same bytes
EXTENSIONS = {"workbook": ".xlsx", "kobo": ".xlsx", "delimited": ".csv", "uwazi": ".csv"}


def write(extract: Extract, folder: Path) -> Path:
    """Write an extract under its layout's format; returns the file."""
    layout = next(y for y in extract.source.layouts if y.covers(extract.period))
    name = f"{extract.period:%Y-%m} v{extract.version}{EXTENSIONS[layout.format]}"
    path = folder / extract.country / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if layout.format == "workbook":
        _workbook(path, extract, layout)
    elif layout.format == "kobo":
        kobo.write(path, rows_of(extract), layout)
    else:
        _delimited(path, extract, layout)
    return path


def rows_of(extract: Extract) -> list[Case]:
    """A case a row, or an attack a row; a doubled case is there twice."""
    rows: list[Case] = []
    for case in extract.cases:
        mine = case.attacks() if extract.source.unit == "attack" else [case]
        rows += mine * 2 if case.fault and case.fault.rule in DOUBLED else mine
    return rows


def _text(value: object, layout: Layout) -> str:
    if isinstance(value, dt.date):
        return value.strftime(layout.dates[0])
    return "" if value is None else str(value)


def _filled(case: Case, column: Column, layout: Layout) -> Any:
    return "revisado" if column.ignored else cell(case, column, layout)


def _delimited(path: Path, extract: Extract, layout: Layout) -> None:
    """El Salvador as a Spanish Windows saves it; Nicaragua as Uwazi exports it, in two languages."""
    uwazi = layout.format == "uwazi"
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=layout.delimiter or ",", lineterminator="\n" if uwazi else "\r\n")
    headers = [c.header + ("__es" if uwazi and c.split else "") for c in layout.columns]
    writer.writerow([*headers, *[h.replace("__es", "__en") for h in headers if h.endswith("__es")]])
    others = sum(h.endswith("__es") for h in headers)
    cut = extract.cases[extract.cut].key if extract.cut is not None else None
    for case in rows_of(extract):
        cells = [_text(_filled(case, column, layout), layout) for column in layout.columns]
        if uwazi:
            cells = [_nested(c, column) for c, column in zip(cells, layout.columns, strict=True)]
        writer.writerow([*cells, *["(en)"] * others, *(["sobra"] if case.key == cut else [])])
    path.write_bytes(out.getvalue().encode("utf-8" if uwazi else layout.encoding))


def _nested(text: str, column: Column) -> str:
    """Uwazi writes a value of a tree as ``group::value``."""
    if column.field != "perpetrator" or not text:
        return text
    return "|".join(f"Actores::{part}" for part in text.split("|"))


def _workbook(path: Path, extract: Extract, layout: Layout) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": MADE_ON})
        formats = {
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "bold": book.add_format({"bold": True}),
        }
        for name, cases in _sheets(extract, layout):
            sheet = book.add_worksheet(name)
            first = _titles(sheet, extract, layout, formats["bold"])
            if extract.doubt == "column_unknown" and sheet.index == 0:
                sheet.write(first - 1, len(layout.columns), "Turno")
            for number, case in enumerate(cases, start=first):
                for at, column in enumerate(layout.columns):
                    _put(sheet, number, at, _filled(case, column, layout), formats["date"])
        listed = book.add_worksheet("Notas")
        listed.write(0, 0, "Use los términos de la lista de la red.")


def _sheets(extract: Extract, layout: Layout) -> Iterator[tuple[str, list[Case]]]:
    """One sheet, or where the layout knows months by name a sheet for each month that has a case."""
    rows = rows_of(extract)
    if "enero" not in layout.sheets:
        yield sheet_name(layout, f"Agresiones {MONTHS[extract.period.month - 1].lower()}"), rows
        return
    late = [r for r in rows if _month_of(r, extract) != extract.period.month]
    yield f"{MONTHS[extract.period.month - 1]} {extract.period.year}", [r for r in rows if r not in late]
    for month in sorted({_month_of(r, extract) for r in late}):
        yield f"{MONTHS[month - 1]} (tardías)", [r for r in late if _month_of(r, extract) == month]


def _month_of(case: Case, extract: Extract) -> int:
    return int(case.day[5:7]) if len(case.day) > 4 else extract.period.month


def _titles(sheet: Any, extract: Extract, layout: Layout, bold: Any) -> int:
    """A title, then the header, of two rows with merged cells where the layout says so. Returns the first row."""
    sheet.write(
        0,
        0,
        f"Registro de agresiones, {MONTHS[extract.period.month - 1].lower()} {extract.period.year}",
        bold,
    )
    if layout.header_rows == 1:
        for at, column in enumerate(layout.columns):
            sheet.write(2, at, column.header, bold)
        return 3
    sheet.merge_range(1, 0, 1, 3, "Confidencial: no reenviar", bold)
    tops = [column.header.split(" / ")[0] for column in layout.columns]
    for at, column in enumerate(layout.columns):
        top, _, below = column.header.partition(" / ")
        same = [n for n, other in enumerate(tops) if other == top]
        if not below:
            sheet.merge_range(3, at, 4, at, top, bold)
        elif at == same[0]:
            sheet.merge_range(3, at, 3, same[-1], top, bold)
        if below:
            sheet.write(4, at, below, bold)
    return 5


def _put(sheet: Any, row: int, at: int, value: Any, date: Any) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(row, at, dt.datetime.combine(value, dt.time()), date)
    elif isinstance(value, int):
        sheet.write_number(row, at, value)
    elif value:
        sheet.write_string(row, at, value)
