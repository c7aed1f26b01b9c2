"""A finding for the team's own eyes: each mark replaced by the text that it stands for, the sheet by its title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from mesoregistry.findings import Finding, Text
from mesoregistry.vault.marks import replaced


def opened_finding(finding: Finding, mark_texts: Mapping[str, str], titles: Mapping[str, str]) -> Finding:
    """One finding; ``mark_texts``: token -> text, ``titles``: number of a sheet -> its title."""

    def text(marked: Text) -> Text:
        return Text(replaced(marked.es, mark_texts), replaced(marked.en, mark_texts))

    message = text(finding.message)
    sheet, title = finding.sheet or "", titles.get(finding.sheet or "")
    if finding.row is None and title:  # such a message names its first cell
        message = Text(*(_titled(spoken, sheet, title) for spoken in (message.es, message.en)))
    return replace(
        finding,
        message=message,
        remedy=text(finding.remedy),
        expected=text(finding.expected) if finding.expected else None,
        value=None if finding.value is None else replaced(finding.value, mark_texts),
        sheet=titles.get(finding.sheet or "", finding.sheet),
    )


def _titled(text: str, sheet: str, title: str) -> str:
    return re.sub(rf"(?<= ){re.escape(sheet)}!(?=[A-Z]*\d+\.)", lambda _: f"{title}!", text)
