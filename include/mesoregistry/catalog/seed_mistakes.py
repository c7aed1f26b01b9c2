"""Mistakes in the seeds that a person edits: a code that no list has would be counted as if it were one."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path

from mesoregistry.catalog.registries import CatalogFault


def rows(seeds: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a seed; a file that is not there counts as empty."""
    path = seeds / name
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def refuse_mistakes(seeds: Path) -> None:
    """Every term of the map has a code of its list, and every name of a place a place.

    Raises:
        CatalogFault: with every mistake, by file and line.
    """
    codes: dict[str, set[str]] = {}
    for row in rows(seeds, "code_list.csv"):
        codes.setdefault(row["list"], set()).add(row["code"])
    mistakes = list(_of_map(seeds, codes)) if codes else []
    places = {row["place_id"] for row in rows(seeds, "place.csv")}
    mistakes += [
        f"place_alias.csv: {line}: «{row['place_id']}» no está en place.csv / is not in place.csv; write both with"
        " python -m mesoregistry.authoring.places"
        for line, row in enumerate(rows(seeds, "place_alias.csv"), start=2)
        if row["place_id"] not in places
    ]
    if mistakes:
        raise CatalogFault(mistakes)


def _of_map(seeds: Path, codes: Mapping[str, set[str]]) -> Iterator[str]:
    for line, row in enumerate(rows(seeds, "code_map.csv"), start=2):
        name, code = row["list"], row["code"]
        if name not in codes:
            near = _near(name, codes)
            yield f"code_map.csv: {line}: no hay lista «{name}»{near[0]} / there is no list “{name}”{near[1]}"
        elif code not in codes[name]:
            near = _near(code, codes[name])
            yield (
                f"code_map.csv: {line}: la lista «{name}» no tiene el código «{code}»{near[0]}"
                f" / the list “{name}” has no code “{code}”{near[1]}"
            )
        elif not (row["term"] or "").strip():
            yield f"code_map.csv: {line}: falta el término / the term is missing"


def _near(word: str, known: Mapping[str, object] | set[str]) -> tuple[str, str]:
    """A likely one, in Spanish and in English; empty when none is near."""
    matches = difflib.get_close_matches(word or "", list(known), 1, 0.6)
    return (f"; ¿quizá «{matches[0]}»?", f"; perhaps “{matches[0]}”?") if matches else ("", "")
