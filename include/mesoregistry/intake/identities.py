"""Identity to the vault: who is mentioned, texts to be sealed, and what the warehouse may know of them.

The warehouse gets ``<prefix>_identity`` (named, withheld, collective or missing) and, once the vault has answered,
``<prefix>_token``; a name or a narrative stands in no record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from mesoregistry.catalog.model import Withheld, fields
from mesoregistry.intake import names
from mesoregistry.intake.interpretation import Interpretation, landed_array
from mesoregistry.intake.landed_records import Records
from mesoregistry.intake.values import Values
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.mentions import Mention, SealedText

Flag = Literal["named", "withheld", "collective", "missing"]


def flags(texts: set[str | None], conventional: Withheld) -> dict[str | None, Flag]:
    """What is known of each text of a column of names. ``conventional``: texts that stand for a name."""
    return {text: _flag(text, conventional) for text in texts}


def _flag(text: str | None, conventional: Withheld) -> Flag:
    kind = None if text is None else names.kind_of(text, conventional)
    if kind is None:
        return "missing" if text is None else "named"
    return "missing" if kind == "sample" else kind


def landed_flags(column: Sequence[Values], known: Mapping[str | None, Flag]) -> list[str | None]:
    """The landed ``<prefix>_identity`` of each record."""
    arrays = {values: landed_array([known[value] for value in values]) for values in set(column)}
    return [arrays[values] for values in column]


def mentions(
    field: str, column: Sequence[Values], numbers: Sequence[int], known: Mapping[str | None, Flag]
) -> list[Mention]:
    """Where persons or organisations are named; ``numbers``: the record of each entry of ``column``."""
    kind: Literal["person", "organisation"] = "person" if fields()[field].kind == "person" else "organisation"
    identities = {
        name: Identity(kind, Hidden(name)) for name, flag in known.items() if name and flag == "named"
    }
    return [
        Mention(number, field, position, identities[name])
        for number, values in zip(numbers, column, strict=True)
        for position, name in enumerate(values)
        if name in identities
    ]


def sealed_texts(field: str, column: Sequence[Values], numbers: Sequence[int]) -> list[SealedText]:
    """Narratives and contacts, each with its place in its record."""
    return [
        SealedText(number, field, position, Hidden(text))
        for number, texts in zip(numbers, column, strict=True)
        for position, text in enumerate(texts)
        if text
    ]


def with_tokens(interpretation: Interpretation, tokens: Mapping[Identity, str]) -> Interpretation:
    """The same interpretation, its records with the token of each mention in the place of its name.

    Raises ``KeyError`` when an identity that is mentioned has no token.
    """
    prefixes = {name: f"{definition.prefix}" for name, definition in fields().items() if definition.prefix}
    places: dict[str, dict[int, dict[int, str]]] = {}
    for mention in interpretation.mentions:
        if mention.field not in prefixes:
            continue  # a foreign value: ``separation.with_marks``
        of_record = places.setdefault(prefixes[mention.field], {}).setdefault(mention.record, {})
        of_record[mention.position] = tokens[mention.identity]
    records = interpretation.records
    added = {
        f"{prefix}_token": _token_column(records, f"{prefix}_identity", places.get(prefix, {}))
        for prefix in prefixes.values()
        if f"{prefix}_identity" in records.columns
    }
    return replace(interpretation, records=replace(records, columns={**records.columns, **added}))


def _token_column(
    records: Records, identities: str, places: Mapping[int, Mapping[int, str]]
) -> list[str | None]:
    """The landed ``<prefix>_token`` of each record; ``places``: by record, the token of each place in its cell."""
    column: list[str | None] = []
    for number, landed in zip(records.numbers, records.columns[identities], strict=True):
        tokens = places.get(number)
        column.append(landed_array([tokens.get(i) for i in range(_length(landed))]) if tokens else None)
    return column


@lru_cache(maxsize=1024)
def _length(landed: str | None) -> int:
    return len(json.loads(landed or "[]"))
