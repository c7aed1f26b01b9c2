"""A note that holds for most of a file is told once: nobody reads it thirty thousand times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.gate.rule_text import words

LIMIT = 100  # cells; fewer can still be looked at one by one


def fold(found: Sequence[Finding]) -> list[Finding]:
    """The findings of one file, with one about the whole file for each rule that notes more cells than that."""
    notes: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.severity == Severity.NOTE:
            notes.setdefault(finding.rule, []).append(finding)
    many = {rule for rule, cells in notes.items() if len(cells) > LIMIT}
    kept = [f for f in found if f.severity != Severity.NOTE or f.rule not in many]
    return kept + [_once(cells) for rule, cells in notes.items() if rule in many]


def _once(cells: Sequence[Finding]) -> Finding:
    first = min(cells, key=lambda one: one.record or 0)
    rule, count, cell = first.rule, len(cells), first.cell or ""
    message = Text(
        f"{words(rule, 'es')} Pasa en {count} filas; la primera es {cell}.",
        f"{words(rule, 'en')} So it is in {count} rows; the first is {cell}.",
    )
    return replace(first, message=message, row=None, column=None, record=None, value=None)
