"""The gate in PostgreSQL: Great Expectations decides, the rules' own SQL names the cells, the ledger is told."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

import psycopg

from mesoregistry import ledger
from mesoregistry.database import guarded
from mesoregistry.findings import Finding
from mesoregistry.gate import docs, expect
from mesoregistry.gate.cells import LABELS, Places, findings_of
from mesoregistry.gate.collapse import fold
from mesoregistry.gate.execute import Connection, ask
from mesoregistry.gate.record import Run, write_run
from mesoregistry.gate.rules import Rule, Rules
from mesoregistry.gate.rules import load as load_rules
from mesoregistry.gate.statement import Landing, grains, marts_sql, rows_sql, verdict_sql
from mesoregistry.gate.verdict import Verdict
from mesoregistry.ledger import Action, State, write_findings
from mesoregistry.settings import settings


class GateFault(RuntimeError):
    """The gate contradicts itself: nothing may be accepted."""


def check(country: str, submission_ids: Sequence[int]) -> Verdict:
    """Judge landed submissions of a country. Writes findings, results and the run into the warehouse.

    Raises ``GateFault``, ``RulesFault``, and ``DatabaseFault`` (without a value).
    """
    if not submission_ids:
        return Verdict(None)
    began = time.monotonic()
    landing = Landing(country, tuple(submission_ids))
    chosen = grains(_rules().of(country))
    found: dict[int, list[Finding]] = {number: [] for number in submission_ids}
    with guarded("gate"), psycopg.connect(settings().dsn("warehouse", "loader")) as connection:
        asked, broken = ask(connection, chosen, lambda grain: rows_sql(grain, landing, "postgres"))
        places = _places(connection, submission_ids)
        for grain, rows in asked:
            for number, finding in findings_of(grain, rows, places):
                found[number].append(finding)
    sound = [grain for grain, _ in asked]
    unexpected = Counter(f.rule for many in found.values() for f in many)
    query = verdict_sql(sound, landing, "postgres")
    validated = expect.validate(_url("loader"), country, query, [r for g in sound for r in g.rules])
    _must_agree(validated.outcomes, set(+unexpected))
    docs.build(country, validated.result, unexpected)
    verdict = Verdict(
        run=None,
        stopped={n: rules for n, many in found.items() if (rules := _stopping(many))},
        counts=Counter(str(f.severity) for many in found.values() for f in many),
        broken=tuple(sorted({*broken, *_errors(validated)})),
    )
    seconds = time.monotonic() - began
    run = Run("attack", _by_id(), validated.outcomes, unexpected, seconds, country, submission_ids)
    return _write(run, verdict, {number: fold(many) for number, many in found.items()})


def check_marts() -> Verdict:
    """Judge the marts by the rules of ``marts.yml``. Raises as ``check`` does."""
    began = time.monotonic()
    rules = _by_id()
    with guarded("gate"), psycopg.connect(settings().dsn("warehouse", "transformer")) as connection:
        asked, broken = ask(connection, grains(_rules().marts), marts_sql)
    unexpected = Counter({rule: count for _, rows in asked for rule, count in rows[0].items()})
    sound = [grain for grain, _ in asked]
    query = verdict_sql(sound, None, "postgres")
    validated = expect.validate(_url("transformer"), "marts", query, [r for g in sound for r in g.rules])
    _must_agree(validated.outcomes, set(+unexpected))
    docs.build("marts", validated.result, unexpected)
    failed = [rules[r] for r, o in validated.outcomes.items() if o.outcome == "fail"]
    verdict = Verdict(
        run=None,
        counts=Counter(str(rule.severity) for rule in failed),
        broken=tuple(sorted({*broken, *_errors(validated)})),
        failed=tuple(r.id for r in failed if r.severity in ("stop", "error")),
    )
    return _write(Run("marts", rules, validated.outcomes, unexpected, time.monotonic() - began), verdict, {})


def _rules() -> Rules:
    return load_rules(settings().expectations)


def _by_id() -> dict[str, Rule]:
    return {rule.id: rule for rule in _rules()}


def _url(role: str) -> str:
    # GX reads $ as the start of a variable
    url = settings().database("warehouse", role).render_as_string(hide_password=False)
    return url.replace("$", r"\$")


def _stopping(found: Sequence[Finding]) -> list[str]:
    return sorted({f.rule for f in found if f.severity == "stop"})


def _errors(validated: expect.Validated) -> list[str]:
    return [rule for rule, one in validated.outcomes.items() if one.outcome == "error"]


def _places(connection: Connection, submission_ids: Sequence[int]) -> Places:
    columns = dict(
        connection.execute(
            "select submission_id, columns from intake.submission where submission_id = any(%s)",
            [list(submission_ids)],
        ).fetchall()
    )
    return Places.of(columns, connection.execute(LABELS))


def _must_agree(outcomes: Mapping[str, expect.Outcome], found: Set[str]) -> None:
    """Great Expectations and the rules' own SQL look at the same rows; when they differ the gate stays shut."""
    asked = {rule for rule, one in outcomes.items() if one.outcome != "error"}
    failed = {rule for rule, one in outcomes.items() if one.outcome == "fail"}
    if differ := failed ^ (found & asked):
        raise GateFault("Great Expectations and the findings differ on " + ", ".join(sorted(differ)))


def _write(run: Run, verdict: Verdict, found: Mapping[int, Sequence[Finding]]) -> Verdict:
    with guarded("gate"), psycopg.connect(settings().dsn("warehouse", "loader")) as connection:
        number = write_run(connection, run, verdict)
        for submission in sorted(found):
            write_findings(connection, submission, "gate", found[submission])
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
