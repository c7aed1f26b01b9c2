"""Findings for the team's own eyes: each mark replaced by the text that it stands for, each sheet by its title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mesoregistry import database, ledger
from mesoregistry.findings import Finding, Text
from mesoregistry.vault import store
from mesoregistry.vault.marks import open_marks, replaced, tokens_in


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


def opened_finding(finding: Finding, mark_texts: Mapping[str, str], titles: Mapping[str, str]) -> Finding:
    """One finding; ``mark_texts``: token -> text, ``titles``: number of a sheet -> its title."""

    def text(marked: Text) -> Text:
        return Text(replaced(marked.es, mark_texts), replaced(marked.en, mark_texts))

    return replace(
        finding,
        message=text(finding.message),
        remedy=text(finding.remedy),
        expected=text(finding.expected) if finding.expected else None,
        value=None if finding.value is None else replaced(finding.value, mark_texts),
        sheet=titles.get(finding.sheet or "", finding.sheet),
    )


def _texts(finding: Finding) -> Iterator[str | None]:
    yield finding.value
    for text in (finding.message, finding.remedy, finding.expected):
        if text:
            yield text.es
