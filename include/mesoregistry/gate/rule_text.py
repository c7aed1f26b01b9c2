"""A rule in words, without the values it was broken with: for logs, tasks and Data Docs."""

from __future__ import annotations

import re

from mesoregistry.catalog import messages
from mesoregistry.findings import Language
from mesoregistry.gate.rules import load
from mesoregistry.settings import settings

PLACEHOLDER = re.compile(r"\{suggestion\}|«\{\w+\}»|“\{\w+\}”|\(\{\w+\}\)|\{\w+\}")


def words(rule: str, language: Language = "es") -> str:
    """``Falta la columna «…».``; the id of a rule that nobody knows."""
    for one in load(settings().expectations):
        if one.id == rule:
            return _plain(one.message.es if language == "es" else one.message.en)
    try:
        label = messages.message(rule).message
    except KeyError:
        return rule
    return _plain(label.es if language == "es" else label.en)


def _plain(text: str) -> str:
    def shown(match: re.Match[str]) -> str:
        found = match[0]
        return "" if found == "{suggestion}" else re.sub(r"\{\w+\}", "…", found)

    return PLACEHOLDER.sub(shown, text)
