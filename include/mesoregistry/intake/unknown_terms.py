"""The terms of a file that no list knows: each once, how often it stands there, and the nearest code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.model import fields
from mesoregistry.catalog.nearest import nearest
from mesoregistry.catalog.term_codes import term_codes
from mesoregistry.findings import Finding


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A term as it is first written; ``code``: of the nearest term of its list, empty when none is near."""

    list: str
    term: str
    count: int
    code: str


def unknown_terms(findings: Iterable[Finding], seeds: Path, country: str, source: str) -> list[UnknownTerm]:
    """The terms that the findings of a file say are unknown, the most frequent first."""
    written: dict[tuple[str, str], str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        definition = fields().get(finding.field or "")
        if definition and definition.list and finding.rule.endswith("_known") and finding.value:
            term = (definition.list, term_key(finding.value))
            written.setdefault(term, finding.value)
            counts[term] += 1
    return [
        UnknownTerm(name, written[name, key], count, _nearest(term_codes(seeds, name, country, source), key))
        for (name, key), count in counts.most_common()
    ]


def _nearest(codes: Mapping[str, str], key: str) -> str:
    position = nearest(key, keys := list(codes))
    return "" if position is None else codes[keys[position]]
