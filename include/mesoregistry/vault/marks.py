"""Marks: what stands outside the vault in the place of a text that is sealed in it.

The key of a case is replaced by its token alone, any other text by ``sealed:`` and its token: no rule takes that for a
term, a date or a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mesoregistry.vault.identity import Identity

PREFIX = "sealed:"
PATTERN = re.compile(rf"(?:{PREFIX})?\b([0-9a-f]{{32}})\b")


def mark(identity: Identity, token: str) -> str:
    """What is written in the place of a text."""
    return token if identity.kind == "case" else PREFIX + token


def tokens_in(texts: Iterable[str | None]) -> set[str]:
    """The tokens of every mark in these texts."""
    return {token for text in texts if text for token in PATTERN.findall(text)}


def replaced(text: str, mark_texts: Mapping[str, str]) -> str:
    """The text with each mark replaced by what it stands for; a mark that is not in ``mark_texts`` stays."""
    if not mark_texts:
        return text
    return PATTERN.sub(lambda match: mark_texts.get(match[1], match[0]), text)
