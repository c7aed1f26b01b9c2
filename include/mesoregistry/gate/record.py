"""A run of the gate, written into ``ops.gate_run`` and ``ops.gate_result``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mesoregistry.database import Connection
from mesoregistry.gate.expect import Outcome
from mesoregistry.gate.rules import Rule
from mesoregistry.gate.verdict import Verdict


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
