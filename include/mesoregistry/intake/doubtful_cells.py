"""The findings about doubtful cells of a column: at each of them, or at the first that says the same."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column
from mesoregistry.findings import Finding, Text
from mesoregistry.intake.table_part import TablePart
from mesoregistry.intake.values import ColumnValues

MORE = Text(" Está igual en {count} celdas más ({cells}).", " It stands so in {count} more cells ({cells}).")
SHOWN = 5  # cells named


def findings_of_doubts(
    part: TablePart, column: Column, position: int, texts: Sequence[str | None], read: ColumnValues
) -> list[Finding]:
    """What is asked about the cells of a column."""
    if not read.doubts:
        return []
    findings = []
    known: set[str | None] = set()
    places = _other_places(part, position, texts, read)
    for row, number, text in zip(part.matched.table.rows, part.numbers, texts, strict=True):
        if number is None or text not in read.doubts:
            continue
        address = part.matched.address(row, position)
        findings += [
            message(d.rule).finding(
                address,
                field=column.field,
                value=d.value,
                record=number,
                more=places.get(text, ""),
                **d.names,
            )
            for d in read.doubts[text]
            if d.where == "cell" or text not in known
        ]
        known.add(text)
    return findings


def _other_places(
    part: TablePart, position: int, texts: Sequence[str | None], read: ColumnValues
) -> dict[str | None, Text]:
    """Of each text that is asked about at its first cell alone: in how many others it stands, and in which first."""
    once = {text for text, doubts in read.doubts.items() if any(d.where == "first" for d in doubts)}
    letter = part.matched.table.headers[position].letter
    rows: dict[str | None, list[int]] = {}
    for row, number, text in zip(part.matched.table.rows, part.numbers, texts, strict=True) if once else ():
        if text in once and number is not None:
            rows.setdefault(text, []).append(row.number)
    return {
        text: MORE.format(
            count=len(others), cells=", ".join(f"{letter}{number}" for number in others[:SHOWN])
        )
        for text, (_, *others) in rows.items()
        if others
    }
