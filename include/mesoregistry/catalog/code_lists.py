"""Code lists, code maps and places of ``dbt/seeds``: the terms that a source may write, and their codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from mesoregistry.catalog import decision_files
from mesoregistry.catalog.decided import Decided, TermRow, read_decided, row_of_term
from mesoregistry.catalog.decision_files import folder_of_decisions
from mesoregistry.catalog.file_stamps import Stamp, stamp
from mesoregistry.catalog.registries import CatalogFault
from mesoregistry.catalog.seed_mistakes import mistakes_of, rows

FILES = ("code_list.csv", "code_map.csv", "place.csv", "place_alias.csv")
PLACES = ("place_admin1", "place_admin2", "place_district")
ACCENTS = str.maketrans("áàâäãéèêëíìîïóòôöõúùûüñç", "aaaaaeeeeiiiiooooouuuunc")


def term_key(term: str) -> str:
    """The form in which terms are compared: lower case, no accents, single blanks.

    ``gate.term_key`` gives the same in PostgreSQL and in DuckDB.
    """
    return " ".join(term.lower().translate(ACCENTS).split())


@dataclass(frozen=True)
class Reference:
    """Rows for ``intake.code_list`` and ``intake.code_term``; ``term_key`` is still the term as written.

    ``mistakes``: of the rows that were left out, by the country that they are of; those of all under the empty name.
    ``decided``: of the terms and places, what the coordination accepted; ``decision_mistakes`` stop nothing.
    """

    codes: list[tuple[str, str, str, str]]
    terms: list[TermRow]
    mistakes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decided: Decided = field(default_factory=Decided)
    decision_mistakes: tuple[str, ...] = ()


def read(seeds: Path) -> Reference:
    """Read the CSV files of the folder ``seeds``; a file that is not there counts as empty.

    A municipality is a term of ``place_admin2``, a district of ``place_district``, under the id of its department.

    Raises:
        CatalogFault: a term is mapped to a code that its list does not have, or a place is none.
    """
    reference = read_sound(seeds)
    mistakes = [mistake for of_country in reference.mistakes.values() for mistake in of_country]
    if mistakes:
        raise CatalogFault(mistakes)
    return reference


def read_sound(seeds: Path) -> Reference:
    """The same without the rows that have mistakes: those of one country take nothing from the others."""
    return _read(seeds, folder_of_decisions(), stamps(seeds))


def stamps(seeds: Path) -> tuple[Stamp, ...]:
    """What changes when one of the files is written, or the coordination decides."""
    return (*(stamp(seeds / name) for name in FILES), *decision_files.stamps(folder_of_decisions()))


@lru_cache(maxsize=4)
def _read(seeds: Path, decisions: Path, _stamps: tuple[Stamp, ...]) -> Reference:
    """Read anew when a file was written: an editor's map, a country that was drafted, a term that was accepted."""
    mistakes: dict[str, tuple[str, ...]] = {}
    left_out: dict[str, set[int]] = {}
    for name, line, country, mistake in mistakes_of(seeds, term_key):
        mistakes[country] = (*mistakes.get(country, ()), f"{name}: {line}: {mistake}")
        left_out.setdefault(name, set()).add(line)
    codes = [(r["list"], r["code"], r["es"], r["en"]) for r in rows(seeds, "code_list.csv")]
    own = [
        (row["list"], "", "", term, row["code"], row["valid_from"] or None, row["valid_to"] or None, True)
        for row in rows(seeds, "code_list.csv")
        for term in dict.fromkeys((row["code"], row["es"], row["en"]))
    ]
    mapped = [
        row_of_term(row)
        for line, row in enumerate(rows(seeds, "code_map.csv"), start=2)
        if line not in left_out.get("code_map.csv", ())
    ]
    decided, of_decisions = read_decided(seeds, decisions, term_key)
    terms = [*own, *mapped, *decided.terms, *_places(seeds, decided.places)]
    return Reference(codes, terms, mistakes, decided, of_decisions)


def _places(seeds: Path, decided: Iterable[tuple[str, str]]) -> Iterator[TermRow]:
    places = {row["place_id"]: row for row in rows(seeds, "place.csv")}
    aliases = ((row["place_id"], row["key"]) for row in rows(seeds, "place_alias.csv"))
    names = [(place_id, key) for place_id, key in (*aliases, *decided) if place_id in places]
    names += [(place_id, row["name"]) for place_id, row in places.items()]
    # san_jose of a form is read as san jose, whatever the aliases say
    names += [(place_id, name.replace("_", " ")) for place_id, name in names if "_" in name]
    for place_id, name in names:
        place = places[place_id]
        if place["level"] not in ("admin1", "admin2", "district"):
            continue
        parent = places.get(place["parent_id"])
        department = parent["parent_id"] if parent and place["level"] == "district" else place["parent_id"]
        above = f"{department} " if place["level"] != "admin1" else ""
        yield (
            f"place_{place['level']}", place["country"], "", above + name, place_id,
            place["valid_from"] or None, place["valid_to"] or None, False,
        )  # fmt: skip


def vocabulary(seeds: Path, country: str, source: str) -> dict[str, frozenset[str]]:
    """By code list, the keys (``term_key``) of the terms that a source may write; places are left out."""
    return _vocabulary(seeds, country, source, stamps(seeds))


@lru_cache(maxsize=256)
def _vocabulary(
    seeds: Path, country: str, source: str, _stamps: tuple[Stamp, ...]
) -> dict[str, frozenset[str]]:
    terms: dict[str, set[str]] = {}
    for name, of_country, of_source, term, *_ in read_sound(seeds).terms:
        if of_country in ("", country) and of_source in ("", source) and name not in PLACES:
            terms.setdefault(name, set()).add(term_key(term))
    return {name: frozenset(keys) for name, keys in terms.items()}


def place_keys(seeds: Path) -> dict[str, frozenset[str]]:
    """By level (admin1, admin2, district), the keys of the names of its places; numbers of places are left out."""
    return _place_keys(seeds, stamps(seeds))


@lru_cache(maxsize=4)
def _place_keys(seeds: Path, _stamps: tuple[Stamp, ...]) -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for name, _, _, term, *_ in read_sound(seeds).terms:
        if name in PLACES:
            key = term_key(term if name == "place_admin1" else term.partition(" ")[2])
            if not key.isdigit():
                names.setdefault(name.removeprefix("place_"), set()).add(key)
    return {level: frozenset(keys) for level, keys in names.items()}
