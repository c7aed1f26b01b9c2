"""The terms that a country may write already, and those of a file that still need a code."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass, field
from pathlib import Path

from mesoregistry.authoring import gazetteer, places
from mesoregistry.authoring.draft.labels import plain
from mesoregistry.catalog import code_lists
from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.model import fields

GENERIC = frozenset(
    {"unknown", "other"}
)  # «otro», «sin dato» stand in every list and say nothing of a column


@dataclass(slots=True)
class KnownTerms:
    """Lists by name: the key of each term with its code; and the names of places by level."""

    codes: dict[str, dict[str, str]]
    places: dict[str, frozenset[str]] = field(default_factory=dict)

    def knows(self, name: str, text: str) -> bool:
        """Whether a list, or a level of places, has the text as it is written."""
        return term_key(text) in self.codes.get(name, {}) or term_key(text) in self.places.get(name, ())

    def identifies(self, name: str, text: str) -> bool:
        """Whether the text, as written or with its signs taken for blanks, is a term that only such a list has."""
        code = self.codes.get(name, {}).get(term_key(text)) or self.same_words(name, text)
        return (code is not None and code not in GENERIC) or term_key(text) in self.places.get(name, ())

    def same_words(self, name: str, text: str) -> str | None:
        """The code of the one term with the same words, as ``amenaza_de_muerte``; ``None`` where two codes fit."""
        codes = {code for term, code in self.codes.get(name, {}).items() if plain(term) == plain(text)}
        return codes.pop() if len(codes) == 1 else None

    def nearest(self, name: str, text: str) -> str:
        """A code whose term is written much like the text; empty when none is. For a person to decide."""
        terms = self.codes.get(name, {})
        near = difflib.get_close_matches(term_key(text), list(terms), 1, 0.7)
        return terms[near[0]] if near else ""


def known_terms(seeds: Path, country: str | None) -> KnownTerms:
    """The labels of the code lists, the terms that hold everywhere, and the country's own terms and places."""
    codes: dict[str, dict[str, str]] = {}
    for name, of_country, source, term, code, *_ in code_lists.read_sound(seeds).terms:
        if name not in code_lists.PLACES and of_country in ("", country) and not source:
            codes.setdefault(name, {}).setdefault(term_key(term), code)
    return KnownTerms(codes, _places(country) if country else {})


def _places(country: str) -> dict[str, frozenset[str]]:
    listed = gazetteer.all_places([country])
    levels: dict[str, set[str]] = {}
    level_of = {place.place_id: place.level for place in listed}
    for place_id, name in places.aliases(listed):
        levels.setdefault(level_of[place_id], set()).add(name)
    return {level: frozenset(names) for level, names in levels.items()}


def list_of(name: str) -> str:
    """The code list of a field, or its level of places."""
    return fields()[name].list or name


def append_terms(seeds: Path, rows: list[tuple[str, str, str, str]]) -> None:
    """Add (list, country, term, code) to ``code_map.csv``."""
    with (seeds / "code_map.csv").open("a", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerows((name, country, "", term, code, "", "", "") for name, country, term, code in rows)
