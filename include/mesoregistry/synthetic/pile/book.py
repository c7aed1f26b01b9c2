"""An extract as its cells, to plant in: a text file, or the sheets of a workbook."""

from __future__ import annotations

import copy
import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl.utils import column_index_from_string

from mesoregistry.catalog.model import Layout
from mesoregistry.intake.interpretation import Interpretation


@dataclass(slots=True)
class Row:
    """One line of a sheet.

    ``origin``: the number of the record that a sound file has there; ``None``: none. ``encoding``: of this line of a
    text file, where it is another than that of the file. ``formats``: how cells of a workbook show, by position;
    ``struck``: the positions of those that are struck out.
    """

    cells: list[object]
    origin: int | None = None
    encoding: str = ""
    formats: dict[int, str] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()


@dataclass(slots=True)
class Book:
    """A file by its sheets (a text file has one, without a name); ``columns``: field -> position in the main sheet.

    ``line_changes``: what is done to each line of a text file as it is written; ``workbook_changes``: to a workbook
    before it is saved. ``merged_down``: the first and the last row of cells that are merged, with their position.
    """

    layout: Layout
    sheets: dict[str, list[Row]]
    columns: dict[str, int]
    merged: dict[str, list[str]] = field(default_factory=dict)
    encoding: str = "utf-8"
    suffix: str = ".csv"
    line_changes: list[Callable[[str], str]] = field(default_factory=list)
    workbook_changes: list[Callable[[openpyxl.Workbook], None]] = field(default_factory=list)
    merged_down: list[tuple[Row, Row, int]] = field(default_factory=list)

    def copy(self) -> Book:
        """The sound file once more, to plant in."""
        sheets, merged = copy.deepcopy((self.sheets, self.merged))
        return Book(self.layout, sheets, self.columns, merged, self.encoding, self.suffix)

    def rows(self) -> list[Row]:
        """The rows that are records of a sound file."""
        return [row for rows in self.sheets.values() for row in rows if row.origin is not None]

    def main(self) -> list[Row]:
        """The sheet that holds most records."""
        return max(self.sheets.values(), key=lambda rows: sum(row.origin is not None for row in rows))

    def origins(self) -> dict[tuple[str, int], int]:
        """Sheet and row number, as a person counts, of each record of the sound file."""
        return {
            (name, number): row.origin
            for name, rows in self.sheets.items()
            for number, row in enumerate(rows, start=1)
            if row.origin is not None
        }


def load(path: Path, layout: Layout, sound: Interpretation) -> Book:
    """The cells of a sound extract; ``sound``: how it is read."""
    columns = {
        name: column_index_from_string(next(iter(letters.values()))) - 1
        for name, place in sound.columns.items()
        if place["group"] is None and isinstance(letters := place["letters"], dict)
    }
    origins = {(record.sheet or "", record.row): record.number for record in sound.records}
    if layout.format in ("delimited", "uwazi"):
        encoding = layout.encoding if layout.format == "delimited" else "utf-8"
        lines = csv.reader(io.StringIO(path.read_bytes().decode(encoding)), delimiter=layout.delimiter or ",")
        rows = [Row(list(cells), origins.get(("", number))) for number, cells in enumerate(lines, start=1)]
        return Book(layout, {"": rows}, columns, encoding=encoding)
    book = openpyxl.load_workbook(path)
    sheets = {
        sheet.title: [
            Row(list(cells), origins.get((sheet.title, number)))
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
        ]
        for sheet in book
    }
    merged = {sheet.title: [str(cells) for cells in sheet.merged_cells.ranges] for sheet in book}
    return Book(layout, sheets, columns, merged, suffix=".xlsx")
