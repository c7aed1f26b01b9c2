"""Code lists, code maps and places of dbt/seeds, as the gate reads them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from psycopg import Connection

FILES = ("code_list.csv", "code_map.csv", "place.csv", "place_alias.csv")
TERM = "list, country, source_id, term_key, code, valid_from, valid_to, own"
PLACES = ("place_admin1", "place_admin2", "place_district")
TermRow = tuple[str, str, str, str, str, str | None, str | None, bool]


@dataclass(frozen=True)
class Reference:
    """Rows for ``intake.code_list`` and ``intake.code_term``; ``term_key`` is still the term as written."""

    codes: list[tuple[str, str, str, str]]
    terms: list[TermRow]


def read(seeds: Path) -> Reference:
    """Read the CSV files. A municipality is a term of ``place_admin2`` under the id of its department."""
    codes = [(r["list"], r["code"], r["es"], r["en"]) for r in _rows(seeds, "code_list.csv")]
    own = [
        (row["list"], "", "", term, row["code"], row["valid_from"] or None, row["valid_to"] or None, True)
        for row in _rows(seeds, "code_list.csv")
        for term in dict.fromkeys((row["code"], row["es"], row["en"]))
    ]
    mapped = [
        (
            row["list"], row["country"], row["source_id"], row["term"], row["code"],
            row["valid_from"] or None, row["valid_to"] or None, False,
        )
        for row in _rows(seeds, "code_map.csv")
    ]  # fmt: skip
    return Reference(codes, own + mapped + list(_places(seeds)))


def _rows(seeds: Path, name: str) -> Iterator[dict[str, str]]:
    path = seeds / name
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _places(seeds: Path) -> Iterator[TermRow]:
    places = {row["place_id"]: row for row in _rows(seeds, "place.csv")}
    names = [(row["place_id"], row["key"]) for row in _rows(seeds, "place_alias.csv")]
    names += [(place_id, row["name"]) for place_id, row in places.items()]
    for place_id, name in names:
        place = places[place_id]
        if place["level"] not in ("admin1", "admin2", "district"):
            continue
        above = f"{place['parent_id']} " if place["level"] == "admin2" else ""
        yield (
            f"place_{place['level']}", place["country"], "", above + name, place_id,
            place["valid_from"] or None, place["valid_to"] or None, False,
        )  # fmt: skip


def load(connection: Connection[Any], seeds: Path) -> bool:
    """Replace the copies in schema ``intake`` when a file changed; whether it did. The caller commits."""
    versions = {name: _sha256(seeds / name) for name in FILES if (seeds / name).exists()}
    # one loader at a time; the others wait and then find nothing to do
    connection.execute("lock table intake.reference_version in share row exclusive mode")
    known = dict(connection.execute("select name, sha256 from intake.reference_version").fetchall())
    if known == versions:
        return False
    reference = read(seeds)
    connection.execute("delete from intake.code_list")
    connection.execute("delete from intake.code_term")
    connection.execute("delete from intake.reference_version")
    with connection.cursor() as cursor:
        with cursor.copy("copy intake.code_list (list, code, es, en) from stdin") as copy:
            for code in reference.codes:
                copy.write_row(code)
        with cursor.copy(f"copy intake.code_term ({TERM}) from stdin") as copy:
            for term in reference.terms:
                copy.write_row(term)
        cursor.execute("update intake.code_term set term_key = gate.term_key(term_key)")
        cursor.executemany("insert into intake.reference_version values (%s, %s)", list(versions.items()))
    connection.execute("analyze intake.code_term")
    return True


def load_in_memory(connection: DuckDBPyConnection, seeds: Path) -> None:
    """The same in DuckDB, in a new schema ``intake``."""
    reference = read(seeds)
    connection.execute("create schema intake")
    connection.execute("create table intake.code_list (list text, code text, es text, en text)")
    connection.execute(
        "create table intake.code_term (list text, country text, source_id text, term_key text, code text,"
        " valid_from date, valid_to date, own boolean)"
    )
    for table, rows, types in (
        ("code_list", reference.codes, ["text"] * 4),
        ("code_term", reference.terms, ["text"] * 5 + ["date", "date", "boolean"]),
    ):
        columns = [list(column) for column in zip(*rows, strict=True)]
        if columns:
            unnested = ", ".join(f"unnest(?::{kind}[])" for kind in types)
            connection.execute(f"insert into intake.{table} select {unnested}", columns)
    connection.execute("update intake.code_term set term_key = gate.term_key(term_key)")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


ACCENTS = str.maketrans("áàâäãéèêëíìîïóòôöõúùûüñç", "aaaaaeeeeiiiiooooouuuunc")


def term_key(term: str) -> str:
    """How a term is compared; ``gate.term_key`` in the databases."""
    return " ".join(term.lower().translate(ACCENTS).split())


@lru_cache(maxsize=32)
def vocabulary(seeds: Path, country: str, source: str) -> dict[str, frozenset[str]]:
    """The keys of the terms of each list that a source may write."""
    found: dict[str, set[str]] = {}
    for name, of_country, of_source, term, *_ in read(seeds).terms:
        if of_country in ("", country) and of_source in ("", source) and name not in PLACES:
            found.setdefault(name, set()).add(term_key(term))
    return {name: frozenset(terms) for name, terms in found.items()}
