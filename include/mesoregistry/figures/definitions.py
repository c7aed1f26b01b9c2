"""The measures and dimensions, as the two YAML files beside this module define them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

HERE = Path(__file__).parent
How = Literal["value", "share", "growth", "difference"]


@dataclass(frozen=True, slots=True)
class Count:
    """An aggregate by relation; ``only`` narrows its rows."""

    name: str
    by_relation: Mapping[str, str]
    only: str | None

    def relation(self, asks_of_persons: bool) -> str | None:
        """Where it is counted; ``None`` when persons are asked for and it has none."""
        if asks_of_persons:
            return "persons" if "persons" in self.by_relation else None
        return next(iter(self.by_relation))


@dataclass(frozen=True, slots=True)
class Measure:
    """A count and how it is shown; ``counted``: whose rows it takes, when not the default."""

    count: Count
    how: How = "value"
    counted: str | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """SQL of a filter: over ``{codes}`` of ``list``, or by code in ``cases``; by relation where it differs."""

    list: str | None = None
    sql: str = ""
    cases: Mapping[str, str] = field(default_factory=dict)
    person: bool = False
    of_mentions: str | None = None
    of_close_people: str | None = None

    def sql_in(self, relation: str) -> str:
        other = {"mentions": self.of_mentions, "close_people": self.of_close_people}
        return other.get(relation) or self.sql


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
    said, dimensions = _read("measures.yml"), _read("dimensions.yml")
    counts = {name: _count(name, dict(body)) for name, body in said["counts"].items()}
    measures = {
        name: Measure(counts[body["count"]], body.get("as", "value"), body.get("counted"))
        for name, body in said["measures"].items()
    }
    relations = {
        name: Relation(body["function"], _sql(body["sql"])) for name, body in said["relations"].items()
    }
    named = {name: Dimension(**body) for name, body in dimensions.items()}
    return Definitions(measures, named, said["counted"], relations, _sql("known"))


def _sql(name: str) -> str:
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


def _count(name: str, body: dict[str, str]) -> Count:
    only = body.pop("only", None)
    return Count(name, body, only)


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return loaded
