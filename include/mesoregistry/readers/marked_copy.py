"""The workbook that ``check --workbook`` marks comes back: its first sheet says what to correct and holds no case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mesoregistry.findings import Language

TITLES: dict[Language, str] = {"es": "Qué corregir", "en": "What to correct"}
HEADERS: dict[Language, Sequence[str]] = {
    "es": ("Celda", "Qué pasa", "Qué hacer", "Valor"),
    "en": ("Cell", "What is wrong", "What to do", "Value"),
}


def is_list_of_corrections(book: Any, name: str) -> bool:
    """Whether a sheet of a workbook opened with calamine is the list of what to correct."""
    if name not in TITLES.values():
        return False
    rows = book.get_sheet_by_name(name).to_python(nrows=1)
    return bool(rows) and tuple(rows[0][:4]) in set(map(tuple, HEADERS.values()))


def is_marked_copy(path: Path) -> bool:
    """Whether a workbook begins with the list of what to correct; ``False`` for one that cannot be opened."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path) as book:
            return bool(book.sheet_names) and is_list_of_corrections(book, book.sheet_names[0])
    except (CalamineError, OSError):
        return False
