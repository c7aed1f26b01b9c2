"""One fault gives one finding: what the gate says of a cell of which something graver is known already is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from mesoregistry.findings import Finding, Severity

if TYPE_CHECKING:
    from mesoregistry.database import Connection

Cell: TypeAlias = "tuple[str | None, int | None, str | None]"  # sheet, row, column
Doubts: TypeAlias = "Mapping[Cell, Severity]"  # the gravest that the reading says of a cell
WHOLE_FILE: Cell = (None, None, None)
OTHER_MONTH = ("dates_of_other_month", "sheet_of_other_month")  # asked about the whole file
ORDER = tuple(Severity)  # the gravest first


def doubts_of(findings: Iterable[Finding]) -> dict[Cell, Severity]:
    """What findings say of single cells."""
    doubts: dict[Cell, Severity] = {}
    for finding in findings:
        if finding.rule in OTHER_MONTH:
            doubts[WHOLE_FILE] = finding.severity
        if finding.row is not None and finding.column is not None:
            cell = (finding.sheet, finding.row, finding.column)
            doubts[cell] = min(doubts.get(cell, finding.severity), finding.severity, key=ORDER.index)
    return doubts


def stored_doubts(connection: Connection, submission_ids: Sequence[int]) -> dict[int, dict[Cell, Severity]]:
    """What the reading of submissions found in single cells."""
    doubts: dict[int, dict[Cell, Severity]] = {number: {} for number in submission_ids}
    rows = connection.execute(
        "select submission_id, sheet, row_number, column_letter, severity from intake.finding"
        " where submission_id = any(%s) and stage = 'read' and row_number is not null and column_letter is not null"
        " union all select submission_id, null, null, null, severity from intake.finding"
        " where submission_id = any(%s) and stage = 'read' and rule = any(%s)",
        [list(submission_ids), list(submission_ids), list(OTHER_MONTH)],
    )
    for number, sheet, row, column, text in rows:
        cell, severity = (sheet, row, column), Severity(text)
        doubts[number][cell] = min(doubts[number].get(cell, severity), severity, key=ORDER.index)
    return doubts


def without_opposed(findings: Sequence[Finding], doubts: Doubts) -> list[Finding]:
    """The gate's findings of a file, less those that only follow from what is said of their cell.

    A cell that must be corrected is not judged further; one that is asked about lacks no value; and where anything
    must be done, no note says that nothing need be. ``doubts``: of the reading.
    """
    graver = doubts_of(f for f in findings if f.severity is not Severity.NOTE)
    return [finding for finding in findings if not _follows(finding, doubts, graver)]


def _follows(finding: Finding, doubts: Doubts, graver: Doubts) -> bool:
    if finding.column is None or finding.severity is Severity.STOP:
        return False
    if finding.rule == "event_is_late" and WHOLE_FILE in doubts:
        return True  # "nothing need be done" beside "look at the year"
    cell = (finding.sheet, finding.row, finding.column)
    doubt = doubts.get(cell)
    if doubt is Severity.ERROR:
        return True
    if doubt is Severity.WARNING and finding.value is None and finding.severity is not Severity.ERROR:
        return True
    return finding.severity is Severity.NOTE and (doubt is Severity.WARNING or cell in graver)
