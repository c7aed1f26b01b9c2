"""Files with a planted text in every column, header and title, in six formats: what could slip into a wrong cell."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mesoregistry.catalog.model import Column, Layout
from mesoregistry.catalog.registries import registry
from tests.killing import Filed
from tests.sheets import save_sheets

FORMATS = (
    ("sv", "csv"),
    ("gt", "xlsx"),
    ("gt", "xls"),
    ("gt", "ods"),
    ("hn", "xlsx"),
    ("mx", "xlsx"),
    ("ni", "csv"),
)
GOOD = {"form": "amenaza de muerte", "profile": "individual", "defender_name": "se reserva"}
FILED = dt.date(2024, 12, 1)
SYLLABLES = (
    "zu",
    "wex",
    "mor",
    "quif",
    "tov",
    "ven",
    "drax",
    "lish",
    "jow",
    "ñek",
    "guiv",
    "sax",
    "peñ",
    "olk",
)
Sheets = dict[str, list[list[str]]]


@dataclass
class Planter:
    """Makes texts that stand nowhere else, and remembers them."""

    chance: random.Random = field(default_factory=lambda: random.Random(11))
    planted: list[str] = field(default_factory=list)

    def text(self, turn: int) -> str:
        """A name, a phone with a hyphen or without, a name with a phone, a sentence: in turn."""
        name = " ".join("".join(self.chance.sample(SYLLABLES, 3)).capitalize() for _ in range(2))
        phone = f"7{self.chance.randrange(10**3):03d}-{self.chance.randrange(10**4):04d}"
        kinds = (name, phone, phone.replace("-", ""), f"{name} {phone}", f"{name} llamó desde su casa")
        self.planted.append(kinds[turn % len(kinds)])
        return self.planted[-1]


def write(folder: Path, planter: Planter) -> list[Filed]:
    """Of each format three files: planted cells, planted headers and titles, and one that goes back whole."""
    files: list[Filed] = []
    for country, extension in FORMATS:
        months = _months(country)
        for number, build in enumerate((_cells, _headers, _returned)):
            period, layout = months[(len(files)) % len(months)]
            path = folder / f"{country}{number} {planter.text(0)}.{extension}"
            _save(path, extension, layout, build(layout, planter))
            files.append(Filed(path, country, period, FILED))
    return files


def _months(country: str) -> list[tuple[dt.date, Layout]]:
    """Months whose files have one row of headers, each with its layout."""
    months = [dt.date(year, month, 1) for year in range(2012, 2025) for month in range(1, 11)]
    sources = [(month, registry(country).source_for(month)) for month in months]
    layouts = [(month, source.layout_for(month)) for month, source in sources if source]
    return [(month, layout) for month, layout in layouts if layout.header_rows == 1]


def columns_of_a_row(layout: Layout) -> list[Column]:
    """The columns of the main sheet, without those of groups."""
    return [column for column in layout.columns if column.group is None]


def good_row(columns: Sequence[Column], number: int, layout: Layout) -> list[str]:
    """Cells that nobody has anything to say about, many of them empty."""
    good = GOOD | {"case_key": f"C-{number}", "event_date": dt.date(2012, 1, 1).strftime(layout.dates[0])}
    return [good.get(column.field or "", "") for column in columns]


def _title(layout: Layout, planter: Planter) -> str:
    start = "Agresiones" if "agresiones" in layout.sheets else "Mayo" if layout.sheets else ""
    return f"{start} {planter.text(0)}".strip()


def _cells(layout: Layout, planter: Planter) -> Sheets:
    """A row for each column and kind of text, planted in that column; groups likewise."""
    columns = columns_of_a_row(layout)
    rows = [[column.header for column in columns]]
    for turn in range(5):
        for position in range(len(columns)):
            row = good_row(columns, len(rows), layout)
            row[position] = planter.text(turn)
            rows.append(row)
    sheets = {_title(layout, planter): rows}
    for group in dict.fromkeys(c.group for c in layout.columns if c.group):
        members = [c for c in layout.columns if c.group == group]
        inner = [[*(c.header for c in members), "_parent_index"]]
        for turn in range(5):
            for position in range(len(members)):
                row = [*("" for _ in members), str(len(inner))]
                row[position] = planter.text(turn)
                inner.append(row)
        sheets[group] = inner
    return sheets


def _headers(layout: Layout, planter: Planter) -> Sheets:
    """Unknown headers, and a second sheet of cases under a name of its own."""
    sheets = _cells(layout, planter)
    first, rows = next(iter(sheets.items()))
    for turn in range(5):
        rows[0].append(planter.text(turn))
        for row in rows[1:]:
            row.append("x")
    return {
        first: rows,
        planter.text(0): [list(row) for row in rows],
        **{k: v for k, v in sheets.items() if k != first},
    }


def _returned(layout: Layout, planter: Planter) -> Sheets:
    """A column that must be there is not: the file goes back whole."""
    sheets = _headers(layout, planter)
    needed = next(
        i
        for i, column in enumerate(columns_of_a_row(layout))
        if column.required and column.field == "event_date"
    )
    for rows in list(sheets.values())[:2]:
        for row in rows:
            row[needed] = planter.text(0) if row is rows[0] else row[needed]
    return sheets


def _save(path: Path, extension: str, layout: Layout, sheets: Sheets) -> None:
    if extension != "csv":
        save_sheets(path, extension, sheets)
        return
    text = io.StringIO()
    delimiter = layout.delimiter or ","
    [rows, *_] = sheets.values()
    csv.writer(text, delimiter=delimiter).writerows(
        _uwazi(rows, layout) if layout.format == "uwazi" else rows
    )
    moved = f"C-9{delimiter}{delimiter}" + delimiter.join(rows[1][1:]) + "\r\n"
    path.write_text(text.getvalue() + moved, encoding="utf-8")


def _uwazi(rows: list[list[str]], layout: Layout) -> list[list[str]]:
    """Properties with several values carry the language in their header."""
    several = {column.header for column in layout.columns if column.split}
    return [[f"{cell}__es" if cell in several else cell for cell in rows[0]], *rows[1:]]
