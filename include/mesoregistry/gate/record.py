"""Findings written into the warehouse, by whoever found them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg

from mesoregistry.findings import Finding

NAMES = (
    "submission_id, finding_no, stage, rule, severity, sheet, row_number, column_letter, field, record_no,"
    " value, message_es, message_en, remedy_es, remedy_en, expected_es, expected_en"
)


def write_findings(
    connection: psycopg.Connection[Any], submission_id: int, stage: str, findings: Sequence[Finding]
) -> None:
    """Replace the findings of a stage (``read`` or ``gate``) of a submission."""
    connection.execute(
        "delete from intake.finding where submission_id = %s and stage = %s", [submission_id, stage]
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy intake.finding ({NAMES}) from stdin".encode()) as copy,
    ):
        for number, f in enumerate(findings, start=1):
            expected = (f.expected.es, f.expected.en) if f.expected else (None, None)
            copy.write_row(
                (
                    submission_id, number, stage, f.rule, str(f.severity), f.sheet, f.row, f.column, f.field,
                    f.record, f.value, f.message.es, f.message.en, f.remedy.es, f.remedy.en, *expected,
                )
            )  # fmt: skip
