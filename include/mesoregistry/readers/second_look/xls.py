"""xls, by xlrd. It does not tell a formula from its value."""

from __future__ import annotations

import io
from pathlib import Path

from mesoregistry.readers.second_look.second_look import ZEROS, Unseen


def look(path: Path) -> Unseen:
    import xlrd

    # what xlrd warns of could hold a cell: it goes nowhere
    with xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO()) as book:
        unseen = Unseen(system_1904=book.datemode == 1)
        formats = [book.format_map[xf.format_key].format_str for xf in book.xf_list]
        for worksheet in book.sheets():
            sheet = unseen.sheets[worksheet.name]
            sheet.hidden_rows = sum(bool(row.hidden) for row in worksheet.rowinfo_map.values())
            for row in range(worksheet.nrows):
                for column, cell in enumerate(worksheet.row(row)):
                    if cell.ctype == xlrd.XL_CELL_ERROR:
                        sheet.errors.add((row, column))
                    elif cell.ctype == xlrd.XL_CELL_NUMBER and ZEROS.fullmatch(formats[cell.xf_index]):
                        sheet.widths[row, column] = len(formats[cell.xf_index])
    return unseen
