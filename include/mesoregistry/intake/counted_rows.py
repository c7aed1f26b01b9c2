"""Tables of counts: a row stands for as many events as its cells say, in one column or in one for each month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, Layout
from mesoregistry.findings import Address, Finding
from mesoregistry.intake import dates, lexical, numbers
from mesoregistry.readers.table import Header, Row, Table

LARGEST = 5_000  # events of one cell
MOST = 100_000  # events of one table
ZERO = ("-", "–", "—")  # how spreadsheets show 0
Columns = tuple[tuple[Column, int], ...]
Counts = Mapping[str | None, int | None]  # text of a cell -> how many; ``None`` for a text that is no number


@dataclass(frozen=True, slots=True)
class Counted:
    """A table with a row for each event; ``columns``: those mapped to a field, with what the counting ones give."""

    table: Table
    columns: Columns
    findings: list[Finding] = field(default_factory=list)


def counted(table: Table, columns: Columns, layout: Layout, period: dt.date | None) -> Counted:
    """Repeat each row as often as it counts. ``period``: the month that is filed; any month when nobody said it."""
    counting = [_CountingColumn.of(table, *pair, layout, period) for pair in columns if pair[0].counts]
    if not counting:
        return Counted(table, columns)
    out = Counted(_with_given_columns(table, counting), (*columns, *_given_columns(table, counting)))
    if period and not any(column.is_of_period for column in counting):
        month = f"{period:%Y-%m}"
        return replace(
            out, findings=[message("counts_month_missing").finding(Address(table.sheet), month=month)]
        )
    findings = [f for column in counting for f in column.unreadable(table)] + list(_empty(table, counting))
    if sum(column.total(table) for column in counting) > MOST:
        return replace(
            out, findings=[*findings, message("counts_too_many").finding(Address(table.sheet), limit=MOST)]
        )
    left_out = sum(column.total(table) for column in counting if not column.is_of_period)
    if left_out:
        findings.append(message("counts_of_other_months").finding(Address(table.sheet), found=left_out))
    rows = list(_rows(table, [column for column in counting if column.is_of_period], _names(counting)))
    return replace(out, table=replace(out.table, rows=rows), findings=findings)


def _empty(table: Table, counting: Sequence[_CountingColumn]) -> Iterator[Finding]:
    """Rows that say no number: an error where it stands in one column; of several, an empty cell is usual for 0."""
    empty = [row for row in table.rows if all(column.is_empty(row) for column in counting)]
    if len(counting) > 1 and empty:
        yield message("counts_empty").finding(Address(table.sheet), found=len(empty), first=empty[0].number)
    elif empty:
        letter = table.headers[counting[0].position].letter
        yield from (
            message("count_missing").finding(Address(table.sheet, row.number, letter)) for row in empty
        )


@dataclass(frozen=True, slots=True)
class _CountingColumn:
    """``empty``: texts that say no number; ``ambiguous``: that may be thousands; ``gives``: field -> value."""

    position: int
    counts: Counts
    empty: frozenset[str | None]
    ambiguous: frozenset[str | None]
    gives: Mapping[str, str]
    is_of_period: bool

    @classmethod
    def of(
        cls, table: Table, column: Column, position: int, layout: Layout, period: dt.date | None
    ) -> _CountingColumn:
        nulls = lexical.casefolded((*layout.nulls, *column.nulls))
        typed = {text: lexical.clean(text) for text in _texts(table, position)}
        texts = {text: lexical.without_nulls(plain, nulls) or column.default for text, plain in typed.items()}
        empty = frozenset(text for text, plain in texts.items() if not plain and typed[text] not in ZERO)
        form = numbers.form_of(text for text in texts.values() if text)
        year = f"{period:%Y}" if period else "{year}"
        gives = {name: text.replace("{year}", year) for name, text in column.gives.items()}
        month = dates.edtf(gives.get("event_date", ""), layout.dates)
        is_of_period = column.counts == "each" or period is None or month == f"{period:%Y-%m}"
        ambiguous = frozenset(text for text, plain in texts.items() if plain and form.asks_about(plain))
        counts = {t: None if t in ambiguous else _number(plain, form) for t, plain in texts.items()}
        return cls(position, counts, empty, ambiguous, gives, is_of_period)

    def is_empty(self, row: Row) -> bool:
        return row.cells[self.position] in self.empty and self.position not in row.errors

    def total(self, table: Table) -> int:
        return sum(self.counts[row.cells[self.position]] or 0 for row in table.rows)

    def unreadable(self, table: Table) -> Iterator[Finding]:
        letter = table.headers[self.position].letter
        for row in table.rows:
            address = Address(table.sheet, row.number, letter)
            if self.position in row.errors:  # such a row becomes no record, of which nothing else would tell
                yield message("cell_error").finding(address)
            elif self.counts[text := row.cells[self.position]] is None:
                rule = "count_ambiguous" if text in self.ambiguous else "count_unreadable"
                yield message(rule).finding(address, limit=LARGEST)


def _texts(table: Table, position: int) -> set[str | None]:
    return {row.cells[position] for row in table.rows}


def _number(text: str | None, form: numbers.NumberForm) -> int | None:
    if text is None:
        return 0
    digits = form.read(text)
    return int(digits) if digits.isascii() and digits.isdigit() and int(digits) <= LARGEST else None


def _names(counting: Sequence[_CountingColumn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for column in counting for name in column.gives))


def _with_given_columns(table: Table, counting: Sequence[_CountingColumn]) -> Table:
    """What the columns of counts give stands, for the addresses of cells, in the first of them."""
    header = table.headers[counting[0].position]
    return replace(
        table,
        headers=(*table.headers, *(Header(header.text, header.letter) for _ in _names(counting))),
        rows=[],
    )


def _given_columns(table: Table, counting: Sequence[_CountingColumn]) -> Columns:
    header = table.headers[counting[0].position].text
    return tuple(
        (Column(header=header, field=name), len(table.headers) + index)
        for index, name in enumerate(_names(counting))
    )


def _rows(table: Table, counting: Sequence[_CountingColumn], names: Sequence[str]) -> Iterator[Row]:
    width = len(table.headers)
    for row in table.rows:
        for column in counting:
            if count := column.counts[row.cells[column.position]]:
                cells = (*row.cells[:width], *(column.gives.get(name) for name in names))
                yield from [row._replace(cells=cells)] * count
