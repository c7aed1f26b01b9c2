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

    What a team must correct or confirm stays a finding for each cell; but a warning or a note about a field that no
    column of the file could hold is said once.

    Args:
        columns: the fields that the file has columns for; none: that is not known.
    """
    kept: list[Finding] = []
    together: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        no_column = bool(columns) and finding.field is not None and finding.field not in (columns or ())
        foldable = finding.severity == Severity.NOTE or (no_column and finding.severity == Severity.WARNING)
        most = 1 if no_column else LIMIT
        (together.setdefault((finding.rule, most), []) if foldable else kept).append(finding)
    for (_, most), cells in together.items():
        kept += cells if len(cells) <= most else [_about_the_file(cells)]
    return _in_order(findings, kept)


def one_for_each_cell(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without those that say the same of the same cell: a row may stand for many events."""
    unique: dict[tuple[str, str | int, Text, Text], Finding] = {}
    for finding in findings:
        unique.setdefault(
            (finding.rule, finding.cell or id(finding), finding.message, finding.remedy), finding
        )
    return list(unique.values())


def shown(findings: Sequence[Finding]) -> list[Finding]:
    """The findings as a person reads them: warnings on more than ``LIMIT`` cells are one line too."""
    by_rule: dict[str, list[Finding]] = {}
    findings = one_for_each_cell(findings)
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
    rule, cell = first.rule, first.cell or ""
    row = Text(f"la {cell}", f"row {cell}") if cell.isdecimal() else Text(cell, cell)
    count = len({(finding.sheet, finding.row) for finding in cells})
    es, en = (
        f"Pasa en {count} filas; la primera es {row.es}.",
        f"So it is in {count} rows; the first is {row.en}.",
    )
    if count == 1:
        es, en = f"Pasa en una fila: {row.es}.", f"So it is in one row: {row.en}."
    message = Text(f"{rule_message(rule, 'es')} {es}", f"{rule_message(rule, 'en')} {en}")
    return replace(first, message=message, row=None, column=None, record=None, value=None)
