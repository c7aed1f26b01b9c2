"""The measures and dimensions, as the two YAML files beside this module define them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as field_
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from mesoregistry.findings import Text

FOLDER = Path(__file__).parent
DISTINCT = re.compile(r"count\(distinct (\w+)\)")
How = Literal["value", "share", "growth", "difference"]


@dataclass(frozen=True, slots=True)
class Count:
    """An aggregate by relation; ``only`` narrows its rows."""

    name: str
    by_relation: Mapping[str, str]
    only: str | None

    def distinct(self, relation: str) -> str | None:
        """The column of which each value counts once in a relation; ``None`` where each row counts."""
        match = DISTINCT.fullmatch(self.by_relation[relation])
        return match[1] if match else None

    def relation(self, of_persons: bool) -> str | None:
        """The relation it is counted in; ``None`` when a filter is about persons and it does not count them."""
        if of_persons:
            return "persons" if "persons" in self.by_relation else None
        return next(iter(self.by_relation))


@dataclass(frozen=True, slots=True)
class Measure:
    """A count and how it is shown; ``counted``: whose rows it takes, when not the default."""

    count: Count
    name: Text
    how: How = "value"
    counted: str | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """Codes of ``list`` in a column, by relation where it differs, or by code in ``cases``.

    ``columns``: an array, where an attack has several. ``field``: what a layout must ask for it to be known.
    """

    list: str | None = None
    column: str | None = None
    columns: str | None = None
    cases: Mapping[str, str] = field_(default_factory=dict)
    person: bool = False
    of_mentions: str | None = None
    of_close_people: str | None = None
    field: str | None = None

    def column_in(self, relation: str) -> str | None:
        """The column of rows of ``relation`` that holds its one code; ``None`` where they have several, or cases."""
        other = {"mentions": self.of_mentions, "close_people": self.of_close_people}
        return other.get(relation) or self.column

    def sql_in(self, relation: str) -> str:
        """The condition on rows of ``relation``, with the placeholder ``{codes}``."""
        column = self.column_in(relation)
        return f"{column} = any({{codes}})" if column else f"{self.columns} && {{codes}}"

    def key_in(self, relation: str) -> str | None:
        """What rows of ``relation`` are grouped by; ``None`` where an attack is in several groups."""
        if self.cases:
            cases = " ".join(f"when {condition} then '{code}'" for code, condition in self.cases.items())
            return f"case {cases} end"
        return self.column_in(relation)


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows to count: ``sql`` over what a ``function`` of the marts knows on a date."""

    function: str
    sql: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything that is defined: measures, dimensions, who counts, the relations, and what they are made of."""

    measures: Mapping[str, Measure]
    dimensions: Mapping[str, Dimension]
    counted: Mapping[str, str]
    relations: Mapping[str, Relation]
    known: str


@lru_cache(maxsize=1)
def definitions() -> Definitions:
    """Both files and the SQL that they name, read once."""
    body, dimensions = _read("measures.yml"), _read("dimensions.yml")
    counts = {name: _count(name, dict(entry)) for name, entry in body["counts"].items()}
    measures = {
        name: Measure(
            counts[entry["count"]],
            Text(entry["es"], entry["en"]),
            entry.get("as", "value"),
            entry.get("counted"),
        )
        for name, entry in body["measures"].items()
    }
    relations = {
        name: Relation(entry["function"], _sql(entry["sql"])) for name, entry in body["relations"].items()
    }
    named = {name: Dimension(**entry) for name, entry in dimensions.items()}
    return Definitions(measures, named, body["counted"], relations, _sql("known"))


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _count(name: str, body: dict[str, str]) -> Count:
    only = body.pop("only", None)
    return Count(name, body, only)


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return loaded
