"""What was found in a submission, for who is logged in to Airflow: rule, cell and remedy, and no text of the vault."""

from __future__ import annotations

from typing import Any, Literal

from jinja2 import Environment

from mesoregistry import database, ledger
from mesoregistry.findings import SEVERITY_NAMES, Finding
from mesoregistry.ledger.states import NEXT
from mesoregistry.vault.marks import PATTERN

Language = Literal["es", "en"]
LONGEST = 500  # findings on a page
SEALED = "…"  # in the place of a text that is in the vault
WORDS: dict[Language, dict[str, Any]] = {
    "es": {
        "back": "Volver al tablero",
        "run": "La corrida de Airflow que lo tomó",
        "columns": ("Celda", "", "Regla", "Qué pasa", "Qué hacer"),
        "nothing": "No se halló nada.",
        "more": "Y {} más: mesoregistry findings {}",
    },
    "en": {
        "back": "Back to the board",
        "run": "The run of Airflow that took it",
        "columns": ("Cell", "", "Rule", "What is wrong", "What to do"),
        "nothing": "Nothing was found.",
        "more": "And {} more: mesoregistry findings {}",
    },
}


def render_submission(pages: Environment, number: int, language: Language) -> str | None:
    """The page of a submission; ``None`` when there is none of that number."""
    from mesoregistry.gate.collapse import shown

    with database.transaction() as connection:
        try:
            submission = ledger.submission(connection, number)
        except KeyError:
            return None
        findings = shown(ledger.findings(connection, number))
        title = ledger.describe_numbered(connection, number, language)
        run = ledger.run_of(connection, number)
    return pages.get_template("submission.html").render(
        language=language,
        words=WORDS[language],
        title=title,
        number=number,
        country=submission.country,
        month=f"{submission.country}-{submission.period:%Y-%m}",
        advice=NEXT[submission.state].in_(language),
        run=run,
        severities={name: text.in_(language) for name, text in SEVERITY_NAMES.items()},
        findings=[_row(finding, language) for finding in findings[:LONGEST]],
        more=max(0, len(findings) - LONGEST),
    )


def _row(finding: Finding, language: Language) -> dict[str, str]:
    return {
        "place": finding.cell or finding.column or "",
        "severity": str(finding.severity),
        "rule": finding.rule,
        "message": PATTERN.sub(SEALED, finding.message.in_(language)),
        "remedy": PATTERN.sub(SEALED, finding.remedy.in_(language)),
    }
