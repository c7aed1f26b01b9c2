"""ods, by its own XML (OpenDocument 1.3, part 3, 9 and 16.29): rows and cells repeated by a number."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from mesoregistry.readers.second_look.ods_styles import OASIS, Styles
from mesoregistry.readers.second_look.second_look import Position, SecondLook, Sheet

TABLE, TEXT = (f"{{{OASIS.format(name)}}}" for name in ("table", "text"))
VALUE_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def look(path: Path) -> SecondLook:
    from defusedxml.ElementTree import iterparse

    result = SecondLook()
    styles = Styles()
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as part:
        for event, element in iterparse(part, ("start", "end")):
            if event == "start" and element.tag == f"{TABLE}table":
                sheet, columns, row = result.sheets[element.get(f"{TABLE}name", "")], list[str](), 0
            elif event == "start" or styles.add(element):
                continue
            elif element.tag == f"{TABLE}table-column":
                columns += [element.get(f"{TABLE}default-cell-style-name", "")] * _times(element, "columns")
            elif element.tag == f"{TABLE}table-row":
                times = _times(element, "rows")
                _row(sheet, range(row, row + times), element, columns, styles)
                row += times
                element.clear()
    return result


def _row(sheet: Sheet, rows: range, element: Any, columns: list[str], styles: Styles) -> None:
    cells = list(_cells(element))
    if element.get(f"{TABLE}visibility", "visible") != "visible" and any(len(cell) for _, cell in cells):
        sheet.hidden_rows += len(rows)
    for columns_of_cell, cell in cells:
        high, wide = (int(cell.get(f"{TABLE}number-{axis}-spanned", "1")) for axis in ("rows", "columns"))
        if high > 1 or wide > 1:
            first = columns_of_cell[0]
            sheet.merged.append((rows[0], first, rows[0] + high - 1, first + wide - 1))
        if cell.get(VALUE_TYPE) == "error":
            sheet.errors |= set(product(rows, columns_of_cell))
        elif len(cell):  # a cell with a text: what is shown
            own = cell.get(f"{TABLE}style-name") or element.get(f"{TABLE}default-cell-style-name")
            for column in columns_of_cell:
                style = own or (columns[column] if column < len(columns) else "")
                _apply(sheet, list(product(rows, [column])), cell, style, styles)


def _apply(sheet: Sheet, positions: list[Position], cell: Any, style: str, styles: Styles) -> None:
    if (width := styles.digits.get(style, 0)) > 1:
        sheet.widths |= dict.fromkeys(positions, width)
    if style in styles.shown:
        sheet.shown |= dict.fromkeys(positions, styles.shown[style])
    if style in styles.struck or any(span.get(f"{TEXT}style-name") in styles.struck for span in cell.iter()):
        sheet.struck.update(positions)


def _cells(row: Any) -> Iterator[tuple[range, Any]]:
    column = 0
    for cell in row:
        if cell.tag in CELLS:
            times = _times(cell, "columns")
            yield range(column, column + times), cell
            column += times


def _times(element: Any, axis: str) -> int:
    return int(element.get(f"{TABLE}number-{axis}-repeated", "1"))
