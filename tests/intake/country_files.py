"""A file as the team of any country sends it, from cases by field; every person in them is invented."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from mesoregistry.catalog.model import Layout
from mesoregistry.catalog.registries import registry

Case = Mapping[str, Any]
SUFFIXES = {"sv": ".csv", "gt": ".xlsx", "hn": ".xlsx", "mx": ".xlsx", "ni": ".csv"}
PLACES = {
    "sv": ("San Salvador", "San Salvador"), "gt": ("Guatemala", "Mixco"), "hn": ("Atlántida", "Tela"),
    "mx": ("Chihuahua", "Juárez"), "ni": ("Masaya", "Masaya"),
}  # fmt: skip


def numbered(prefix: str, month: dt.date, numbers: Sequence[int], **fields: Any) -> list[Case]:
    """Cases of a month, sound in every country: a day and a key for each number."""
    return [
        {
            "case_key": f"{prefix}-{n}", "event_date": month.replace(day=n + 1),
            "defender_name": f"Rosaura Inventada {prefix} {n}", "profile": "individual", "status": "activo",
            "verification": "verificada", "form": "robo", "right_defended": "derechos de las mujeres",
        } | fields
        for n in numbers
    ]  # fmt: skip


def country_file(country: str, sheets: Mapping[str, Sequence[Case]]) -> bytes:
    """The cases of each sheet as the country sends them; a text file has one, whatever its name."""
    layout = registry(country).sources[-1].layouts[0]
    rows_of = {name: [_cell_values(country, case) for case in cases] for name, cases in sheets.items()}
    if layout.format in ("delimited", "uwazi"):
        return _text(layout, next(iter(rows_of.values())))
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in rows_of.items():
        if layout.format == "kobo":
            _add_kobo(book, layout, rows)
        else:
            _add_sheet(book.create_sheet(name), layout, rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell_values(country: str, case: Case) -> Case:
    places = dict(zip(("admin1", "admin2"), PLACES[country], strict=True))
    gender = {"defender_gender": "mujer_cis" if country == "hn" else "mujer cis"}
    right = {"right_defended": "derechos_de_las_mujeres"} if country == "hn" else {}
    pattern = "%d/%m/%Y" if country == "sv" else "%Y-%m-%d"
    days = {k: f"{v:{pattern}}" for k, v in case.items() if isinstance(v, dt.date) and country in "sv hn ni"}
    return places | gender | dict(case) | right | days


def _text(layout: Layout, rows: Sequence[Case]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=layout.delimiter or ",")
    writer.writerow([column.header for column in layout.columns])
    writer.writerows([[row.get(c.field or "", "") for c in layout.columns] for row in rows])
    return text.getvalue().encode(layout.encoding if layout.format == "delimited" else "utf-8")


def _add_sheet(sheet: Worksheet, layout: Layout, rows: Sequence[Case]) -> None:
    headers = [column.header for column in layout.columns]
    if layout.header_rows == 2:
        pairs = [header.partition(" / ") for header in headers]
        for name, group in groupby(enumerate(pairs, start=1), lambda pair: pair[1][0]):
            first, *_, last = [x for x, _ in group] * 2
            sheet.cell(1, first, name)
            sheet.merge_cells(None, 1, first, 1 if last > first else 2, last)
        for x, (_, _, lower) in enumerate(pairs, start=1):
            if lower:
                sheet.cell(2, x, lower)
    else:
        sheet.append(headers)
    for row in rows:
        sheet.append([row.get(column.field or "") for column in layout.columns])


def _add_kobo(book: openpyxl.Workbook, layout: Layout, rows: Sequence[Case]) -> None:
    """Each case has one row in each of its groups."""
    for group in (None, "victimas", "agresiones"):
        columns = [column for column in layout.columns if column.group == group]
        links = ["_submission__id"] if group else ["_id", "_index"]
        sheet = book.create_sheet(group or "casos")
        sheet.append([column.header for column in columns] + links)
        for number, row in enumerate(rows, start=1):
            own = [9000 + number] if group else [9000 + number, number]
            sheet.append([row.get(column.field or "") for column in columns] + own)
