"""From tables of text to landed records: columns become fields, values one form, identity goes apart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, FieldDef, Layout, fields
from mesoregistry.findings import Finding
from mesoregistry.intake import dates, lexical
from mesoregistry.intake.matching import Matched, match
from mesoregistry.intake.split import pieces
from mesoregistry.readers.table import Reading, Row, Table
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.store import Mention, SealedText

# fields whose values stand in parallel, and the one that says how many there are
PARALLEL = (
    ("defender", "defender_name", "target"),
    ("organisation", "organisation_name", "target"),
    ("", "form", "attack"),
)
Vocabulary = Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Record:
    """One landed record: its address and its values by landed column; tokens are put in later."""

    number: int
    sheet: str | None
    row: int
    children: dict[str, list[int]]
    values: dict[str, str | None]


@dataclass(slots=True)
class Interpretation:
    """Everything read, for the warehouse (``records``) and for the vault (``mentions``, ``texts``).

    ``columns`` is field -> ``{"group": str | None, "letters": {sheet: letter}}``, for the address of a cell.
    """

    records: list[Record] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    texts: list[SealedText] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    columns: dict[str, dict[str, object]] = field(default_factory=dict)
    decisions: dict[str, list[str]] = field(default_factory=dict)


def interpret(reading: Reading, layout: Layout, vocabulary: Vocabulary) -> Interpretation:
    """Match, read and separate. A finding of severity ``stop`` means that the records must not be landed."""
    out = Interpretation(findings=list(reading.findings))
    for decision in reading.decisions:
        out.decisions.setdefault(decision.what, []).append(decision.value)
    matched = [match(table, layout, out.findings) for table in reading.tables]
    _tell_others(reading, matched, out)
    for one in matched:
        _remember_columns(one, out)
    if any(f.severity == "stop" for f in out.findings):
        return out
    main = [one for one in matched if one.table.group is None]
    groups = [one for one in matched if one.table.group is not None]
    for one in main:
        _Worker(one, groups, layout, vocabulary, out).run()
    return out


def _tell_others(reading: Reading, matched: Sequence[Matched], out: Interpretation) -> None:
    """How many rows a column with ``only`` left out."""
    read = sum(len(table.rows) for table in reading.tables)
    taken = sum(len(one.table.rows) for one in matched)
    if read > taken:
        out.decisions["rows_of_others"] = [str(read - taken)]
    if read > 0 == taken:
        out.findings.append(message("no_rows").finding())


def _remember_columns(one: Matched, out: Interpretation) -> None:
    for column, at in one.columns:
        assert column.field
        entry = out.columns.setdefault(column.field, {"group": column.group, "letters": {}})
        letters = entry["letters"]
        assert isinstance(letters, dict)
        letters.setdefault(one.table.sheet or "", one.table.headers[at].letter)


class _Worker:
    """Reads the rows of one main table with their groups."""

    def __init__(
        self,
        main: Matched,
        groups: Sequence[Matched],
        layout: Layout,
        vocabulary: Vocabulary,
        out: Interpretation,
    ) -> None:
        self.main, self.layout, self.vocabulary, self.out = main, layout, vocabulary, out
        self.system = out.decisions.get("date_system", ["1900"])[0]
        self.groups = [(g, _by_parent(g.table)) for g in groups]
        self.orders = {id(c): self._order(one, c, at) for one in (main, *groups) for c, at in one.columns}

    def _order(self, one: Matched, column: Column, at: int) -> dates.DateOrder:
        formats = column.formats or self.layout.dates
        if not column.field or fields()[column.field].kind != "date" or column.part:
            return dates.DateOrder(formats, doubtful=False)
        return dates.order_of((lexical.clean(row.cells[at]) for row in one.table.rows), formats)

    def run(self) -> None:
        for row in self.main.table.rows:
            number = len(self.out.records) + 1
            record = Record(number, self.main.table.sheet, row.number, {}, {})
            self._errors(self.main, row, record)
            lists: dict[str, list[str | None]] = {}
            self._take(self.main, [row], record, lists)
            for group, children in self.groups:
                rows = children.get(row.number, [])
                record.children[group.table.group or ""] = [child.number for child in rows]
                for child in rows:
                    self._errors(group, child, record)
                self._take(group, rows, record, lists)
            self._check_parallel(record, lists)
            lists |= {name: [self._given(name, text)] for name, text in self.layout.given.items()}
            for name, values in lists.items():
                self._place(record, name, fields()[name], values)
            self.out.records.append(record)

    def _errors(self, one: Matched, row: Row, record: Record) -> None:
        for column, at in one.columns:
            if at in row.errors:
                told = message("cell_error").finding(
                    sheet=one.table.sheet,
                    row=row.number,
                    column=one.table.headers[at].letter,
                    field=column.field,
                    record=record.number,
                )
                self.out.findings.append(told)

    def _take(
        self, one: Matched, rows: Sequence[Row], record: Record, lists: dict[str, list[str | None]]
    ) -> None:
        """The values of each field over the rows of one table."""
        parts: dict[str, dict[str, str | None]] = {}
        for column, at in one.columns:
            assert column.field
            definition = fields()[column.field]
            values: list[str | None] = []
            for row in rows:
                cell = row.cells[at]
                if column.part:
                    nulls = (*self.layout.nulls, *column.nulls)
                    known = lexical.without_nulls(lexical.clean(cell), nulls)
                    parts.setdefault(column.field, {})[column.part] = known
                elif column.split:
                    values += self._split(cell, column, definition)
                else:
                    where = (one, row, at)
                    values.append(self._value(cell, column, definition, where, record))
            if not column.part:
                lists.setdefault(column.field, []).extend(values)
        for name, part in parts.items():
            lists[name] = [_joined(part)]
        _cut_places(one, lists)

    def _split(self, cell: str | None, column: Column, definition: FieldDef) -> list[str | None]:
        nulls = (*self.layout.nulls, *column.nulls)
        if cell is None or lexical.without_nulls(lexical.clean(cell), nulls) is None:
            return [None]
        assert column.split
        known = self.vocabulary.get(definition.list or "", frozenset())
        read = [lexical.without_nulls(piece, nulls) for piece in pieces(cell, column.split, known)]
        values = [self._lexical(piece, column, definition) if piece else None for piece in read]
        # an empty place counts where the values run in parallel with those of other cells
        return values if definition.per == "target" else [v for v in values if v is not None] or [None]

    def _value(
        self,
        cell: str | None,
        column: Column,
        definition: FieldDef,
        where: tuple[Matched, Row, int],
        record: Record,
    ) -> str | None:
        if definition.kind in ("contact", "narrative"):
            return lexical.storable(cell) if cell else None
        text = lexical.without_nulls(lexical.clean(cell), (*self.layout.nulls, *column.nulls))
        if text is None:
            return None
        if definition.kind == "date" and self.orders[id(column)].asks_about(text):
            one, row, at = where
            read = self._lexical(text, column, definition)
            self.out.findings.append(
                message("date_ambiguous").finding(
                    sheet=one.table.sheet,
                    row=row.number,
                    column=one.table.headers[at].letter,
                    field=column.field,
                    value=text,
                    record=record.number,
                    read=read,
                )
            )
        return self._lexical(text, column, definition)

    def _lexical(self, text: str, column: Column, definition: FieldDef) -> str:
        if definition.kind == "date":
            return dates.edtf(text, self.orders[id(column)].formats, self.system) or text
        if definition.kind == "number":
            return lexical.number(text)
        if definition.kind == "boolean":
            return lexical.boolean(text, self.layout.booleans)
        if column.width and text.isdigit():
            text = text.zfill(column.width)
        return text[: column.first] if column.first else text

    def _given(self, name: str, text: str) -> str:
        """A value of the layout itself, in the form of its kind."""
        kind = fields()[name].kind
        if kind == "date":
            return dates.edtf(text, self.layout.dates, self.system) or text
        return lexical.boolean(text, self.layout.booleans) if kind == "boolean" else text

    def _check_parallel(self, record: Record, lists: Mapping[str, list[str | None]]) -> None:
        """Values of one victim (or form) stand in one place of every cell; one value alone holds for all."""
        for prefix, first, per in PARALLEL:
            sizes = {
                name: len(values)
                for name, values in lists.items()
                if name.startswith(prefix) and fields()[name].per == per and any(values)
            }
            several = {size for size in sizes.values() if size > 1}
            if len(several) > 1 or (several and sizes.get(first) == 1):
                found = ", ".join(f"{fields()[name].es}: {size}" for name, size in sizes.items())
                told = message("parts_unequal").finding(
                    sheet=record.sheet, row=record.row, record=record.number, found=found
                )
                self.out.findings.append(told)

    def _place(self, record: Record, name: str, definition: FieldDef, values: list[str | None]) -> None:
        """Put a field where it belongs: the record, or the vault and its flags in the record."""
        if definition.side == "warehouse":
            record.values[name] = array(values) if definition.many else next(iter(values), None)
        elif definition.prefix:
            flags = [self._identity(record, name, definition, at, value) for at, value in enumerate(values)]
            record.values[f"{definition.prefix}_identity"] = array(flags)
        else:
            for at, value in enumerate(values):
                if value:
                    self.out.texts.append(SealedText(record.number, name, at, Hidden(value)))

    def _identity(
        self, record: Record, name: str, definition: FieldDef, at: int, value: str | None
    ) -> Literal["named", "withheld", "collective", "missing"]:
        folded = (value or "").casefold()
        if value is None:
            return "missing"
        if folded in {text.casefold() for text in self.layout.names.withheld}:
            return "withheld"
        if folded in {text.casefold() for text in self.layout.names.collective}:
            return "collective"
        kind: Literal["person", "organisation"] = "person" if definition.kind == "person" else "organisation"
        self.out.mentions.append(Mention(record.number, name, at, Identity(kind, Hidden(value))))
        return "named"


def _cut_places(one: Matched, lists: dict[str, list[str | None]]) -> None:
    """Several columns of one field (víctima 1, víctima 2, ...): the last places, empty in all, are nobody."""
    names = [column.field for column, _ in one.columns if column.field and not column.part]
    for per in ("attack", "target"):
        several = [n for n in dict.fromkeys(names) if names.count(n) > 1 and fields()[n].per == per]
        filled = [at for n in several for at, value in enumerate(lists[n], start=1) if value is not None]
        for name in several:
            lists[name] = lists[name][: max(filled, default=1)]


def _by_parent(table: Table) -> dict[int, list[Row]]:
    children: dict[int, list[Row]] = {}
    for row, parent in zip(table.rows, table.parents, strict=True):
        children.setdefault(parent, []).append(row)
    return children


def _joined(parts: Mapping[str, str | None]) -> str | None:
    """A date in three columns: as far as it is known."""
    year, month, day = (parts.get(name) for name in ("year", "month", "day"))
    if not year:
        return "-".join(p for p in (year, month, day) if p) or None
    month = str(dates.month_names().get(month.casefold(), month)) if month else None
    text = "-".join(p.zfill(2) for p in (year, month, day if month else None) if p)
    return dates.edtf(text, ("%Y-%m-%d", "%Y-%m", "%Y")) or text


def array(values: Sequence[str | None]) -> str | None:
    """A landed array; ``None`` when it holds nothing."""
    return json.dumps(list(values), ensure_ascii=False) if any(v is not None for v in values) else None


def fill_tokens(out: Interpretation, tokens: Mapping[Identity, str]) -> None:
    """Write the token of each mention into its record, in its place."""
    for record in out.records:
        for column in [name for name in record.values if name.endswith("_identity")]:
            flags = json.loads(record.values[column] or "[]")
            record.values[column.replace("_identity", "_token")] = array([None] * len(flags))
    places: dict[tuple[int, str], dict[int, str]] = {}
    for mention in out.mentions:
        prefix = fields()[mention.field].prefix
        places.setdefault((mention.record, f"{prefix}_token"), {})[mention.position] = tokens[
            mention.identity
        ]
    by_number = {record.number: record for record in out.records}
    for (number, column), found in places.items():
        record = by_number[number]
        flags = json.loads(record.values[column.replace("_token", "_identity")] or "[]")
        record.values[column] = array([found.get(at) for at in range(len(flags))])
