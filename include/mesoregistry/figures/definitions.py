"""The measures and dimensions, as the two YAML files beside this module define them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from dataclasses import field as field_
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from mesoregistry.figures.aggregate import Count
from mesoregistry.findings import Text

FOLDER = Path(__file__).parent
How = Literal["value", "share", "growth", "difference"]


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
    of_responses: str | None = None
    field: str | None = None

    def column_in(self, relation: str) -> str | None:
        """The column of rows of ``relation`` that holds its one code; ``None`` where they have several, or cases."""
        other = {
            "mentions": self.of_mentions,
            "close_people": self.of_close_people,
            "responses": self.of_responses,
        }
        return other.get(relation) or self.column

    def sql_in(self, relation: str) -> str:
        """The condition on rows of ``relation``, with the placeholder ``{codes}``."""
        column = self.column_in(relation)
        return f"{column} = any({{codes}})" if column else f"{self.columns} && {{codes}}"

    def key_in(self, relation: str, *, once: bool = False) -> str | None:
        """What rows of ``relation`` are grouped by; ``None`` where an attack is in several groups.

        ``once``: what is counted is not the rows; it counts once in each of its groups.
        """
        if self.cases:
            cases = " ".join(f"when {condition} then '{code}'" for code, condition in self.cases.items())
            return f"case {cases} end"
        column = self.column_in(relation)
        return f"unnest(coalesce({self.columns}, array[null]::text[]))" if once and not column else column


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


Read = Callable[[str], str]
"""Gives the text of a file of this folder."""
_instead: ContextVar[Definitions | None] = ContextVar("definitions", default=None)


def definitions() -> Definitions:
    """Both files and the SQL that they name, read once."""
    return _instead.get() or _own()


@contextmanager
def definitions_from(read: Read) -> Iterator[None]:
    """While the block runs, ``definitions`` are those of other texts: to try what a changed definition would do."""
    token = _instead.set(_parsed(read))
    try:
        yield
    finally:
        _instead.reset(token)


def text_of(name: str) -> str:
    """A file of this folder."""
    return (FOLDER / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _own() -> Definitions:
    return _parsed(text_of)


def _parsed(read: Read) -> Definitions:
    body, dimensions = yaml.safe_load(read("measures.yml")), yaml.safe_load(read("dimensions.yml"))
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
    responses = read("all_measures.sql").strip().replace("\n", "\n    ")
    relations = {
        name: Relation(entry["function"], read(f"{entry['sql']}.sql").replace("{all_measures}", responses))
        for name, entry in body["relations"].items()
    }
    named = {name: Dimension(**entry) for name, entry in dimensions.items()}
    return Definitions(measures, named, body["counted"], relations, read("known.sql"))


def _count(name: str, body: dict[str, str]) -> Count:
    only = body.pop("only", None)
    return Count(name, body, only)
