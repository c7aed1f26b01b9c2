"""Findings as stored in ``intake.finding``: written by reading and by the gate, each replacing its own."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry.database import Connection
from mesoregistry.findings import Finding, Severity, Text

NAMES = (
    "finding_no, rule, severity, sheet, row_number, column_letter, field, record_no,"
    " value, message_es, message_en, remedy_es, remedy_en, expected_es, expected_en"
)
TYPES = {"finding_no": "integer", "row_number": "integer", "record_no": "integer"}  # the others are text
ARRAYS = ", ".join(f"%s::{TYPES.get(name.strip(), 'text')}[]" for name in NAMES.split(","))


def write_findings(
    connection: Connection, submission_id: int, stage: str, findings: Sequence[Finding]
) -> None:
    """Replace the findings of a stage (``read``, ``gate`` or ``accept``) of a submission."""
    connection.execute(
        "delete from intake.finding where submission_id = %s and stage = %s", [submission_id, stage]
    )
    rows = [_row(number, finding) for number, finding in enumerate(findings, start=1)]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in NAMES.split(",")]
    # no COPY: PostgreSQL refuses it to whoever is under row-level security
    connection.execute(
        f"insert into intake.finding (submission_id, stage, {NAMES})"
        f" select %s, %s, * from unnest({ARRAYS})".encode(),
        [submission_id, stage, *columns],
    )


def _row(number: int, f: Finding) -> tuple[object, ...]:
    """The columns of ``NAMES``."""
    expected = (f.expected.es, f.expected.en) if f.expected else (None, None)
    return (
        number, f.rule, str(f.severity), f.sheet, f.row, f.column, f.field, f.record, f.value,
        f.message.es, f.message.en, f.remedy.es, f.remedy.en, *expected,
    )  # fmt: skip


def findings(connection: Connection, submission_id: int) -> list[Finding]:
    """What was found in a submission, the gravest first, then as they stand in the file."""
    rows = connection.execute(
        "select rule, severity, message_es, message_en, remedy_es, remedy_en, expected_es, expected_en,"
        " sheet, row_number, column_letter, field, value, record_no from intake.finding where submission_id = %s"
        " order by array_position(array['stop', 'error', 'warning', 'note'], severity), stage desc, finding_no",
        [submission_id],
    ).fetchall()
    return [
        Finding(
            rule, Severity(severity), Text(m_es, m_en), Text(r_es, r_en), sheet, row, column, field, value,
            Text(e_es, e_en) if e_es else None, record,
        )
        for rule, severity, m_es, m_en, r_es, r_en, e_es, e_en, sheet, row, column, field, value, record in rows
    ]  # fmt: skip
