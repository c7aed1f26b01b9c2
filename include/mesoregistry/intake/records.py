"""Records of a table: its rows, with those of its repeat groups, put together field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import FieldDef, fields, first_values
from mesoregistry.findings import Address, Finding, Text, joined
from mesoregistry.intake import identities
from mesoregistry.intake.continued_rows import continue_rows
from mesoregistry.intake.fields_of_table import field_columns
from mesoregistry.intake.interpretation import landed_array
from mesoregistry.intake.landed_records import Records
from mesoregistry.intake.matching import MatchedTable
from mesoregistry.intake.row_findings import pasted_twice
from mesoregistry.intake.table_part import FieldColumns, TablePart
from mesoregistry.intake.values import Conventions, Values, given_value
from mesoregistry.vault.mentions import Mention, SealedText

# fields whose values stand in parallel (beginning of their names, `per`), and the one that says how many there are
COUNT = Text("{label}: {count}", "{label}: {count}")
PARALLEL = (
    ("defender", "target", "defender_name"),
    ("organisation", "target", "organisation_name"),
    ("", "attack", "form"),
)
OF_ONE = "defender_age"  # two women are not of one age because it is written once


@dataclass(frozen=True, slots=True)
class TableRecords:
    """The records of one main table, in the order of its rows, and what goes to the vault."""

    records: Records
    mentions: list[Mention]
    texts: list[SealedText]
    findings: list[Finding]


def table_records(
    main: MatchedTable, groups: Sequence[MatchedTable], conventions: Conventions, first: int
) -> TableRecords:
    """The records of a main table with its repeat groups, numbered from ``first``."""
    rows = main.table.rows
    numbers = range(first, first + len(rows))
    parts = [TablePart.main(main, numbers), *(TablePart.group(group, main, numbers) for group in groups)]
    columns: FieldColumns = {}
    findings: list[Finding] = []
    for part in parts:
        read, doubts = field_columns(part, conventions)
        findings += doubts
        for name, values in read.items():
            before = columns.get(name)
            columns[name] = [a + b for a, b in zip(before, values, strict=True)] if before else values
    columns |= {name: [v[:1] for v in columns[other]] for name, other in first_values(columns).items()}
    findings += continue_rows(main, columns, conventions)
    findings += _unequal_parts(main, columns, numbers)
    findings += pasted_twice(main, parts[1:], numbers, conventions)
    for name, text in conventions.layout.given.items():
        columns[name] = [(given_value(name, text, conventions),)] * len(rows)
    findings.sort(key=lambda finding: finding.record or 0)
    return _separated(main, parts[1:], columns, findings, conventions, numbers)


def _unequal_parts(main: MatchedTable, columns: FieldColumns, numbers: range) -> list[Finding]:
    """Values of one victim (or form) stand in one place of every cell; one value alone holds for all."""
    findings: list[Finding] = []
    for prefix, per, leading in PARALLEL:
        names = [name for name in columns if name.startswith(prefix) and fields()[name].per == per]
        sizes = [_sizes(columns[name]) for name in names]
        differing: dict[tuple[int, ...], Text] = {}
        for record in set(zip(*sizes, strict=True)):
            by_field = {name: size for name, size in zip(names, record, strict=True) if size}
            several = {size for size in by_field.values() if size > 1}
            lone = by_field.get(OF_ONE) == 1 and by_field.get(leading, 0) > 1
            if len(several) > 1 or (several and by_field.get(leading) == 1) or lone:
                differing[record] = joined(
                    COUNT.format(label=fields()[name].label, count=size) for name, size in by_field.items()
                )
        if differing:
            for row, number, record in zip(main.table.rows, numbers, zip(*sizes, strict=True), strict=True):
                if record in differing:
                    address = Address(main.table.sheet, row.number)
                    findings.append(
                        message("parts_unequal").finding(address, record=number, found=differing[record])
                    )
    return findings


def _sizes(column: Sequence[Values]) -> list[int]:
    """How many values each record has; 0 when none of them says anything."""
    sizes = {values: len(values) if any(values) else 0 for values in set(column)}
    return [sizes[values] for values in column]


def _separated(
    main: MatchedTable,
    groups: Sequence[TablePart],
    columns: FieldColumns,
    findings: list[Finding],
    conventions: Conventions,
    numbers: range,
) -> TableRecords:
    """Each field where it belongs: in the records, or in the vault with a flag in the records."""
    landed: dict[str, list[str | None]] = {}
    mentions: list[Mention] = []
    texts: list[SealedText] = []
    for name, values in columns.items():
        definition = fields()[name]
        if definition.side == "warehouse":
            landed[name] = _landed(definition, values)
        elif definition.prefix:
            known = identities.flags({text for v in set(values) for text in v}, conventions.layout.names)
            landed[f"{definition.prefix}_identity"] = identities.landed_flags(values, known)
            mentions += identities.mentions(name, values, numbers, known)
        else:
            texts += identities.sealed_texts(name, values, numbers)
    mentions.sort(key=lambda mention: mention.record)
    texts.sort(key=lambda text: text.record)
    return TableRecords(_records(main, groups, landed, numbers), mentions, texts, findings)


def _records(
    main: MatchedTable, groups: Sequence[TablePart], landed: dict[str, list[str | None]], numbers: range
) -> Records:
    rows = main.table.rows
    children = [_children(groups, position) for position in range(len(rows))] if groups else ()
    return Records(numbers, (main.table.sheet,) * len(rows), [row.number for row in rows], landed, children)


def _landed(definition: FieldDef, column: Sequence[Values]) -> list[str | None]:
    """A field as it is landed: a JSON array, or its one value."""
    if definition.many:
        gaps = definition.per != "record"  # of a record's own values, an empty row of a repeat group is none
        arrays = {vs: landed_array([v for v in vs if gaps or v is not None]) for vs in set(column)}
        return [arrays[values] for values in column]
    return [values[0] if values else None for values in column]


def _children(groups: Sequence[TablePart], position: int) -> dict[str, list[int]]:
    """Repeat group -> the rows of the record at a position of the main table."""
    return {
        part.matched.table.group or "": [part.matched.table.rows[i].number for i in part.members[position]]
        for part in groups
    }
