"""The message of a rule without the values it was broken with: for logs, tasks and Data Docs."""

from __future__ import annotations

import re

from mesoregistry.catalog import messages
from mesoregistry.findings import Language
from mesoregistry.gate.rule_files import read_rules
from mesoregistry.settings import settings

PLACEHOLDER = re.compile(r"\{suggestion\}|«\{\w+\}»|“\{\w+\}”|\(\{\w+\}\)|\{\w+\}")


def rule_message(rule: str, language: Language = "es") -> str:
    """The message of a rule of any file, as ``Falta la columna «…».``; of an unknown rule its id."""
    for known in read_rules(settings().expectations):
        if known.id == rule:
            return _without_values(known.message.in_(language))
    try:
        return _without_values(messages.message(rule).message.in_(language))
    except KeyError:
        return rule


def _without_values(text: str) -> str:
    def shown(match: re.Match[str]) -> str:
        return "" if match[0] == "{suggestion}" else re.sub(r"\{\w+\}", "…", match[0])

    return PLACEHOLDER.sub(shown, text)
