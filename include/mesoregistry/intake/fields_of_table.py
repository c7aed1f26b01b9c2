"""Fields of a table: for each field, its values in every record, over the columns and rows that hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from operator import attrgetter, itemgetter

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, fields
from mesoregistry.findings import Finding
from mesoregistry.intake.absent_columns import with_defaults
from mesoregistry.intake.date_ranges import take_ends
from mesoregistry.intake.dates import joined_date
from mesoregistry.intake.doubtful_cells import findings_of_doubts
from mesoregistry.intake.places_of_rows import take_out_what_lies_above
from mesoregistry.intake.precision import apply_precision
from mesoregistry.intake.repetitions import fill_repetitions
from mesoregistry.intake.table_part import FieldColumns, TablePart
from mesoregistry.intake.values import ColumnValues, Conventions, Values, column_values

BY_HAND = ("workbook", "delimited")  # formats in which a person typed the cells one below the other


def field_columns(part: TablePart, conventions: Conventions) -> tuple[FieldColumns, list[Finding]]:
    """The fields of a table's columns; a finding for each cell in error and each date to ask about."""
    columns: FieldColumns = {}
    date_parts: dict[str, dict[str, list[Values]]] = {}
    findings = _cell_errors(part)
    cells = list(map(attrgetter("cells"), part.matched.table.rows))
    for column, position in part.matched.columns:
        assert column.field
        texts = list(map(itemgetter(position), cells))
        if conventions.layout.format in BY_HAND and part.matched.table.group is None:
            findings += fill_repetitions(
                part.matched, part.numbers, column, position, texts, conventions.vocabulary
            )
        if column.field == "event_date" and column.part is None:
            findings += take_ends(part, column, position, texts, conventions, columns)
        read = column_values(texts, column, conventions)
        findings += findings_of_doubts(part, column, position, texts, read)
        values = part.by_record(read.cells)
        findings += _without_form(part, column, position, read)
        if column.part:
            date_parts.setdefault(column.field, {})[column.part] = values
        elif before := columns.get(column.field):
            columns[column.field] = [a + b for a, b in zip(before, values, strict=True)]
        else:
            columns[column.field] = values
    findings += with_defaults(part, conventions, columns)
    take_out_what_lies_above(columns)
    _cut_places([column for column, _ in part.matched.columns], columns)
    columns |= {field: _joined_dates(parts) for field, parts in date_parts.items()}
    return columns, [*findings, *apply_precision(part, conventions.layout, columns)]


def _cell_errors(part: TablePart) -> list[Finding]:
    return [
        message("cell_error").finding(part.matched.address(row, position), field=column.field, record=number)
        for row, number in zip(part.matched.table.rows, part.numbers, strict=True)
        if row.errors and number is not None
        for column, position in part.matched.columns
        if position in row.errors
    ]


def _without_form(part: TablePart, column: Column, position: int, read: ColumnValues) -> list[Finding]:
    """The rows of a repeat group that say something of an attack and not its form, where its case has others."""
    if column.field != "form" or part.matched.table.group is None:
        return []
    has_form = {number for number, values in zip(part.numbers, read.cells, strict=True) if any(values)}
    return [
        message("form_missing_in_group").finding(
            part.matched.address(row, position), field=column.field, record=number
        )
        for row, number, values in zip(part.matched.table.rows, part.numbers, read.cells, strict=True)
        if number in has_form and not any(values) and position not in (row.errors or ())
    ]


def _joined_dates(parts: Mapping[str, list[Values]]) -> list[Values]:
    """Dates written in three columns; of several rows of a record the last one holds."""
    last = [
        [values[-1] if values else None for values in parts[name]] if name in parts else repeat(None)
        for name in ("year", "month", "day")
    ]
    written = list(zip(*last, strict=False))
    joined = {date: (joined_date(*date),) for date in set(written)}
    return [joined[date] for date in written]


def _cut_places(declared: Sequence[Column], columns: FieldColumns) -> None:
    """Several columns of one field (víctima 1, víctima 2, ...): the last places, empty in all, are nobody."""
    names = [column.field for column in declared if column.field and not column.part]
    for per in ("attack", "target"):
        several = [n for n in dict.fromkeys(names) if names.count(n) > 1 and fields()[n].per == per]
        if not several:
            continue
        filled = {values: _filled(values) for name in several for values in set(columns[name])}
        lengths = [
            max(map(filled.__getitem__, record))
            for record in zip(*(columns[n] for n in several), strict=True)
        ]
        for name in several:
            columns[name] = [values[:length] for values, length in zip(columns[name], lengths, strict=True)]


def _filled(values: Values) -> int:
    """Places up to the last that holds something; one at least."""
    return max((i for i, value in enumerate(values, start=1) if value is not None), default=1)
