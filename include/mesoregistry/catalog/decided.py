"""Terms and names of places that the coordination accepted, as rows of the lists that they add to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mesoregistry.catalog.decided_places import Places, judged_places, pairs
from mesoregistry.catalog.decided_terms import judged_terms
from mesoregistry.catalog.decision_files import PLACES, TERMS, lines

TermRow = tuple[str, str, str, str, str, str | None, str | None, bool]


@dataclass(frozen=True, slots=True)
class Decided:
    """``places``: the id of a place and the key of a name, as in ``place_alias.csv``."""

    terms: tuple[TermRow, ...] = ()
    places: tuple[tuple[str, str], ...] = ()


def row_of_term(row: Mapping[str, str]) -> TermRow:
    """A row of the map, for ``Reference.terms``."""
    return (
        row["list"], row["country"], row["source_id"], row["term"], row["code"],
        row["valid_from"] or None, row["valid_to"] or None, False,
    )  # fmt: skip


def read_decided(seeds: Path, decisions: Path, key: Callable[[str], str]) -> tuple[Decided, tuple[str, ...]]:
    """What holds of the folder ``decisions``, and a line for each mistake in it."""
    terms = judged_terms(lines(decisions, TERMS), seeds, key)
    places = judged_places(lines(decisions, PLACES), seeds, key)
    mistakes = (*terms.described(TERMS), *places.described(PLACES))
    known = Places(seeds) if places.sound else None
    return (
        Decided(
            tuple(row_of_term(line.row) for line in terms.sound),
            tuple(pair for line in places.sound if known for pair in pairs(line.row, known, key)),
        ),
        tuple(text for _, text in mistakes),
    )
