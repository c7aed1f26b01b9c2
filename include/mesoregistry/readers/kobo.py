"""KoboToolbox (and Ona) exports.

A main table, repeat groups joined by ``_index`` and ``_parent_index`` or written as ``group[2]/question``
columns, and select-multiple questions in their three modes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.readers import delimited, text_parts, workbook
from mesoregistry.readers.choices import join_choices
from mesoregistry.readers.grid import Grid, Unreadable
from mesoregistry.readers.group_names import in_full, with_short_names
from mesoregistry.readers.header import table_of
from mesoregistry.readers.header_names import header_key, header_keys
from mesoregistry.readers.links import position
from mesoregistry.readers.repeat_groups import join, without_empty_rows
from mesoregistry.readers.repeated_columns import group_of_columns, question_of_group
from mesoregistry.readers.reviews import refused_answers
from mesoregistry.readers.sniff import Kind
from mesoregistry.readers.table import Decision, Reading, Table
from mesoregistry.readers.times import last_time

SYSTEM = frozenset(
    {
        "start", "end", "today", "deviceid", "username", "SubmissionDate",
        # of ODK Central; its ``Status`` may as well be a question of the form, and is asked about
        "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "ReviewState", "DeviceID", "Edits",
        "FormVersion",
    }
)  # fmt: skip
KEYS = ("KEY", "PARENT_KEY")  # in whatever letters


def tables(path: Path, kind: Kind, layout: Layout, reading: Reading) -> list[Table]:
    """The main table first, then its repeat groups. Raises ``Unreadable``."""
    groups = list(dict.fromkeys(c.group for c in layout.columns if c.group))
    nothing = frozenset(word.casefold() for word in layout.nulls)
    if kind == "text":
        main = _table(delimited.grid_of(path, layout, reading), layout, reading)
        made = [group_of_columns(main, group, nothing) for group in groups]
    else:
        if kind == "texts":
            main, *made = _from_parts(path, layout, reading, groups)
        else:
            [grid, *_] = workbook.sheets(path, kind, layout, reading)
            main = _table(grid, layout, reading)
            made = [_from_sheet(path, kind, layout, reading, group) for group in groups]
        joined = join(main, made, reading, lambda table: _questions(table, layout), nothing)
        made = [without_empty_rows(t, _questions(t, layout), reading, nothing) for t in joined]
    _note_last_answer(main, reading)
    reading.findings += refused_answers(main)
    system = ", ".join(h.text for h in main.headers if is_system(h.text, layout, None)) or "-"
    reading.decisions.append(Decision("system_columns", system, main.sheet))
    return [_finished(table, layout, reading) for table in (main, *made)]


def _table(grid: Grid, layout: Layout, reading: Reading, group: str | None = None) -> Table:
    return in_full(table_of(grid, with_short_names(layout), reading, group), layout)


def _from_parts(path: Path, layout: Layout, reading: Reading, groups: Sequence[str]) -> list[Table]:
    """The main table and the repeat groups of several text files in a zip."""
    main, *others = text_parts.grids(path, layout, reading, groups)
    reading.decisions.append(Decision("sheets", ", ".join(grid.name or "" for grid in (main, *others))))
    grids = {grid.name: grid for grid in others}
    if lacking := [group for group in groups if group not in grids]:
        raise Unreadable(message("group_missing").finding(group=lacking[0]))
    return [
        _table(main, layout, reading),
        *(_table(grids[group], layout, reading, group) for group in groups),
    ]


def _from_sheet(path: Path, kind: Kind, layout: Layout, reading: Reading, group: str) -> Table:
    try:
        [grid] = workbook.sheets(path, kind, layout, reading, re.escape(group))
    except Unreadable as fault:
        if fault.finding.rule != "sheet_missing":
            raise
        raise Unreadable(message("group_missing").finding(group=group)) from None
    return _table(grid, layout, reading, group)


def _questions(table: Table, layout: Layout) -> list[int]:
    return [i for i, h in enumerate(table.headers) if not is_system(h.text, layout, table.group)]


def _note_last_answer(main: Table, reading: Reading) -> None:
    """When the last answer came in: of two exports of a form, the one whose last answer is earlier is the older."""
    columns = [position(main, name) for name in ("_submission_time", "SubmissionDate", "end")]
    column = next((column for column in columns if column is not None), None)
    if column is None:
        return
    if last := last_time([text for row in main.rows if (text := row.cells[column])]):
        reading.decisions.append(Decision("last_answer", last, main.sheet))


def _finished(table: Table, layout: Layout, reading: Reading) -> Table:
    """Choices joined into one cell, the columns of the system and of groups taken out."""
    columns = [c for c in layout.columns if c.group == table.group]
    questions = [c for c in columns if c.split and c.split.choices]
    joined = join_choices(table, questions, layout.booleans, reading.findings)
    groups = {column.group for column in layout.columns}

    def is_kept(header: str) -> bool:
        parts = question_of_group(header)
        return not is_system(header, layout, table.group) and (parts is None or parts[0] not in groups)

    return joined.with_columns([i for i, header in enumerate(joined.headers) if is_kept(header.text)])


def is_system(header: str, layout: Layout, group: str | None) -> bool:
    """Whether a column is the program's own, and no question of the form."""
    if header_key(header) in header_keys(column for column in layout.columns if column.group == group):
        return False
    is_own = header.startswith(("_", "meta/", "meta-", "SET-OF-")) or header in SYSTEM
    return is_own or header.upper() in KEYS
