"""What calamine does not give of a workbook: cells in error, formulas without a value, zeros that only a number
format holds, hidden rows, the 1904 date system. Each kind of file is read again by the library that knows it.
"""

from __future__ import annotations

from pathlib import Path

from mesoregistry.readers.second_look import ods, xls, xlsb, xlsx
from mesoregistry.readers.second_look.second_look import SecondLook
from mesoregistry.readers.sniff import Kind

LOOKS = {"xlsx": xlsx.look, "xls": xls.look, "xlsb": xlsb.look, "ods": ods.look}


def look(path: Path, kind: Kind) -> SecondLook:
    """Raises whatever the second library makes of a strange file."""
    return LOOKS[kind](path)
