"""From rows that break a rule to findings: which cell, what stands in it, what to write instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from mesoregistry.catalog.landed_columns import field_of
from mesoregistry.findings import Finding
from mesoregistry.gate.grains import Grain
from mesoregistry.gate.opposed import Doubts, stored_doubts
from mesoregistry.gate.rules import Rule
from mesoregistry.gate.suggestions import suggestion
from mesoregistry.vault.marks import replaced

if TYPE_CHECKING:
    from mesoregistry.database import Connection

Columns = Mapping[str, Mapping[str, Any]]
NO_MARKS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class FindingContext:
    """The country, and by submission where its fields stand (``intake.submission.columns``).

    ``mark_texts``: token → the text that a mark stands for; it is compared with the terms and never repeated.
    ``doubts``: by submission, what the reading says of single cells.
    """

    country: str
    columns: Mapping[int, Columns]
    mark_texts: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[int, Doubts] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        connection: Connection,
        country: str,
        submission_ids: Sequence[int],
        mark_texts: Mapping[str, str] = NO_MARKS,
    ) -> Self:
        """The same from the warehouse."""
        query = "select submission_id, columns from intake.submission where submission_id = any(%s)"
        columns = dict(connection.execute(query, [list(submission_ids)]).fetchall())
        return cls(country, columns, mark_texts, stored_doubts(connection, submission_ids))


def findings_of(
    grain: Grain, rows: Iterable[Mapping[str, Any]], context: FindingContext
) -> Iterator[tuple[int, Finding]]:
    """(submission, finding) for each rule that a row breaks.

    Args:
        rows: of ``rows_sql``; a rule's column is ``False`` where the row breaks it.
    """
    for row in rows:
        for rule in grain.rules:
            if row[rule.id] is False:
                yield row["_submission"], _finding(rule, row, context)


def _finding(rule: Rule, row: Mapping[str, Any], context: FindingContext) -> Finding:
    position = row.get("position")
    sheet, number, letter = _address(rule, row, context.columns.get(row["_submission"], {}), position)
    value = None if rule.hides or rule.field is None else row["value"] if rule.each else row[rule.field]
    shown = None if value is None else _readable(rule, str(value))
    typed = replaced(shown or "", context.mark_texts)
    near = suggestion(field_of(rule.field or ""), rule.list, context.country, typed)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=rule.filled(rule.message, shown, near, position),
        remedy=rule.filled(rule.remedy, shown, near, position),
        expected=rule.filled(rule.expected, shown, near, position) if rule.expected else None,
        sheet=sheet,
        row=number,
        column=letter,
        field=field_of(rule.field) if rule.field else None,
        value=shown,
        record=row["_record"],
    )


def _readable(rule: Rule, value: str) -> str:
    """A landed array as a person would write it."""
    if rule.each or not rule.definition or not rule.definition.many:
        return value
    return "; ".join(item or "" for item in json.loads(value))


def _address(
    rule: Rule, row: Mapping[str, Any], columns: Columns, position: int | None
) -> tuple[str | None, int, str | None]:
    """Sheet, row and column letter; an element of a repeat group stands in the group's own sheet."""
    entry = columns.get(field_of(rule.field)) if rule.field else None
    if entry is None:
        return row["_sheet"], row["_row"], None
    letters: Mapping[str, str] = entry["letters"]
    if group := entry["group"]:
        rows: list[int] = json.loads(row["_children"] or "{}").get(group, [])
        sheet, letter = next(iter(letters.items()), (None, None))
        index = (position or 1) - 1
        if index >= len(rows):  # the group has no row of it: what lacks is told at the case
            return row["_sheet"], row["_row"], None
        return sheet or None, rows[index], letter
    return row["_sheet"], row["_row"], letters.get(row["_sheet"] or "")
