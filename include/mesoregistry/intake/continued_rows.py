"""A case over several rows of which the first alone says what is of the case: the next ones take it from there."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import fields
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.matching import MatchedTable
from mesoregistry.intake.table_part import FieldColumns
from mesoregistry.intake.values import Conventions, Values

KEY = "case_key"


def continue_rows(main: MatchedTable, columns: FieldColumns, conventions: Conventions) -> list[Finding]:
    """Fill the rows that have the key of the row above; what is of an attack is each row's own.

    Of the woman attacked all is taken or nothing: a second woman without an age has not that of the first. Where the
    layout does not say ``fill_down``, only rows that say nothing else of the case are filled, with a note.
    """
    fill = conventions.layout.fill_down
    keys = columns.get(KEY, [])
    if fill is False or conventions.unit != "attack":
        return []
    of_case = [
        n for n in columns if n != KEY and fields()[n].per == "record" and n not in conventions.layout.given
    ]
    of_woman = [name for name in columns if fields()[name].per == "target"]
    filled = []
    for position in range(1, len(keys)):
        if not any(keys[position]) or keys[position] != keys[position - 1]:
            continue
        stated = any(any(columns[name][position]) for name in of_case)
        woman = any(any(columns[name][position]) for name in of_woman)
        if not fill and (stated or woman):
            continue
        taken = [*of_case, *([] if woman else of_woman)]
        if _take(columns, taken, position):
            filled.append(position)
    if fill or not filled:
        return []
    first = main.table.rows[filled[0]].number
    return [message("rows_continued").finding(Address(main.table.sheet), found=len(filled), first=first)]


def _take(columns: FieldColumns, names: Sequence[str], position: int) -> bool:
    """Put the values of the row above into the empty cells of a row; whether there were any."""
    changed = False
    for name in names:
        values: list[Values] = columns[name]
        if not any(values[position]) and any(values[position - 1]):
            values[position] = values[position - 1]
            changed = True
    return changed
