"""Layouts and small files of invented cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from mesoregistry.catalog.model import Layout
from mesoregistry.readers import open_table
from mesoregistry.readers.table import Reading, Table

HEADERS = ("Clave", "Fecha", "Forma", "Municipio")
COLUMNS: Sequence[Mapping[str, object]] = (
    {"header": "Clave", "field": "case_key"},
    {"header": "Fecha", "field": "event_date"},
    {"header": "Forma", "field": "form", "split": {"separator": ";"}},
    {"header": "Municipio", "field": "admin2"},
)
CASE = ("C-1", "2024-03-15", "Amenazas", "Choluteca")
LINES = "Clave;Fecha;Forma;Municipio\nC-1;2024-03-15;Amenazas;Choluteca\n"


def layout(kind: str = "workbook", **more: object) -> Layout:
    return Layout.model_validate({"id": "hoja", "format": kind, "columns": COLUMNS, **more})


def workbook(path: Path, fill: Callable[[Any, Any], None], **options: object) -> Path:
    """A workbook with one sheet ``Hoja1`` that ``fill(book, sheet)`` writes."""
    book = xlsxwriter.Workbook(str(path), dict(options))
    fill(book, book.add_worksheet("Hoja1"))
    book.close()
    return path


def plain(path: Path) -> Path:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, CASE)

    return workbook(path, fill)


def text(path: Path, content: str | bytes, **more: object) -> Reading:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return open_table(path, layout("delimited", **more))


def rules(reading: Reading) -> list[tuple[str, str | None]]:
    """Rule and cell of each finding; every text of both languages must have been filled."""
    for finding in reading.findings:
        for words in (finding.message, finding.remedy):
            assert (
                words.es and words.en and "{" not in words.es + words.en and "None" not in words.es + words.en
            )
    return [(finding.rule, finding.cell) for finding in reading.findings]


def cells(table: Table) -> list[tuple[str | None, ...]]:
    return [row.cells for row in table.rows]


def decided(reading: Reading, name: str) -> list[str]:
    return [decision.value for decision in reading.decisions if decision.name == name]
