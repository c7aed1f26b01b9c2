"""xlsx and xlsm, by openpyxl. A look at the bytes says whether a second reading is worth its time."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from mesoregistry.readers.second_look.second_look import ZEROS, SecondLook
from mesoregistry.readers.second_look.xlsx_styles import add_styles


def look(path: Path) -> SecondLook:
    """Read again with openpyxl what the bytes say is there."""
    result = SecondLook()
    worth = False
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name == "xl/workbook.xml":
                result.system_1904 = bool(re.search(rb'date1904="(1|true)"', archive.read(name)))
            elif name == "xl/styles.xml":
                worth |= bool(re.search(rb'formatCode="0{2,}"', archive.read(name)))
            elif re.match(r"xl/worksheets/[^/]+\.xml", name):
                worth |= bool(re.search(rb't="e"|<f[ >/]|<row[^>]* hidden="(1|true)"', archive.read(name)))
        add_styles(archive, result)
    if worth:
        _add_from_openpyxl(path, result)
    return result


def _add_from_openpyxl(path: Path, result: SecondLook) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=False, keep_links=False)
    for worksheet in book.worksheets:
        sheet = result.sheets[worksheet.title]
        sheet.hidden_rows = sum(d.hidden or False for d in worksheet.row_dimensions.values())
        for row in worksheet.iter_rows():
            for cell in row:
                position = ((cell.row or 1) - 1, (cell.column or 1) - 1)
                if cell.data_type == "e":
                    sheet.errors.add(position)
                elif cell.data_type == "f":
                    sheet.filled.add(position)
                elif cell.data_type == "n" and ZEROS.fullmatch(cell.number_format or ""):
                    sheet.widths[position] = len(cell.number_format)
