"""The gate in PostgreSQL: Great Expectations decides, the rules' own SQL names the cells, both are stored."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from mesoregistry.database import open_connection, reading
from mesoregistry.findings import Finding
from mesoregistry.gate import expect
from mesoregistry.gate.agreement import agreed
from mesoregistry.gate.cells import FindingContext, findings_of
from mesoregistry.gate.collapse import collapse
from mesoregistry.gate.execute import execute_grains
from mesoregistry.gate.grains import Grain, Landing, grains
from mesoregistry.gate.opposed import without_opposed
from mesoregistry.gate.record import Run, write_verdict
from mesoregistry.gate.rule_files import read_rules
from mesoregistry.gate.rules import Rule, Rules
from mesoregistry.gate.statement import marts_sql, rows_sql, verdict_sql
from mesoregistry.gate.suggestions import PLACES
from mesoregistry.gate.verdict import Verdict
from mesoregistry.settings import settings
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.marks import tokens_in
from mesoregistry.vault.opened_marks import open_marks

Findings = dict[int, list[Finding]]  # by submission


def check_submissions(country: str, submission_ids: Sequence[int]) -> Verdict:
    """Judge landed submissions of a country. Writes findings, results and the run into the warehouse.

    Raises:
        GateFault: Great Expectations and the rules' own SQL differ.
        RulesFault: a file of rules is wrong.
        DatabaseFault: a statement failed; it carries no value.
    """
    if not submission_ids:
        return Verdict(None)
    began = time.monotonic()
    landing = Landing(country, tuple(submission_ids))
    findings, broken, context, validated = _judge_twice(landing)
    unexpected = Counter(f.rule for cells in findings.values() for f in cells)
    agreed(country, validated, unexpected)
    findings = {n: without_opposed(cells, context.doubts.get(n, {})) for n, cells in findings.items()}
    verdict = Verdict(
        run=None,
        stopped={n: rules for n, cells in findings.items() if (rules := _stopping(cells))},
        counts=Counter(str(f.severity) for cells in findings.values() for f in cells),
        broken=tuple(sorted({*broken, *_errors(validated)})),
    )
    seconds = time.monotonic() - began
    run = Run("attack", _by_id(), validated.outcomes, unexpected, seconds, country, submission_ids)
    return write_verdict(run, verdict, {n: collapse(c, context.columns.get(n)) for n, c in findings.items()})


def check_marts() -> Verdict:
    """Judge the marts by the rules of ``marts.yml``. Raises as ``check_submissions`` does."""
    began = time.monotonic()
    rules = _by_id()
    with reading("transformer") as connection:
        executed, broken = execute_grains(connection, grains(_rules().of_marts()), marts_sql)
    unexpected = Counter({rule: count for _, rows in executed for rule, count in rows[0].items()})
    validated = _validate("transformer", "marts", [grain for grain, _ in executed], None)
    agreed("marts", validated, unexpected)
    failed = [rules[r] for r, o in validated.outcomes.items() if o.outcome == "fail"]
    verdict = Verdict(
        run=None,
        counts=Counter(str(rule.severity) for rule in failed),
        broken=tuple(sorted({*broken, *_errors(validated)})),
        failed=tuple(r.id for r in failed if r.severity in ("stop", "error")),
    )
    run = Run("marts", rules, validated.outcomes, unexpected, time.monotonic() - began)
    return write_verdict(run, verdict, {})


def _judge_twice(landing: Landing) -> tuple[Findings, list[str], FindingContext, expect.Validated]:
    """By the rules' own SQL and by Great Expectations, side by side: each core of the server judges every row once."""
    chosen = grains(_rules().of(landing.country))
    beside = ThreadPoolExecutor(1)
    try:
        early = beside.submit(_validate, "loader", landing.country, chosen, landing)
        findings, sound, broken, context = _find(landing, chosen)
        validated = _validate("loader", landing.country, sound, landing) if broken else early.result()
    finally:
        beside.shutdown(wait=False)  # a task whose time is over does not wait for the server
    return findings, broken, context, validated


def _find(
    landing: Landing, chosen: Sequence[Grain]
) -> tuple[Findings, list[Grain], list[str], FindingContext]:
    """The findings of each submission, the grains that could be evaluated, the rules that could not, the columns."""
    findings: Findings = {number: [] for number in landing.submissions}
    with reading("loader") as connection:
        executed, broken = execute_grains(
            connection, chosen, lambda grain: rows_sql(grain, landing, "postgres")
        )
        context = FindingContext.read(connection, landing.country, landing.submissions, _mark_texts(executed))
    for grain, rows in executed:
        for number, finding in findings_of(grain, rows, context):
            findings[number].append(finding)
    return findings, [grain for grain, _ in executed], broken, context


def _mark_texts(executed: Iterable[tuple[Grain, Sequence[Mapping[str, object]]]]) -> dict[str, Hidden]:
    """What the marks in the rows that break a rule stand for: suggestions are made from what the team typed."""
    tokens: set[str] = set()
    for grain, rows in executed:
        columns = {
            "value" if rule.each else rule.field for rule in grain.rules if rule.list or rule.field in PLACES
        }
        tokens |= tokens_in(str(row[name]) for row in rows for name in columns if name)
    if not tokens:
        return {}
    with open_connection("vault") as vault:
        return open_marks(vault, tokens)


def _validate(role: str, suite: str, chosen: Sequence[Grain], landing: Landing | None) -> expect.Validated:
    rules = [rule for grain in chosen for rule in grain.rules]
    return expect.validate(_url(role), suite, verdict_sql(chosen, landing, "postgres"), rules)


def _rules() -> Rules:
    return read_rules(settings().expectations)


def _by_id() -> dict[str, Rule]:
    return {rule.id: rule for rule in _rules()}


def _url(role: str) -> str:
    # GX reads $ as the start of a variable
    return settings().database("warehouse", role).render_as_string(hide_password=False).replace("$", r"\$")


def _stopping(findings: Sequence[Finding]) -> list[str]:
    return sorted({f.rule for f in findings if f.severity == "stop"})


def _errors(validated: expect.Validated) -> list[str]:
    return [rule for rule, outcome in validated.outcomes.items() if outcome.outcome == "error"]
