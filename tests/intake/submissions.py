"""Submissions for the tests: filed, judged without the gate, and how they stand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from mesoregistry import database, ledger
from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.intake import tasks
from mesoregistry.intake.receive import receive
from mesoregistry.ledger import write_findings

MARCH = dt.date(2024, 3, 1)


def filed(folder: Path, content: bytes, day: dt.date = dt.date(2024, 4, 2), country: str = "sv") -> int:
    path = folder / "mes.csv"
    path.write_bytes(content)
    return receive(path, country, MARCH, day).submission_id


def filed_for(folder: Path, content: bytes, period: dt.date = MARCH, name: str = "mes.csv") -> int:
    """A Salvadoran file of a month, filed in May."""
    path = folder / name
    path.write_bytes(content)
    return receive(path, "sv", period, dt.date(2024, 5, 2)).submission_id


def whole_run(run_id: str, since: str | None = None, until: str | None = None) -> list[int]:
    """What a run of El Salvador does, also when its gate stops it."""
    numbers = tasks.load_waiting("sv", since, until, run_id)
    try:
        tasks.check("sv", numbers, run_id)
    finally:
        tasks.accept("sv", numbers)
    return numbers


def judged(submission_id: int, *findings: Finding) -> None:
    """What the gate writes, without the gate: its own tests are elsewhere."""
    stopped = sorted({f.rule for f in findings if f.severity == "stop"})
    with database.transaction() as connection:
        write_findings(connection, submission_id, "gate", findings)
        connection.execute(
            "update intake.submission set gate_run_id = 1, stopped = %s where submission_id = %s",
            [stopped, submission_id],
        )


def finding(severity: Severity, record: int | None = None) -> Finding:
    text = Text("x", "x")
    return Finding("regla", severity, text, text, row=record and record + 1, record=record)


def state(submission_id: int) -> str:
    with database.transaction() as connection:
        return ledger.submission(connection, submission_id).state


def sha256_of(submission_id: int) -> str:
    with database.transaction() as connection:
        return ledger.submission(connection, submission_id).sha256


def rules(submission_id: int) -> list[str]:
    with database.transaction() as connection:
        query = "select rule from intake.finding where submission_id = %s order by rule"
        return [rule for (rule,) in connection.execute(query, [submission_id])]


def waiting(country: str) -> list[int]:
    with database.transaction() as connection:
        return ledger.waiting(connection, country)


def described(submission_id: int) -> str:
    with database.transaction() as connection:
        return ledger.describe(connection, submission_id)
