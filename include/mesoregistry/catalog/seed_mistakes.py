"""Mistakes in the seeds that a person edits: a code that no list has would be counted as if it were one."""

from __future__ import annotations

import csv
import datetime as dt
import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from mesoregistry.catalog.file_stamps import Stamp, stamp
from mesoregistry.findings import Text

Line = tuple[int, dict[str, str]]  # its number in the file, and its cells by column


def rows(seeds: Path, name: str) -> tuple[dict[str, str], ...]:
    """The rows of a seed, which nobody changes; a file that is not there counts as empty."""
    path = seeds / name
    return _rows(path, stamp(path)) if path.exists() else ()


@lru_cache(maxsize=8)
def _rows(path: Path, _stamp: Stamp) -> tuple[dict[str, str], ...]:
    """Read anew when the file was written; several lists are made of it."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def mistakes_of(seeds: Path, key: Callable[[str], str]) -> Iterator[tuple[str, int, str, str]]:
    """Every term of the map without a code of its list or with two, and every name without a place.

    ``key``: the form in which terms are compared.

    Yields:
        The file, the line, the country that the row is of (empty: of all), and what is wrong.
    """
    if codes := codes_by_list(seeds):
        terms = list(enumerate(rows(seeds, "code_map.csv"), start=2))
        for line, country, mistake in (*_without_code(terms, codes), *_contradictions(terms, key)):
            yield "code_map.csv", line, country, mistake
    places = {row["place_id"] for row in rows(seeds, "place.csv")}
    for line, row in enumerate(rows(seeds, "place_alias.csv"), start=2):
        place_id = row["place_id"] or ""
        if place_id not in places:
            text = (
                f"«{place_id}» no está en place.csv / is not in place.csv; write both with"
                " python -m mesoregistry.authoring.places"
            )
            yield "place_alias.csv", line, place_id[:2].lower(), text


def codes_by_list(seeds: Path) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = {}
    for row in rows(seeds, "code_list.csv"):
        codes.setdefault(row["list"], set()).add(row["code"])
    return codes


def _without_code(terms: Sequence[Line], codes: Mapping[str, set[str]]) -> Iterator[tuple[int, str, str]]:
    for line, row in terms:
        if mistake := mistake_of_term(row, codes):
            yield line, row["country"] or "", f"{mistake.es} / {mistake.en}"


def _contradictions(terms: Sequence[Line], key: Callable[[str], str]) -> Iterator[tuple[int, str, str]]:
    """Rows that give a term of the same source another code for the same days: one of them would never be read."""
    known: dict[tuple[str, ...], list[Line]] = {}
    for line, row in terms:
        same = known.setdefault(identity(row, key), [])
        for earlier, other in same:
            if contradict(other, row):
                text = (
                    f"«{row['term']}» es «{other['code']}» en la línea {earlier}"
                    f" / “{row['term']}” is “{other['code']}” in line {earlier}"
                )
                yield line, row["country"] or "", text
        same.append((line, row))


def identity(row: Mapping[str, str], key: Callable[[str], str]) -> tuple[str, ...]:
    """What a row of the map says something about: a term of a list, as one source of one country writes it."""
    return row["list"], row["country"] or "", row["source_id"] or "", key(row["term"] or "")


def contradict(first: Mapping[str, str], second: Mapping[str, str]) -> bool:
    """Whether two rows of one ``identity`` give it two codes on the same day.

    An empty day is the beginning, or the end, of time.
    """
    begins = max(first["valid_from"] or "", second["valid_from"] or "")
    ends = min(first["valid_to"] or "9999", second["valid_to"] or "9999")
    return first["code"] != second["code"] and begins <= ends


def mistake_of_term(row: Mapping[str, str], codes: Mapping[str, set[str]]) -> Text | None:
    """What is wrong with one row of the map."""
    name, code = row["list"], row["code"]
    if name not in codes:
        near = _near(name, codes)
        return Text(f"no hay lista «{name}»{near[0]}", f"there is no list “{name}”{near[1]}")
    if code not in codes[name]:
        near = _near(code, codes[name])
        return Text(
            f"la lista «{name}» no tiene el código «{code}»{near[0]}",
            f"the list “{name}” has no code “{code}”{near[1]}",
        )
    if not (row["term"] or "").strip():
        return Text("falta el término", "the term is missing")
    for name in ("valid_from", "valid_to"):
        if row[name] and not _is_day(row[name]):
            return Text(f"{name}: «{row[name]}» no es un día como 2024-05-01", "is no day as 2024-05-01")
    return None


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2024-05-01")


def _near(word: str, known: Mapping[str, object] | set[str]) -> tuple[str, str]:
    """A likely one, in Spanish and in English; empty when none is near."""
    matches = difflib.get_close_matches(word or "", list(known), 1, 0.6)
    return (f"; ¿quizá «{matches[0]}»?", f"; perhaps “{matches[0]}”?") if matches else ("", "")
