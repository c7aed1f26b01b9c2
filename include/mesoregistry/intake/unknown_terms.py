"""The terms and places of a file that no list knows: each once, how often it stands there, and the nearest code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.model import fields
from mesoregistry.catalog.nearest import nearest
from mesoregistry.catalog.places import ADMIN1, ADMIN2, departments, place_names
from mesoregistry.catalog.term_codes import term_codes
from mesoregistry.findings import Finding
from mesoregistry.intake.landed_records import Records


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A term as it is first written; ``code``: of the nearest term of its list, empty when none is near.

    The list of a place is one of ``catalog.places``.
    """

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


Place = tuple[str, str]  # list of ``catalog.places``, and the name as it is written


def places_of(findings: Iterable[Finding], records: Records, seeds: Path, country: str) -> tuple[Place, ...]:
    """The places that the findings of a file say are unknown, one for each cell."""
    known = departments(seeds, country)
    names = dict(zip(records.numbers, records.column("admin1"), strict=True))
    places: list[Place] = []
    for finding in findings:
        if finding.rule == "admin1_known" and finding.value:
            places.append((f"{ADMIN1} {country}", finding.value))
        elif finding.rule == "admin2_known" and finding.value and finding.record:
            department = known.get(term_key(names.get(finding.record) or ""))
            places += [(f"{ADMIN2} {department}", finding.value)] if department else []
    return tuple(places)


def unknown_places(places: Iterable[Place], seeds: Path) -> list[UnknownTerm]:
    """Each of them once, the most frequent first, with the id of the nearest as its code."""
    written: dict[Place, str] = {}
    counts: Counter[Place] = Counter()
    for list_name, name in places:
        place = (list_name, term_key(name))
        written.setdefault(place, name)
        counts[place] += 1
    return [
        UnknownTerm(place[0], written[place], count, _nearest(_ids(seeds, place[0]), place[1]))
        for place, count in counts.most_common()
    ]


def _ids(seeds: Path, list_name: str) -> dict[str, str]:
    return {term_key(name): place_id for place_id, name in place_names(seeds, list_name)}
