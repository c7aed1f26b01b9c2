"""Terms that the coordination accepted: which lines hold beside the rows of ``code_map.csv``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from mesoregistry.catalog.decision_files import BROKEN, Judged, Line, Row
from mesoregistry.catalog.seed_mistakes import codes_by_list, contradict, identity, mistake_of_term, rows
from mesoregistry.findings import Text

NO_COUNTRY = Text("falta el país", "the country is missing")
KNOWN = Text(
    "«{term}» ya está en la lista como «{code}»",
    "“{term}” is in the list already, as “{code}”",
)


def judged_terms(lines: Iterable[Line], seeds: Path, key: Callable[[str], str]) -> Judged:
    """Hold each line to what a row of the map is held to, and to the rows before it.

    ``key``: the form in which terms are compared.
    """
    if not (lines := list(lines)):
        return Judged((), ())
    codes, known = codes_by_list(seeds), _by_identity(rows(seeds, "code_map.csv"), key)
    sound, mistakes = [], []
    for line in lines:
        if objection := _objection(line, codes, known, key):
            mistakes.append((line.number, line.country, objection))
        else:
            sound.append(line)
            known.setdefault(identity(line.row, key), []).append(line.row)
    return Judged(tuple(sound), tuple(mistakes))


def is_in_map(row: Row, seeds: Path, key: Callable[[str], str]) -> bool:
    """Whether the project's own map says the same already."""
    same = _by_identity(rows(seeds, "code_map.csv"), key).get(identity(row, key), ())
    return any(other["code"] == row["code"] for other in same)


def _by_identity(known: Iterable[Row], key: Callable[[str], str]) -> dict[tuple[str, ...], list[Row]]:
    same: dict[tuple[str, ...], list[Row]] = {}
    for row in known:
        same.setdefault(identity(row, key), []).append(row)
    return same


def _objection(
    line: Line,
    codes: Mapping[str, set[str]],
    known: Mapping[tuple[str, ...], list[Row]],
    key: Callable[[str], str],
) -> Text | None:
    if not line.is_whole:
        return BROKEN
    if not line.country:
        return NO_COUNTRY
    if mistake := mistake_of_term(line.row, codes):
        return mistake
    for other in known.get(identity(line.row, key), ()):
        if contradict(other, line.row):
            return KNOWN.format(term=line.row["term"], code=other["code"])
    return None
