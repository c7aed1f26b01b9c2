"""Extracts as files, in the format of their layout; the text formats are written here."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

from mesoregistry.catalog.model import Column, Layout
from mesoregistry.synthetic.case_cells import written_value
from mesoregistry.synthetic.cases import Case, Extract
from mesoregistry.synthetic.kobo_writer import write_kobo
from mesoregistry.synthetic.truth import DOUBLED
from mesoregistry.synthetic.workbook_writer import write_workbook

EXTENSIONS = {"workbook": ".xlsx", "kobo": ".xlsx", "delimited": ".csv", "uwazi": ".csv"}


def write_extract(extract: Extract, folder: Path) -> Path:
    """Write an extract under its layout's format; returns the file."""
    layout = next(y for y in extract.source.layouts if y.covers(extract.period))
    name = f"{extract.period:%Y-%m} v{extract.version}{EXTENSIONS[layout.format]}"
    path = folder / extract.country / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if layout.format == "workbook":
        write_workbook(path, extract.period, rows_of(extract), layout, extract.doubt == "column_unknown")
    elif layout.format == "kobo":
        write_kobo(path, rows_of(extract), layout)
    else:
        _delimited(path, extract, layout)
    return path


def rows_of(extract: Extract) -> list[Case]:
    """One case per row, or one attack per row; a case with a fault of doubling is there twice."""
    rows: list[Case] = []
    for case in extract.cases:
        mine = case.attacks() if extract.source.unit == "attack" else [case]
        rows += mine * 2 if case.fault and case.fault.rule in DOUBLED else mine
    return rows


def _text(value: object, layout: Layout) -> str:
    if isinstance(value, dt.date):
        return value.strftime(layout.dates[0])
    return "" if value is None else str(value)


def _delimited(path: Path, extract: Extract, layout: Layout) -> None:
    """A text file: as a Spanish Windows saves it, or as Uwazi exports it, in two languages."""
    uwazi = layout.format == "uwazi"
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=layout.delimiter or ",", lineterminator="\n" if uwazi else "\r\n")
    headers = [c.header + ("__es" if uwazi and c.split else "") for c in layout.columns]
    writer.writerow([*headers, *[h.replace("__es", "__en") for h in headers if h.endswith("__es")]])
    others = sum(h.endswith("__es") for h in headers)
    cut = extract.cases[extract.cut].key if extract.cut is not None else None
    for case in rows_of(extract):
        cells = [_text(written_value(case, column, layout), layout) for column in layout.columns]
        if uwazi:
            cells = [_nested(c, column) for c, column in zip(cells, layout.columns, strict=True)]
        writer.writerow([*cells, *["(en)"] * others, *(["sobra"] if case.key == cut else [])])
    path.write_bytes(out.getvalue().encode("utf-8" if uwazi else layout.encoding))


def _nested(text: str, column: Column) -> str:
    """Uwazi writes a value of a tree as ``group::value``."""
    if column.field != "perpetrator" or not text:
        return text
    return "|".join(f"Actores::{part}" for part in text.split("|"))
