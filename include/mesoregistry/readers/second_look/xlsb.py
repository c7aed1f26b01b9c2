"""xlsb, by pyxlsb: it gives an error as its code, and no number formats, so zeros shown by a format are lost."""

from __future__ import annotations

import re
from pathlib import Path

from mesoregistry.readers.second_look.second_look import SecondLook

# [MS-XLSB] 2.5.97.2. A text of the same letters is a text for calamine.
ERROR = re.compile(r"0x(0|7|f|17|1d|24|2a|2b)")


def look(path: Path) -> SecondLook:
    from pyxlsb import open_workbook

    result = SecondLook(formats=False)
    with open_workbook(str(path)) as book:
        for name in book.sheets:
            with book.get_sheet(name) as worksheet:
                result.sheets[name].filled = {
                    (cell.r, cell.c)
                    for row in worksheet.rows(sparse=True)
                    for cell in row
                    if isinstance(cell.v, str) and ERROR.fullmatch(cell.v)
                }
    return result
