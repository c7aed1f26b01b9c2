"""The verdict of Great Expectations beside the rules' own SQL: both look at the same rows, and must say the same."""

from __future__ import annotations

from collections import Counter

from mesoregistry.faults import Fault
from mesoregistry.gate import docs
from mesoregistry.gate.expect import Validated


class GateFault(Fault, RuntimeError):
    """The gate contradicts itself: nothing may be accepted."""


def agreed(suite: str, validated: Validated, unexpected: Counter[str]) -> None:
    """Write the Data Docs of a verdict, once it says of every rule what the rules' own SQL says.

    ``unexpected``: by rule, how many rows that SQL gives.

    Raises:
        GateFault: they differ, and the gate stays shut.
    """
    evaluated = {rule for rule, outcome in validated.outcomes.items() if outcome.outcome != "error"}
    failed = {rule for rule, outcome in validated.outcomes.items() if outcome.outcome == "fail"}
    if differ := failed ^ (set(+unexpected) & evaluated):
        raise GateFault("Great Expectations and the findings differ on " + ", ".join(sorted(differ)))
    docs.build(suite, validated.result, unexpected)
