"""Sheets that this program writes into a team's workbook: what to correct, and how to fill a template in. No case."""

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
INSTRUCTIONS: dict[Language, str] = {"es": "Instrucciones", "en": "Instructions"}
LISTS: dict[Language, str] = {"es": "Listas", "en": "Lists"}
OWN = frozenset((*TITLES.values(), *INSTRUCTIONS.values(), *LISTS.values()))
TEMPLATE = "Mesoregistry"  # in the first cell of both; beside it the layout's id and its version


def is_own_sheet(book: Any, name: str) -> bool:
    """Whether a sheet of a workbook opened with calamine was written by this program and holds no case."""
    if name in TITLES.values():
        return tuple(_first_row(book, name)[:4]) in set(map(tuple, HEADERS.values()))
    return name in (*INSTRUCTIONS.values(), *LISTS.values()) and _first_row(book, name)[:1] == [TEMPLATE]


def is_own_workbook(path: Path) -> bool:
    """Whether a workbook begins with such a sheet; ``False`` for one that cannot be opened."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            return bool(book.sheet_names) and is_own_sheet(book, book.sheet_names[0])
    except (CalamineError, OSError):
        return False


def template_of(book: Any) -> tuple[str, str] | None:
    """The layout's id and its version that a workbook's template was made for; ``None`` when it is no template."""
    for name in book.sheet_names:
        if name in INSTRUCTIONS.values() and is_own_sheet(book, name):
            _, layout, version, *_ = [*map(str, _first_row(book, name)), "", ""]
            return layout, version
    return None


def _first_row(book: Any, name: str) -> list[object]:
    rows = book.get_sheet_by_name(name).to_python(nrows=1)
    return list(rows[0]) if rows else []
