"""Marks opened with the key of the vault."""

from __future__ import annotations

from collections.abc import Collection

from mesoregistry.database import Connection, guarded
from mesoregistry.vault import seal
from mesoregistry.vault.hidden import Hidden


def open_marks(connection: Connection, tokens: Collection[str]) -> dict[str, Hidden]:
    """What these tokens stand for, by token; never a person or an organisation.

    For the team's own eyes: its ``findings`` and the suggestions made from what it typed. Raises ``DatabaseFault``.
    """
    if not tokens:
        return {}
    key = seal.fields()
    with guarded("vault marks"):
        rows = connection.execute(
            "select token, sealed from vault.identity where token = any(%s) and kind in ('case', 'value')",
            [sorted(tokens)],
        ).fetchall()
    return {token: seal.open_text(sealed, key) for token, sealed in rows}
