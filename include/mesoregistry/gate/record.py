"""A run of the gate as it is stored: the run and its results, the findings, and what becomes of the submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mesoregistry import ledger
from mesoregistry.database import Connection, transaction
from mesoregistry.findings import Finding
from mesoregistry.gate.expect import Outcome
from mesoregistry.gate.rules import Rule
from mesoregistry.gate.verdict import Verdict
from mesoregistry.ledger import Action, State, write_findings


@dataclass(frozen=True)
class Run:
    """One run: the suite, the submissions that it judged (none for the marts), and the outcome of each rule.

    ``unexpected``: how many rows break a rule. ``seconds``: how long the run took.
    """

    suite: str
    rules: Mapping[str, Rule]
    outcomes: Mapping[str, Outcome]
    unexpected: Mapping[str, int]
    seconds: float
    country: str | None = None
    submissions: Sequence[int] = field(default_factory=list)


def write_run(connection: Connection, run: Run, verdict: Verdict) -> int:
    """Write the run and its results, in the caller's transaction; returns its number.

    A rule that could not be evaluated has the outcome ``error``.
    """
    row = connection.execute(
        "insert into ops.gate_run (suite, country, submission_ids, success, seconds)"
        " values (%s, %s, %s, %s, %s) returning gate_run_id",
        [run.suite, run.country, list(run.submissions), verdict.success, round(run.seconds, 3)],
    ).fetchone()
    assert row is not None
    outcomes = {rule: o.outcome for rule, o in run.outcomes.items()} | dict.fromkeys(verdict.broken, "error")
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into ops.gate_result (gate_run_id, rule, severity, outcome, unexpected)"
            " values (%s, %s, %s, %s, %s)",
            [
                (row[0], rule, str(run.rules[rule].severity), outcome, run.unexpected.get(rule, 0))
                for rule, outcome in outcomes.items()
            ],
        )
    return int(row[0])


def write_verdict(run: Run, verdict: Verdict, findings: Mapping[int, Sequence[Finding]]) -> Verdict:
    """Store a run and the findings of each submission in one transaction; the verdict, with its run's number."""
    with transaction() as connection:
        number = write_run(connection, run, verdict)
        for submission in sorted(findings):
            write_findings(connection, submission, "gate", findings[submission])
            _write_judgement(connection, submission, number, verdict)
    return replace(verdict, run=number)


def _write_judgement(connection: Connection, submission_id: int, number: int, verdict: Verdict) -> None:
    if ledger.submission(connection, submission_id, lock=True).state is not State.IN_REVIEW:
        return  # withdrawn meanwhile
    rules = verdict.stopped.get(submission_id, [])
    ledger.move(
        connection,
        submission_id,
        Action.JUDGED,
        detail={"rules": rules, "broken": list(verdict.broken)},
        # a run with a broken rule judged nothing: what is landed stays unjudged
        gate_run_id=None if verdict.broken else number,
        stopped=rules,
    )
