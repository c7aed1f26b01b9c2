"""The gate in PostgreSQL: Great Expectations decides, the rules' own SQL names the cells, the ledger is told."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import psycopg
from psycopg.rows import dict_row

from mesoregistry.findings import Finding
from mesoregistry.gate import docs, expect
from mesoregistry.gate.cells import Places, findings_of
from mesoregistry.gate.record import write_findings
from mesoregistry.gate.rules import Rule, Rules
from mesoregistry.gate.rules import load as load_rules
from mesoregistry.gate.statement import Grain, Landing, counts_sql, grains, rows_sql, verdict_sql
from mesoregistry.gate.verdict import Verdict
from mesoregistry.settings import settings

Connection: TypeAlias = "psycopg.Connection[Any]"


class GateFault(RuntimeError):
    """The gate contradicts itself, or a rule cannot be asked: nothing may be accepted."""


def check(country: str, submission_ids: Sequence[int]) -> Verdict:
    """Judge landed submissions of a country. Writes findings, results and the run into the warehouse."""
    if not submission_ids:
        return Verdict(None)
    began = time.monotonic()
    landing = Landing(country, tuple(submission_ids))
    with psycopg.connect(settings().dsn("warehouse", "loader")) as connection:
        chosen = grains(_rules().of(country))
        sound, broken = _askable(connection, chosen, landing)
        places = _places(connection, submission_ids)
        found: dict[int, list[Finding]] = {number: [] for number in submission_ids}
        for grain in sound:
            rows = connection.cursor(row_factory=dict_row).execute(
                rows_sql(grain, landing, "postgres").encode()
            )
            for number, finding in findings_of(grain, rows, places):
                found[number].append(finding)
    asked = [rule for grain in sound for rule in grain.rules]
    validated = expect.validate(_url("loader"), {country: (verdict_sql(sound, landing, "postgres"), asked)})
    _must_agree(validated.outcomes, {f.rule for many in found.values() for f in many})
    unexpected = Counter(f.rule for many in found.values() for f in many)
    docs.build(country, validated.results, unexpected)
    errors = [rule for rule, o in validated.outcomes.items() if o.outcome == "error"]
    verdict = Verdict(
        run=None,
        stopped={n: rules for n, many in found.items() if (rules := _stopping(many))},
        counts=Counter(str(f.severity) for many in found.values() for f in many),
        broken=tuple(sorted({*broken, *errors})),
    )
    run = _write(country, found, verdict, validated.outcomes, unexpected, time.monotonic() - began)
    return Verdict(run, verdict.stopped, verdict.counts, verdict.broken)


def check_marts() -> Verdict:
    """Judge the marts by the rules of ``marts.yml``."""
    began = time.monotonic()
    rules = _rules()
    severities = {rule.id: rule for rule in rules.marts}
    queries = {g.name: (counts_sql(g, None, "postgres"), g.rules) for g in grains(rules.marts)}
    validated = expect.validate(_url("transformer"), queries)
    outcomes = validated.outcomes
    with psycopg.connect(settings().dsn("warehouse", "transformer")) as connection:
        unexpected = {
            r: _count(connection, severities[r]) for r, o in outcomes.items() if o.outcome == "fail"
        }
    docs.build("marts", validated.results, unexpected)
    verdict = Verdict(
        run=None,
        counts=Counter(str(severities[r].severity) for r, o in outcomes.items() if o.outcome == "fail"),
        broken=tuple(r for r, o in outcomes.items() if o.outcome == "error"),
        failed={
            r: severities[r].message.es
            for r, o in outcomes.items()
            if o.outcome == "fail" and severities[r].severity in ("stop", "error")
        },
    )
    with psycopg.connect(settings().dsn("warehouse", "loader")) as connection:
        run = _write_run(
            connection, "marts", None, [], verdict, outcomes, unexpected, time.monotonic() - began
        )
    return Verdict(run, counts=verdict.counts, broken=verdict.broken, failed=verdict.failed)


def _count(connection: Connection, rule: Rule) -> int:
    """How many rows of the marts break a rule."""
    [grain] = grains([rule])
    query = f"select count(*) from ({counts_sql(grain, None, 'postgres')}) as judged where {rule.id} is false"
    found = connection.execute(query.encode()).fetchone()
    return int(found[0]) if found else 0


def _rules() -> Rules:
    return load_rules(settings().expectations)


def _url(role: str) -> str:
    # GX reads $ as the start of a variable
    url = settings().database("warehouse", role).render_as_string(hide_password=False)
    return url.replace("$", r"\$")


def _stopping(found: Sequence[Finding]) -> list[str]:
    return sorted({f.rule for f in found if f.severity == "stop"})


def _askable(
    connection: Connection, chosen: Sequence[Grain], landing: Landing
) -> tuple[list[Grain], list[str]]:
    """Grains with the rules that can be asked, and the rules that raise: an error of theirs, not of the data."""
    sound: list[Grain] = []
    broken: list[str] = []
    for grain in chosen:
        if _runs(connection, grain, landing):
            sound.append(grain)
            continue
        good = [r.id for r in grain.rules if _runs(connection, grain.only([r.id]), landing)]
        broken += [r.id for r in grain.rules if r.id not in good]
        if good:
            sound.append(grain.only(good))
    return sound, broken


def _runs(connection: Connection, grain: Grain, landing: Landing) -> bool:
    try:
        with connection.transaction():
            connection.execute(rows_sql(grain, landing, "postgres").encode())
    except psycopg.Error:
        return False
    return True


def _places(connection: Connection, submission_ids: Sequence[int]) -> Places:
    columns = dict(
        connection.execute(
            "select submission_id, columns from intake.submission where submission_id = any(%s)",
            [list(submission_ids)],
        ).fetchall()
    )
    labels: dict[str, list[tuple[str, str]]] = {}
    for name, es, en in connection.execute("select list, es, en from intake.code_list order by list, code"):
        labels.setdefault(name, []).append((es, en))
    return Places(columns, labels)


def _must_agree(outcomes: Mapping[str, expect.Outcome], found: set[str]) -> None:
    """Great Expectations and the findings look at the same rows; when they differ the gate stays shut."""
    failed = {rule for rule, outcome in outcomes.items() if outcome.outcome == "fail"}
    asked = {rule for rule, outcome in outcomes.items() if outcome.outcome != "error"}
    if failed != found & asked:
        raise GateFault("Great Expectations and the findings differ on " + ", ".join(sorted(failed ^ found)))


def _write(
    country: str,
    found: Mapping[int, Sequence[Finding]],
    verdict: Verdict,
    outcomes: Mapping[str, expect.Outcome],
    unexpected: Mapping[str, int],
    seconds: float,
) -> int:
    with psycopg.connect(settings().dsn("warehouse", "loader")) as connection:
        run = _write_run(connection, "attack", country, list(found), verdict, outcomes, unexpected, seconds)
        for number in sorted(found):
            write_findings(connection, number, "gate", found[number])
            # a run with a broken rule judged nothing: what is landed stays unjudged
            connection.execute(
                "update intake.submission set gate_run_id = %s, stopped = %s"
                " where submission_id = %s and state = 'in_review'",
                [None if verdict.broken else run, verdict.stopped.get(number, []), number],
            )
    return run


def _write_run(
    connection: Connection,
    suite: str,
    country: str | None,
    submission_ids: Sequence[int],
    verdict: Verdict,
    outcomes: Mapping[str, expect.Outcome],
    unexpected: Mapping[str, int],
    seconds: float,
) -> int:
    row = connection.execute(
        "insert into ops.gate_run (suite, country, submission_ids, success, seconds)"
        " values (%s, %s, %s, %s, %s) returning gate_run_id",
        [suite, country, list(submission_ids), verdict.success, round(seconds, 3)],
    ).fetchone()
    assert row is not None
    severities = {rule.id: rule for rule in _rules()}
    results = dict(outcomes)
    for rule in verdict.broken:
        results[rule] = expect.Outcome(rule, "error")
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into ops.gate_result (gate_run_id, rule, severity, outcome, unexpected)"
            " values (%s, %s, %s, %s, %s)",
            [
                (row[0], r, str(severities[r].severity), o.outcome, unexpected.get(r, 0))
                for r, o in results.items()
            ],
        )
    return int(row[0])
