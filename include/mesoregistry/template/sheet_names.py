"""A sheet name that a layout reads."""

from __future__ import annotations

import datetime as dt
import re

from mesoregistry.catalog.layouts import Layout


def sheet_name(layout: Layout, usual: str) -> str:
    """A sheet name that the layout reads: the usual one, or the first alternative of its pattern without signs."""
    if not layout.sheets or re.fullmatch(layout.sheets, usual):
        return usual
    first = re.sub(r"\(\?\w+\)", "", layout.sheets).split("|")[0]
    name = re.sub(r"\\(.)", r"\1", first.replace(".*", ""))
    return name if re.fullmatch(layout.sheets, name) else usual


def sheet_of_month(layout: Layout, period: dt.date) -> str:
    """The name of a month, as ``Mayo``, where the layout reads it; else as ``sheet_name``."""
    from babel.dates import format_date

    name = sheet_name(layout, format_date(period, "LLLL", locale="es").capitalize())
    return sheet_name(layout, name.capitalize())
