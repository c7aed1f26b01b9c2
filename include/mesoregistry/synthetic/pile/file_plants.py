"""What is planted in a whole file: its header, its sheets, what stands below the cases, how its lines are written."""

from __future__ import annotations

import random

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import PatternFill

from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.pile.columns_added import tables
from mesoregistry.synthetic.pile.kind import Plant
from mesoregistry.synthetic.pile.plants import filled
from mesoregistry.synthetic.pile.shape_plants import BY_HAND

MARKS = ("{} *", "{}:", "{}.", "{} (obligatorio)", "¿{}?", "  {}  ")
GROUPS = ("Datos del hecho", "De quién se trata", "Lo que pasó")
COLOURED = range(2, 9_000, 3)  # columns behind the last one


def marked_headers(book: Book, row: Row, rng: random.Random) -> bool:
    """Headers as a form prints them: ``Municipio *``, ``AGRESOR:``, ``Edad.``."""
    if book.layout.format not in BY_HAND:
        return False
    mark, is_upper = rng.choice(MARKS), rng.random() < 0.3
    for rows, last in tables(book):
        cells = rows[last].cells
        cells[:] = [
            mark.format(cell.upper() if is_upper else cell) if isinstance(cell, str) and cell else cell
            for cell in cells
        ]
    return True


def upper_header(book: Book, row: Row, rng: random.Random) -> bool:
    """A header of two rows whose upper one is not merged: each of its texts stands over its first column alone."""
    layout = book.layout
    if layout.format not in BY_HAND:
        return False
    if layout.header_rows == 2:
        book.merged = {name: [] for name in book.merged}
        return True
    width = len(layout.columns)
    starts = (0, *sorted(rng.sample(range(1, width), len(GROUPS) - 1)))
    groups = [GROUPS[sum(start <= position for start in starts) - 1] for position in range(width)]
    for rows, last in tables(book):
        upper: list[object] = [groups[i] if i in starts else None for i in range(len(rows[last].cells))]
        rows.insert(last, Row(upper))
    columns = tuple(
        column.model_copy(update={"header": f"{group} / {column.header}"})
        for column, group in zip(layout.columns, groups, strict=True)
    )
    book.layout = layout.model_copy(update={"header_rows": 2, "columns": columns})
    return True


def chart_first(book: Book, row: Row, rng: random.Random) -> bool:
    """A sheet with a chart before those with data."""
    if book.suffix != ".xlsx":
        return False

    def add_chart(workbook: openpyxl.Workbook) -> None:
        data, chart = workbook.worksheets[0], BarChart()
        chart.add_data(Reference(data, min_col=1, min_row=1, max_row=3))
        workbook.create_chartsheet("Gráfico", 0).add_chart(chart)

    book.workbook_changes.append(add_chart)
    return True


def coloured_columns(book: Book, row: Row, rng: random.Random) -> bool:
    """Thousands of empty columns with a colour."""
    if book.suffix != ".xlsx":
        return False

    def colour(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.worksheets[0]
        fill, width = PatternFill("solid", start_color="FFEEAA"), sheet.max_column
        for number in range(1, 4):
            for column in COLOURED:
                sheet.cell(number, width + column).fill = fill

    book.workbook_changes.append(colour)
    return True


def table_below(*lines: tuple[object, ...]) -> Plant:
    """Another table, after an empty row, under the cases."""

    def plant(book: Book, row: Row, rng: random.Random) -> bool:
        if book.layout.format not in BY_HAND:
            return False
        rows = book.main()
        rows += [Row(filled(rows[-1], *cells)) for cells in ((), *lines)]
        return True

    return plant


def quoted_lines(book: Book, row: Row, rng: random.Random) -> bool:
    """Every line of a text file as one quoted field."""
    if book.suffix != ".csv":
        return False
    book.line_changes.append(lambda text: '"' + text.replace('"', '""') + '"')
    return True
