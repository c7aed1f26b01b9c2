"""Marks in the place of the texts that ``separation`` found, once the vault has given their tokens."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from mesoregistry.catalog.model import fields
from mesoregistry.findings import Finding, Text
from mesoregistry.intake.interpretation import Interpretation, landed_array
from mesoregistry.intake.landed_records import Records
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.marks import mark
from mesoregistry.vault.mentions import QUOTE

MARKED = ("case", "value")


@lru_cache(maxsize=4096)
def elements(landed: str | None) -> tuple[str | None, ...]:
    """The values of a landed array."""
    return tuple(json.loads(landed)) if landed else ()


def with_marks(interpretation: Interpretation, tokens: Mapping[Identity, str]) -> Interpretation:
    """The same with a mark in the place of each text that ``separate`` found.

    Raises ``KeyError`` when one of them has no token.
    """
    places: dict[str, list[tuple[int, int, str]]] = {}
    quoted: dict[str, str] = {}
    for mention in interpretation.mentions:
        if mention.identity.kind in MARKED:
            text = mark(mention.identity, tokens[mention.identity])
            places.setdefault(mention.field, []).append((mention.record, mention.position, text))
            if mention.field == QUOTE:
                quoted[str(mention.identity.name)] = text
    return replace(
        interpretation,
        records=_marked(interpretation.records, places),
        findings=tuple(_masked(finding, quoted) for finding in interpretation.findings),
    )


def _marked(records: Records, places: Mapping[str, Sequence[tuple[int, int, str]]]) -> Records:
    """``places``: by field, the record, the place in its cell and the mark of each text that is replaced."""
    index = {number: i for i, number in enumerate(records.numbers)}
    marked: dict[str, list[str | None]] = {}
    for name in places.keys() & records.columns.keys():
        column = marked[name] = list(records.columns[name])
        for number, position, text in places[name]:
            column[index[number]] = _with_mark(name, column[index[number]], position, text)
    return replace(records, columns={**records.columns, **marked})


def _with_mark(name: str, landed: str | None, position: int, text: str) -> str | None:
    if not fields()[name].many:
        return text
    items = list(elements(landed))
    items[position] = text
    return landed_array(items)


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
