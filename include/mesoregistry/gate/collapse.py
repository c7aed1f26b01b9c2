"""What holds for most of a file is said once: nobody reads a note thirty thousand times."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.gate.rule_text import rule_message

LIMIT = 100  # cells; fewer can still be looked at cell by cell
CORRECTED = (Severity.STOP, Severity.ERROR)


def collapse(findings: Sequence[Finding], columns: Collection[str] | None = None) -> list[Finding]:
    """The findings of one file, with one about the whole file for each rule that notes more than ``LIMIT`` cells.

    What a team must correct or confirm stays a finding for each cell; but a warning about a field that no column of
    the file could hold is asked once.

    Args:
        columns: the fields that the file has columns for; none: that is not known.
    """
    kept: list[Finding] = []
    together: dict[str, list[Finding]] = {}
    for finding in findings:
        asked_once = bool(columns) and finding.field is not None and finding.field not in (columns or ())
        foldable = finding.severity == Severity.NOTE or (asked_once and finding.severity == Severity.WARNING)
        (together.setdefault(finding.rule, []) if foldable else kept).append(finding)
    for cells in together.values():
        few = len(cells) <= (LIMIT if cells[0].severity == Severity.NOTE else 1)
        kept += cells if few else [_about_the_file(cells)]
    return _in_order(findings, kept)


def shown(findings: Sequence[Finding]) -> list[Finding]:
    """The findings as a person reads them: warnings on more than ``LIMIT`` cells are one line too."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity == Severity.WARNING and finding.row is not None:
            by_rule.setdefault(finding.rule, []).append(finding)
    many = {rule for rule, cells in by_rule.items() if len(cells) > LIMIT}
    kept = [f for f in findings if f.rule not in many or f.severity in CORRECTED or f.row is None]
    return kept + [_about_the_file(by_rule[rule]) for rule in many]


def _in_order(findings: Sequence[Finding], kept: Sequence[Finding]) -> list[Finding]:
    """Those of single cells as they came, then those about the file."""
    cells = {id(finding) for finding in kept}
    own = [finding for finding in findings if id(finding) in cells]
    return own + [finding for finding in kept if finding.row is None and finding not in own]


def _about_the_file(cells: Sequence[Finding]) -> Finding:
    first = min(cells, key=lambda finding: finding.record or 0)
    rule, count, cell = first.rule, len(cells), first.cell or ""
    message = Text(
        f"{rule_message(rule, 'es')} Pasa en {count} filas; la primera es {cell}.",
        f"{rule_message(rule, 'en')} So it is in {count} rows; the first is {cell}.",
    )
    return replace(first, message=message, row=None, column=None, record=None, value=None)
