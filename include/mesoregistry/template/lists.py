"""The hidden sheet of a template: a column of words for each list, and municipalities beside their departments."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from mesoregistry.catalog.columns import Column
from mesoregistry.catalog.fields import fields
from mesoregistry.findings import Language
from mesoregistry.readers.own_sheets import TEMPLATE
from mesoregistry.template.allowed import Allowed

FIRST_ROW = 1  # from 0; the row above says whose sheet it is


class Lists:
    """Where the allowed words stand, as Excel writes it. ``sheet`` is filled as columns ask for their lists."""

    def __init__(self, sheet: Any, allowed: Allowed, language: Language) -> None:
        self.allowed, self._sheet, self._language = allowed, sheet, language
        self._ranges: dict[tuple[str, ...], str] = {}
        self._width = 0
        sheet.write_string(0, 0, TEMPLATE)
        sheet.hide()
        if allowed.places:
            self._places = self._add([department for department, _ in allowed.places])
            self._towns = self._add([town for _, town in allowed.places])
            self._departments = self._add(list(dict.fromkeys(department for department, _ in allowed.places)))

    def source(self, column: Column) -> str | list[str] | None:
        """What the validation of a column takes its words from; ``None`` where anything may stand."""
        known = fields()[column.field] if column.field else None
        if known is None:
            return None
        if known.kind == "boolean":
            return [
                words[0].capitalize()
                for words in (self.allowed.layout.booleans.yes, self.allowed.layout.booleans.no)
            ]
        if terms := self.allowed.terms(column, self._language):
            return f"={self._add(terms)}"
        if (
            column.field in ("admin1", "admin2")
            and self.allowed.places
            and not (column.width or column.first)
        ):
            return f"={self._departments}" if column.field == "admin1" else self._of_department(column)
        return None

    def _add(self, words: list[str]) -> str:
        key = tuple(words)
        if key not in self._ranges:
            self._sheet.write_column(FIRST_ROW, self._width, words)
            cells = xl_range_abs(FIRST_ROW, self._width, FIRST_ROW + len(words) - 1, self._width)
            self._ranges[key] = f"'{self._sheet.get_name()}'!{cells}"
            self._width += 1
        return self._ranges[key]

    def _of_department(self, column: Column) -> str:
        """The municipalities of the department that stands in the same row."""
        layout = self.allowed.layout
        siblings = [c for c in layout.columns if c.group == column.group]
        department = next((i for i, c in enumerate(siblings) if c.field == "admin1"), None)
        if department is None:
            return f"={self._towns}"
        cell = f"${xl_col_to_name(department)}{layout.header_rows + 1}"
        first = self._towns.split(":", maxsplit=1)[0]
        return f"=OFFSET({first},MATCH({cell},{self._places},0)-1,0,COUNTIF({self._places},{cell}),1)"
