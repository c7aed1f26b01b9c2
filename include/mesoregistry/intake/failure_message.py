"""Why the gate's task failed: the rule and the file, never a value of the file."""

from __future__ import annotations

from mesoregistry import database, ledger
from mesoregistry.findings import Language, Text
from mesoregistry.gate.rule_text import rule_message
from mesoregistry.gate.verdict import Verdict

BROKEN = Text(
    "No se pudieron evaluar estas reglas, y no se aceptó nada: {rules}. Corríjalas en expectations/ (red-gate.md).",
    "These rules could not be asked, and nothing was accepted: {rules}. Correct them in expectations/ (red-gate.md).",
)


def file_messages(verdict: Verdict, language: Language = "es") -> dict[int, str]:
    """For each submission that goes back a line: country, month, rules, and the command that shows more."""
    messages = {}
    with database.transaction() as connection:
        for number, rules in verdict.stopped.items():
            file = ledger.describe(connection, number, language)
            reasons = " ".join(f"{rule_message(rule, language)} ({rule})" for rule in rules)
            messages[number] = f"{file}. {reasons} → mesoregistry findings {number}"
    return messages


def broken_message(verdict: Verdict, language: Language = "es") -> str | None:
    """The rules that could not be evaluated; ``None`` when there is none."""
    return BROKEN.format(rules=", ".join(verdict.broken)).in_(language) if verdict.broken else None
