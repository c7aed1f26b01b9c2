"""Marks in the place of the texts that ``separation`` found, once the vault has given their tokens."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from mesoregistry.catalog.model import fields
from mesoregistry.findings import Finding, Text
from mesoregistry.intake.interpretation import Interpretation, Record, landed_array
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.marks import mark
from mesoregistry.vault.store import QUOTE

MARKED = ("case", "value")


@lru_cache(maxsize=4096)
def elements(landed: str | None) -> tuple[str | None, ...]:
    """The values of a landed array."""
    return tuple(json.loads(landed)) if landed else ()


def with_marks(interpretation: Interpretation, tokens: Mapping[Identity, str]) -> Interpretation:
    """The same with a mark in the place of each text that ``separate`` found.

    Raises ``KeyError`` when one of them has no token.
    """
    places: dict[int, list[tuple[str, int, str]]] = {}
    quoted: dict[str, str] = {}
    for mention in interpretation.mentions:
        if mention.identity.kind in MARKED:
            text = mark(mention.identity, tokens[mention.identity])
            places.setdefault(mention.record, []).append((mention.field, mention.position, text))
            if mention.field == QUOTE:
                quoted[str(mention.identity.name)] = text
    return replace(
        interpretation,
        records=tuple(_marked(record, places.get(record.number, ())) for record in interpretation.records),
        findings=tuple(_masked(finding, quoted) for finding in interpretation.findings),
    )


def _marked(record: Record, places: Iterable[tuple[str, int, str]]) -> Record:
    values = dict(record.values)
    for name, position, text in places:
        if fields()[name].many:
            items = list(elements(values[name]))
            items[position] = text
            values[name] = landed_array(items)
        else:
            values[name] = text
    return replace(record, values=MappingProxyType(values)) if places else record


def _masked(finding: Finding, quoted: Mapping[str, str]) -> Finding:
    if not finding.quotes:
        return finding

    def masked(text: Text) -> Text:
        es, en = text.es, text.en
        for quote in finding.quotes:
            es = es.replace(f"«{quote}»", f"«{quoted[quote]}»")
            en = en.replace(f"“{quote}”", f"“{quoted[quote]}”")
        return Text(es, en)

    return replace(finding, message=masked(finding.message), remedy=masked(finding.remedy), quotes=())
