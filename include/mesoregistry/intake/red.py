"""Why the gate's task is red, in words: the rule and the file, never a value of the file."""

from __future__ import annotations

import re

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Language
from mesoregistry.gate.rules import load as load_rules
from mesoregistry.gate.verdict import Verdict
from mesoregistry.intake import ledger
from mesoregistry.settings import settings

SLOT = re.compile(r"\{\w+\}")


def words(verdict: Verdict, language: Language = "es") -> str:
    """A line for each file that goes back and for each rule that could not be asked."""
    lines = []
    with ledger.warehouse() as connection:
        for number, rules in verdict.stopped.items():
            file = ledger.describe(connection, number, language)
            told = " ".join(f"{rule_text(rule, language)} ({rule})" for rule in rules)
            lines.append(f"{file}. {told} → mesoregistry findings {number}")
    if verdict.broken:
        es = "No se pudieron evaluar estas reglas, y no se aceptó nada"
        en = "These rules could not be asked, and nothing was accepted"
        lines.append(f"{es if language == 'es' else en}: {', '.join(verdict.broken)}")
    return "\n".join(lines)


def rule_text(rule: str, language: Language) -> str:
    """The message of a rule; what a file would fill in is ``…``, as it may hold a name."""
    try:
        label = message(rule).message
    except KeyError:
        label = next(r.message for r in load_rules(settings().expectations) if r.id == rule)
    return SLOT.sub("…", label.es if language == "es" else label.en)
