"""Write what was read of a submission into the warehouse: its findings, its rows, its new state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg.types.json import Jsonb

from mesoregistry import ledger
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.database import Connection
from mesoregistry.findings import Finding
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.land import land
from mesoregistry.intake.sources import layout_of
from mesoregistry.ledger import Action, Submission
from mesoregistry.ledger.states import WAITING


def write_reading(
    connection: Connection,
    submission: Submission,
    layout: Layout,
    interpretation: Interpretation,
    stopped: Sequence[str],
) -> None:
    """Write findings, rows and decisions in the caller's transaction, and move the submission if it still waits.

    ``stopped``: the rules that return the file whole; then no row is landed.
    """
    number, rules = submission.submission_id, list(stopped)
    if ledger.submission(connection, number, lock=True).state not in WAITING:
        return  # withdrawn, or taken in by another process, while it was read
    history = [] if stopped else _against_history(connection, submission, layout, interpretation)
    findings = [*interpretation.findings, *history]
    ledger.write_findings(connection, number, "read", findings)
    if rules and submission.accepted_at is not None:
        ledger.move(connection, number, Action.KEPT, detail={"rules": rules}, stopped=rules)
        return
    land(connection, submission, [] if stopped else interpretation.records)
    action = Action.RETURNED if stopped else Action.LANDED
    detail = {"rows": len(interpretation.records), "rules": rules}
    columns = _columns(layout, interpretation, findings)
    ledger.move(connection, number, action, detail=detail, gate_run_id=None, stopped=rules, **columns)


def _columns(layout: Layout, interpretation: Interpretation, findings: Sequence[Finding]) -> dict[str, Any]:
    """What the ledger stores of a reading."""
    return {
        "layout_id": layout.id,
        "rows_read": len(interpretation.records) + _unread_rows(findings),
        "decisions": Jsonb(interpretation.decisions),
        "columns": Jsonb(interpretation.columns),
    }


def _unread_rows(findings: Sequence[Finding]) -> int:
    """Rows that the reader could not take: they have an error and no record."""
    errors = [f for f in findings if f.severity == "error" and f.row is not None and f.record is None]
    return len({(f.sheet, f.row) for f in errors})


def _against_history(
    connection: Connection, submission: Submission, layout: Layout, interpretation: Interpretation
) -> Iterator[Finding]:
    """What only the ledger can see: a partial file, an older version after a newer."""
    same = ledger.select(
        connection,
        "country = %s and source_id = %s and period = %s and submission_id <> %s and state <> 'withdrawn'"
        " and (accepted_at is not null or state = 'in_review')",
        [submission.country, submission.source_id, submission.period, submission.submission_id],
    )
    place = (submission.filed_on, submission.version)
    before = [s for s in same if (s.filed_on, s.version) < place]
    after = [s for s in same if s.accepted_at and (s.filed_on, s.version) > place]
    source, _ = layout_of(submission)
    if before and source.mode == "replaces":
        rows = before[-1].rows_read or 0
        if len(interpretation.records) < rows * layout.minimum_share:
            yield message("file_partial").finding(found=len(interpretation.records), wanted=rows)
    if after:
        yield message("version_older").finding(found=after[-1].filed_on.isoformat())
