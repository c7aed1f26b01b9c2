"""Write what was read of a submission into the warehouse: its findings, its rows, its new state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

from mesoregistry import ledger
from mesoregistry.catalog.model import Layout
from mesoregistry.database import Connection
from mesoregistry.findings import Finding
from mesoregistry.intake import signatures
from mesoregistry.intake.case_history import History
from mesoregistry.intake.history import against_history
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.land import land
from mesoregistry.intake.landed_records import Records
from mesoregistry.ledger import Action, Submission
from mesoregistry.ledger.states import WAITING


def write_reading(
    connection: Connection,
    submission: Submission,
    layout: Layout,
    interpretation: Interpretation,
    stopped: Sequence[str],
    read_with: str,
) -> list[str]:
    """Write findings, rows and decisions in the caller's transaction, and move the submission if it still waits.

    ``stopped``: the rules that return the file whole; then no row is landed. ``read_with``: ``rule_digest``.
    Returns the rules that return it, with those that only the ledger could see.
    """
    number = submission.submission_id
    if ledger.submission(connection, number, lock=True).state not in WAITING:
        return list(stopped)  # withdrawn, or taken in by another process, while it was read
    history = History() if stopped else against_history(connection, submission, layout, interpretation)
    findings = [*interpretation.findings, *history.findings]
    ledger.write_findings(connection, number, "read", findings)
    rules = sorted({*stopped, *(f.rule for f in history.findings if f.severity == "stop")})
    detail = {"rows": len(interpretation.records), "rules": rules, "read_with": read_with}
    detail |= _signature(connection, submission)
    if rules and submission.accepted_at is not None:
        ledger.move(connection, number, Action.KEPT, detail=detail, stopped=rules)
        return rules
    land(connection, submission, Records() if rules else interpretation.records)
    _write_gone_cases(connection, number, history)
    columns = _columns(layout, interpretation, findings) | {"gate_run_id": None, "stopped": rules}
    ledger.move(connection, number, Action.RETURNED if rules else Action.LANDED, detail=detail, **columns)
    return rules


def _signature(connection: Connection, submission: Submission) -> dict[str, object]:
    """For the event: the key under which the portal filed it; other files have none."""
    signer = signatures.verify(connection, submission)
    return {"signature": str(signer)} if signer else {}


def _write_gone_cases(connection: Connection, submission_id: int, history: History) -> None:
    """They stop counting when the file is accepted, which a warning about each of them makes the team confirm."""
    connection.execute("delete from intake.gone_case where submission_id = %s", [submission_id])
    connection.execute(
        "insert into intake.gone_case (submission_id, case_key) select %s, unnest(%s::text[])",
        [submission_id, sorted(history.gone)],
    )


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
