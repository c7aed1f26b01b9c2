"""Names of places that the coordination accepted: which lines hold beside the rows of ``place_alias.csv``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mesoregistry.catalog.decision_files import BROKEN, Judged, Line, Row
from mesoregistry.catalog.seed_mistakes import rows
from mesoregistry.findings import Text

PREFIX = re.compile(
    r"^(munic[ií]pio|departamento|estado|provincia|distrito|municipality|department) (de(l)?|of) "
    r"|^municipio (?=el )| municipality$",
    re.IGNORECASE,
)
NO_PLACE = Text("no hay lugar «{place}»", "there is no place “{place}”")
NO_NAME = Text("falta el nombre", "the name is missing")
SHARED = Text("«{name}» ya es un nombre de {other}", "“{name}” is a name of {other} already")
Key = Callable[[str], str]
Scope = tuple[str, str, str, str]
"""Where a name may stand for one place alone: the department or country, the level, the last day, the key."""


def keys_of_name(name: str, key: Key) -> set[str]:
    """A name as it is compared, with and without «Municipio de»."""
    return {key(name), key(PREFIX.sub("", name))}


class Places:
    """The places of the seeds, and which of them each name stands for."""

    def __init__(self, seeds: Path) -> None:
        self.rows = {row["place_id"]: row for row in rows(seeds, "place.csv")}
        self._owners: dict[Scope, set[str]] = {}
        self._aliases: set[tuple[str, str]] = set()
        for row in rows(seeds, "place_alias.csv"):
            if row["place_id"] in self.rows:
                self._aliases.add((row["place_id"], row["key"]))
                self.add(row["place_id"], row["key"])

    def add(self, place_id: str, key: str) -> None:
        self._owners.setdefault(self._scope(place_id, key), set()).add(place_id)

    def named(self, place_id: str) -> list[str]:
        """The places that a name of this one holds for: what it became, and what became that."""
        place_id = self.rows[place_id]["successor_id"] or place_id
        return [place_id, *(p for p, row in self.rows.items() if row["successor_id"] == place_id)]

    def others(self, place_id: str, key: str) -> set[str]:
        return self._owners.get(self._scope(place_id, key), set()) - {place_id}

    def has(self, place_id: str, key: str) -> bool:
        return (place_id, key) in self._aliases

    def _scope(self, place_id: str, key: str) -> Scope:
        place = self.rows[place_id]
        within = place["country"] if place["level"] == "admin1" else place["iso_3166_2"]
        return within, place["level"], place["valid_to"], key


def judged_places(lines: Iterable[Line], seeds: Path, key: Key) -> Judged:
    """Hold each line to the places of the seeds: a name that would stand for two of them is a guess."""
    if not (lines := list(lines)):
        return Judged((), ())
    places, sound, mistakes = Places(seeds), [], []
    for line in lines:
        if objection := _objection(line, places, key):
            mistakes.append((line.number, line.country, objection))
        else:
            sound.append(line)
            for place_id, name in pairs(line.row, places, key):
                places.add(place_id, name)
    return Judged(tuple(sound), tuple(mistakes))


def pairs(row: Row, places: Places, key: Key) -> Iterator[tuple[str, str]]:
    """Each place that a line names, with each key of the name: rows as of ``place_alias.csv``."""
    for place_id in places.named(row["place_id"]):
        for name in sorted(keys_of_name(row["name"], key)):
            yield place_id, name


def is_alias(row: Row, places: Places, key: Key) -> bool:
    """Whether the project's own aliases say the same already."""
    return row["place_id"] in places.rows and all(places.has(*pair) for pair in pairs(row, places, key))


def _objection(line: Line, places: Places, key: Key) -> Text | None:
    if not line.is_whole:
        return BROKEN
    if line.row["place_id"] not in places.rows:
        return NO_PLACE.format(place=line.row["place_id"])
    if not key(line.row["name"]):
        return NO_NAME
    for place_id, name in pairs(line.row, places, key):
        for other in sorted(places.others(place_id, name)):
            return SHARED.format(name=line.row["name"], other=places.rows[other]["name"])
    return None
