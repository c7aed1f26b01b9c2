"""The stored findings of a submission, opened for the team's own eyes."""

from __future__ import annotations

from collections.abc import Iterator

from mesoregistry import database, ledger
from mesoregistry.findings import Finding
from mesoregistry.intake.opened_finding import opened_finding
from mesoregistry.vault import store
from mesoregistry.vault.marks import tokens_in
from mesoregistry.vault.opened_marks import open_marks


def opened_findings(connection: database.Connection, submission_id: int) -> list[Finding]:
    """The stored findings of a submission as its team may read them: what it typed itself is shown.

    Raises ``DatabaseFault``; ``InvalidToken`` when the vault has another key than the one that sealed.
    """
    stored = ledger.findings(connection, submission_id)
    with database.open_connection("vault") as vault:
        tokens = tokens_in(text for finding in stored for text in _texts(finding))
        mark_texts = open_marks(vault, tokens)
        titles = {str(number): title for number, title in store.titles(vault, submission_id).items()}
    return [opened_finding(finding, mark_texts, titles) for finding in stored]


def _texts(finding: Finding) -> Iterator[str | None]:
    yield finding.value
    for text in (finding.message, finding.remedy, finding.expected):
        if text:
            yield text.es
