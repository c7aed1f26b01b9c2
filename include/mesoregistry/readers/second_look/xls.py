"""xls, by xlrd. It does not distinguish a formula from its value."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from mesoregistry.readers.second_look.second_look import ZEROS, Position, SecondLook, shown_length


def look(path: Path) -> SecondLook:
    import xlrd

    # a warning of xlrd could hold the text of a cell: it is thrown away
    with xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO()) as book:
        result = SecondLook(system_1904=book.datemode == 1)
        formats = [book.format_map[xf.format_key].format_str for xf in book.xf_list]
        struck = [bool(book.font_list[xf.font_index].struck_out) for xf in book.xf_list]
        for worksheet in book.sheets():
            sheet = result.sheets[worksheet.name]
            sheet.hidden_rows = sum(bool(row.hidden) for row in worksheet.rowinfo_map.values())
            for row in range(worksheet.nrows):
                for column, cell in enumerate(worksheet.row(row)):
                    if cell.ctype == xlrd.XL_CELL_ERROR:
                        sheet.errors.add((row, column))
                    if struck[cell.xf_index]:
                        sheet.struck.add((row, column))
                    if cell.ctype == xlrd.XL_CELL_DATE and (shown := shown_length(formats[cell.xf_index])):
                        sheet.shown[row, column] = shown
                    if cell.ctype == xlrd.XL_CELL_NUMBER and ZEROS.fullmatch(formats[cell.xf_index]):
                        sheet.widths[row, column] = len(formats[cell.xf_index])
            sheet.struck |= _struck_parts(book, worksheet)
    return result


def _struck_parts(book: Any, worksheet: Any) -> set[Position]:
    """Cells of which a part of the text is struck out."""
    return {
        position
        for position, runs in worksheet.rich_text_runlist_map.items()
        if any(book.font_list[font].struck_out for _, font in runs)
    }
