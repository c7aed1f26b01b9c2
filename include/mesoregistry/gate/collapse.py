"""A note that holds for most of a file becomes one finding about the file: nobody reads it thirty thousand times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.gate.rule_text import rule_message

LIMIT = 100  # cells; fewer can still be looked at cell by cell


def collapse(findings: Sequence[Finding]) -> list[Finding]:
    """The findings of one file, with one about the whole file for each rule that notes more than ``LIMIT`` cells.

    Only notes are collapsed: what a team must correct or confirm stays a finding for each cell.
    """
    notes: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity == Severity.NOTE:
            notes.setdefault(finding.rule, []).append(finding)
    many = {rule for rule, cells in notes.items() if len(cells) > LIMIT}
    kept = [f for f in findings if f.severity != Severity.NOTE or f.rule not in many]
    return kept + [_about_the_file(cells) for rule, cells in notes.items() if rule in many]


def _about_the_file(cells: Sequence[Finding]) -> Finding:
    first = min(cells, key=lambda finding: finding.record or 0)
    rule, count, cell = first.rule, len(cells), first.cell or ""
    message = Text(
        f"{rule_message(rule, 'es')} Pasa en {count} filas; la primera es {cell}.",
        f"{rule_message(rule, 'en')} So it is in {count} rows; the first is {cell}.",
    )
    return replace(first, message=message, row=None, column=None, record=None, value=None)
