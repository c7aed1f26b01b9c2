"""Workbooks: xlsx, xlsm, xls, xlsb, ods, read by calamine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.findings import Address, Finding
from mesoregistry.readers import second_look
from mesoregistry.readers.grid import Grid, Unreadable
from mesoregistry.readers.nearest_names import nearest_sheet
from mesoregistry.readers.own_sheets import TITLES, is_own_sheet, template_of
from mesoregistry.readers.sheet_texts import as_texts
from mesoregistry.readers.sniff import Kind
from mesoregistry.readers.table import Decision, Reading
from mesoregistry.readers.unread_sheets import unread, unread_of_groups

PRIVATE = 0xE000  # from here on no character has a meaning
SEVERAL = r"(?:\{[\d,]+\}|[+*])"
TEXTUAL = ("delimited", "uwazi")  # formats whose files come as a workbook only where this program wrote it


def sheets(path: Path, kind: Kind, layout: Layout, reading: Reading, wanted: str | None = None) -> list[Grid]:
    """The sheets whose name matches ``wanted`` (default: the layout's), without charts and the hidden ones.

    With no pattern, the first visible sheet. Raises ``Unreadable``.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    pattern = layout.sheets if wanted is None else wanted
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            cases = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
            cases = [s for s in cases if not is_own_sheet(book, s.name)]
            _note_template(template_of(book), layout, reading)
            visible = [s.name for s in cases if s.visible == SheetVisibleEnum.Visible]
            hidden = [s.name for s in cases if s.name not in visible]
            chosen = [name for name in visible if re.fullmatch(pattern, name)] if pattern else visible[:1]
            reading.findings += [_hidden(n) for n in hidden if not pattern or re.fullmatch(pattern, n)]
            if not chosen:
                raise Unreadable(_missing(pattern, visible, [s.name for s in book.sheets_metadata]))
            grids = [_grid(book.get_sheet_by_name(name)) for name in chosen]
            if wanted is None or layout.format in TEXTUAL:
                others = (_grid(book.get_sheet_by_name(name)) for name in _others(layout, visible, chosen))
                reading.findings += filter(None, (_unread(grid, layout, grids[0]) for grid in others))
    except BaseException as error:
        # a panic of the parser is no Exception; a part whose checksum is wrong is an OSError
        if not isinstance(error, (CalamineError, OSError)) and type(error).__name__ != "PanicException":
            raise
        raise Unreadable(message("file_unreadable").finding()) from None
    _second_look(path, kind, grids, reading)
    return grids


def _note_template(template: tuple[str, str] | None, layout: Layout, reading: Reading) -> None:
    if template is None or any(decision.name == "template" for decision in reading.decisions):
        return
    reading.decisions.append(Decision("template", " ".join(template)))
    if template != (layout.id, layout.version):
        reading.findings.append(message("template_outdated").finding())


def _hidden(name: str) -> Finding:
    return message("sheet_hidden").finding(Address(name), quotes=("sheet_name",), sheet_name=name)


def _missing(pattern: str, visible: Sequence[str], names_of_all: Sequence[str]) -> Finding:
    if not visible and set(TITLES.values()) & set(names_of_all):
        return message("file_of_corrections").finding()
    if not visible:
        return message("sheets_not_visible").finding()
    agreed, names = readable(pattern), ", ".join(visible)
    if near := nearest_sheet(_agreed_names(pattern), visible):
        return message("sheet_renamed").finding(quotes=("found",), wanted=agreed, found=near)
    return message("sheet_missing").finding(quotes=("found",), wanted=agreed, found=names)


def _others(layout: Layout, visible: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """The sheets that nothing reads."""
    groups = {column.group for column in layout.columns}
    return [name for name in visible if name not in chosen and name not in groups]


def _unread(grid: Grid, layout: Layout, main: Grid) -> Finding | None:
    if layout.format == "workbook":
        return unread(grid, layout, readable(layout.sheets))
    return unread_of_groups(grid, layout, main, [c.group for c in layout.columns if c.group])


def _agreed_names(pattern: str) -> list[str]:
    """Each name that a pattern means: ``(?i)(enero|mayo).*`` means ``enero…`` and ``mayo…``."""
    choice = re.fullmatch(r"(.*)\(([^()?]+)\)(.*)", pattern.replace("(?:", "("))
    if choice is None:
        return readable(pattern).split(", ")
    return [readable(f"{choice[1]}{name}{choice[3]}") for name in choice[2].split("|")]


def readable(pattern: str) -> str:
    """A pattern of sheet names as a person would give it: ``agresiones…`` for ``(?i)agresiones.*``."""
    # a sign that stands for itself is kept from what follows
    text = re.sub(r"\\(\W)", lambda sign: chr(PRIVATE + ord(sign[1])), pattern)
    text = re.sub(r"\(\?[a-z]+\)|\?:|[\^$]", "", text)
    text = re.sub(r"\\s[+*?]?| [+*?]", " ", re.sub(r"\[([A-ZÁÉÍÓÚÑ])\w\]", r"\1", text))
    text = re.sub(rf"(\\[dw]|\[[^\]]*\]|\.(?={SEVERAL})){SEVERAL}?\??", "…", text)
    text = re.sub(r"(?<=\w)\?", "", text.replace("|", ", ").replace("(", "").replace(")", ""))
    if re.search(r"[\\\[\]{}+?*]", text):
        return "…"
    text = "".join(chr(ord(c) - PRIVATE) if PRIVATE <= ord(c) < PRIVATE + 128 else c for c in text)
    return re.sub("…+", "…", text) or "1"


def _second_look(path: Path, kind: Kind, grids: list[Grid], reading: Reading) -> None:
    try:
        result = second_look.look(path, kind)
    except Exception as error:  # these libraries raise whatever a strange part of a file provokes in them
        raise Unreadable(message("file_unreadable").finding()) from error
    if not result.formats:
        reading.findings.append(message("zeros_unseen").finding())
    if result.system_1904:
        reading.decisions.append(Decision("date_system", "1904"))
    for grid in grids:
        result.apply(grid)
        if hidden := result.sheets[grid.name or ""].hidden_rows:
            reading.findings.append(message("rows_hidden").finding(Address(grid.name), found=hidden))


def _grid(sheet: Any) -> Grid:
    _, left = sheet.start or (0, 0)
    rows, texts = as_texts(sheet.iter_rows(), left)
    ranges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return Grid(sheet.name, rows, ranges, texts=texts)
