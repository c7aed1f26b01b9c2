"""Why the gate's task failed: the rule and the file, never a value of the file."""

from __future__ import annotations

from mesoregistry import database, ledger
from mesoregistry.findings import Language
from mesoregistry.gate.rule_text import rule_message
from mesoregistry.gate.verdict import Verdict


def failure_message(verdict: Verdict, language: Language = "es") -> str:
    """A line for each file that goes back and for each rule that could not be evaluated."""
    lines = []
    with database.transaction() as connection:
        for number, rules in verdict.stopped.items():
            file = ledger.describe(connection, number, language)
            reasons = " ".join(f"{rule_message(rule, language)} ({rule})" for rule in rules)
            lines.append(f"{file}. {reasons} → mesoregistry findings {number}")
    if verdict.broken:
        es = "No se pudieron evaluar estas reglas, y no se aceptó nada"
        en = "These rules could not be asked, and nothing was accepted"
        lines.append(f"{es if language == 'es' else en}: {', '.join(verdict.broken)}")
    return "\n".join(lines)
