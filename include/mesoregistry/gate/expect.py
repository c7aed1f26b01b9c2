"""The verdict of Great Expectations: one suite a run, validated on the tables in PostgreSQL."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mesoregistry.findings import Severity
from mesoregistry.gate.rule_text import rule_message
from mesoregistry.gate.rules import Rule
from mesoregistry.settings import settings

SEVERITIES = {
    Severity.STOP: "critical",
    Severity.ERROR: "critical",
    Severity.WARNING: "warning",
    Severity.NOTE: "info",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome that Great Expectations gives a rule; ``error``: the rule itself could not be evaluated."""

    rule: str
    outcome: Literal["pass", "fail", "error"]


@dataclass(frozen=True)
class Validated:
    """Outcomes by rule, and the validation result for the Data Docs (without any value)."""

    outcomes: dict[str, Outcome]
    result: Any


def validate(url: str, name: str, query: str, rules: Sequence[Rule]) -> Validated:
    """Validate the suite ``name``: ``query`` has a true/false column for each of the rules.

    ``url`` is a SQLAlchemy URL. Importing Great Expectations takes seconds: call it once a process.
    """
    if not rules:
        return Validated({}, None)
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    import great_expectations as gx
    from great_expectations.core.result_format import ResultFormat

    # it sets a level of its own for this one
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    # it queries several times what it validates: a temporary table is made once
    source = context.data_sources.add_postgres("warehouse", connection_string=url, create_temp_table=True)
    batch = source.add_query_asset(name, query=query).add_batch_definition_whole_table("all")
    suite = context.suites.add(_suite(name, rules))
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(name=name, data=batch, suite=suite)
    )
    # pass or fail only: any other format reads values, with one more query for each rule
    result = definition.run(result_format=ResultFormat.BOOLEAN_ONLY)
    # otherwise its connections stay open until garbage is collected
    source.get_execution_engine().close()
    source.get_engine().dispose()
    return Validated({o.rule: o for o in map(_outcome, result.results)}, result)


def _suite(name: str, rules: Sequence[Rule]) -> Any:
    import great_expectations as gx
    from great_expectations import expectations as gxe

    return gx.ExpectationSuite(
        name=name,
        expectations=[
            gxe.ExpectColumnValuesToBeInSet(
                column=rule.id,
                value_set=[True],
                severity=SEVERITIES[rule.severity],
                meta={"rule": rule.id},
                description=rule_message(rule.id, settings().language),
            )
            for rule in rules
        ],
    )


def _outcome(result: Any) -> Outcome:
    rule = result.expectation_config.meta["rule"]
    raised = result.exception_info.get("raised_exception")
    if raised is None:  # keyed by metric: a metric failed
        raised = any(info.get("raised_exception") for info in result.exception_info.values())
    if raised:
        return Outcome(rule, "error")
    return Outcome(rule, "pass" if result.success else "fail")
