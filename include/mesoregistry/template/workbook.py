"""The template as a workbook: instructions, the sheets of the layout with their lists, and the hidden lists."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

from mesoregistry.catalog.columns import Column
from mesoregistry.catalog.fields import fields
from mesoregistry.catalog.layouts import Layout
from mesoregistry.findings import Language, Text
from mesoregistry.readers.own_sheets import INSTRUCTIONS, LISTS
from mesoregistry.template import instructions
from mesoregistry.template.allowed import Allowed, groups, separator
from mesoregistry.template.lists import Lists
from mesoregistry.template.sheet_names import sheet_of_month

ROWS = 500  # with lists; a month has some two hundred attacks
OF_GROUP = ("_index", "_parent_table_name", "_parent_index")
OPTIONS = {"strings_to_numbers": False, "strings_to_formulas": False, "in_memory": True}
WIDTH = 22  # characters
OTHER = Text(
    "Esta palabra no está en la lista. Si es de su registro, puede dejarla.",
    "This word is not in the list. If your registry uses it, you may keep it.",
)


def write(target: Path | BytesIO, allowed: Allowed, language: Language = "es") -> None:
    """Write the template of a source for a month to ``target`` (xlsx)."""
    layout = allowed.layout
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        formats = _formats(book, layout)
        intro = book.add_worksheet(INSTRUCTIONS[language])
        cases = sheet_of_month(layout, allowed.period)
        sheets = [
            (None, book.add_worksheet(cases)),
            *((name, book.add_worksheet(name)) for name in groups(layout)),
        ]
        lists = Lists(book.add_worksheet(LISTS[language]), allowed, language)
        for group, sheet in sheets:
            columns = [column for column in layout.columns if column.group == group]
            _header(sheet, layout, columns, formats, _of_form(layout, group))
            for position, column in enumerate(columns):
                _choices(sheet, position, column, lists, language)
        instructions.fill(intro, allowed, cases, formats, language)


def _formats(book: Any, layout: Layout) -> dict[str, Any]:
    head = {"bold": True, "bg_color": "#EDE7F3", "border": 1, "border_color": "#B9A7CC", "text_wrap": True}
    shown = (layout.dates[0] if layout.format == "workbook" else "%Y-%m-%d").replace("%Y", "yyyy")
    return {
        "header": book.add_format({**head, "valign": "vcenter"}),
        "group": book.add_format({**head, "align": "center", "bg_color": "#D9CBE6"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": shown.replace("%d", "dd").replace("%m", "mm")}),
        "mark": book.add_format({"font_color": "#9A94A3", "font_size": 8}),
        "text": book.add_format({"num_format": "@"}),
    }


def _of_form(layout: Layout, group: str | None) -> Sequence[str]:
    """The columns by which the sheets of a KoboToolbox export are joined."""
    if layout.format != "kobo" or not groups(layout):
        return ()
    return OF_GROUP if group else OF_GROUP[:1]


def _header(
    sheet: Any, layout: Layout, columns: Sequence[Column], formats: dict[str, Any], more: Sequence[str]
) -> None:
    top = max(layout.header_rows - 1, 0)
    names = [*(_written(column, layout) for column in columns), *more]
    for position, name in enumerate(names):
        own = _parts(name, top)[-1]
        if layout.header_rows:
            sheet.write_string(top, position, own, formats["header"])
        column = columns[position] if position < len(columns) else None
        sheet.set_column(position, position, WIDTH, formats[_cell_format(column, layout)])
    for level in range(top):
        _group_titles(sheet, level, [_parts(name, top)[level] for name in names], formats["group"])
    sheet.freeze_panes(layout.header_rows, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _parts(name: str, top: int) -> list[str]:
    """What stands of a header in each of its rows, the last one the lowest; ``top``: rows above that."""
    parts = name.rsplit(" / ", top) if top else [name]
    return [""] * (top + 1 - len(parts)) + parts


def _group_titles(sheet: Any, row: int, titles: Sequence[str], style: Any) -> None:
    """An upper row of the header: each title over its columns."""
    for title, run in groupby(enumerate(titles), key=lambda item: item[1]):
        positions = [position for position, _ in run]
        if title and len(positions) > 1:
            sheet.merge_range(row, positions[0], row, positions[-1], title, style)
        else:
            sheet.write_string(row, positions[0], title, style)


def _written(column: Column, layout: Layout) -> str:
    several = layout.format == "uwazi" and column.split is not None
    return f"{column.header}__{layout.language}" if several else column.header


def _cell_format(column: Column | None, layout: Layout) -> str:
    """Cells are texts, so that a spreadsheet changes no key and no date; days of a workbook are dates."""
    kind = fields()[column.field].kind if column and column.field else "text"
    is_day = kind == "date" and column is not None and column.part is None and layout.format == "workbook"
    return "date" if is_day else "text"


def _choices(sheet: Any, position: int, column: Column, lists: Lists, language: Language) -> None:
    layout = lists.allowed.layout
    if column.ignored or separator(column) is not None:
        return  # a cell with several values cannot be held to a list
    if source := lists.source(column):
        sheet.data_validation(
            layout.header_rows, position, ROWS, position,
            {"validate": "list", "source": source, "error_type": "warning", "error_message": OTHER.in_(language)},
        )  # fmt: skip
