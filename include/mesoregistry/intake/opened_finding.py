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

    opened = text(finding.message)
    if finding.row is None and finding.sheet in titles:  # such a message names its first cell
        opened = Text(
            *(_titled(spoken, finding.sheet, titles[finding.sheet]) for spoken in (opened.es, opened.en))
        )
    return replace(
        finding,
        message=opened,
        remedy=text(finding.remedy),
        expected=text(finding.expected) if finding.expected else None,
        value=None if finding.value is None else replaced(finding.value, mark_texts),
        sheet=titles.get(finding.sheet or "", finding.sheet),
    )


def _titled(text: str, sheet: str, title: str) -> str:
    return re.sub(rf"(?<= ){re.escape(sheet)}!(?=[A-Z]*\d+\.)", lambda _: f"{title}!", text)
