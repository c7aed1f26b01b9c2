"""The page of the star: the marts and how they join, from the tests and constraints of their YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from mesoregistry.authoring.reference.markdown import mermaid, page
from mesoregistry.settings import settings

REFERENCE = re.compile(r"ref\(\s*['\"](?P<table>\w+)['\"]\s*\)")
INTRO = (
    "Each line is a key that is tested, or a constraint of PostgreSQL. Only keys are drawn; "
    "every column is in the [data dictionary](../data_dictionary.md)."
)


class Join(NamedTuple):
    """``column`` of ``table`` holds a key of ``other``."""

    table: str
    column: str
    other: str


def text() -> str:
    drawn = list(joins())
    parts = []
    for title, prefix in (("Facts", "fct_"), ("Bridges", "bridge_")):
        chosen = [join for join in drawn if join.table.startswith(prefix)]
        parts.append(f"## {title}\n\n" + mermaid(_drawing(chosen)))
    return page("The star: tables and keys", "dbt/models/marts", INTRO, *parts)


def joins() -> Iterator[Join]:
    """Every foreign key of the marts that a test or a constraint holds."""
    for path in sorted((settings().dbt_project / "models" / "marts").rglob("_*.yml")):
        for model in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models", ()):
            seen = set()
            for join in _joins(model):
                if join not in seen and join.other != join.table:
                    seen.add(join)
                    yield join


def _joins(model: dict[str, Any]) -> Iterator[Join]:
    for constraint in _keys(model.get("constraints", ())):
        for column in constraint.get("columns", ()):
            yield Join(model["name"], column, _table(constraint["to"]))
    for column in model.get("columns", ()):
        code = column["name"].removeprefix("defender_")
        if f"dim_{code.removesuffix('_code')}" in _code_dimensions() and code.endswith("_code"):
            yield Join(model["name"], column["name"], f"dim_{code.removesuffix('_code')}")
        for constraint in _keys(column.get("constraints", ())):
            yield Join(model["name"], column["name"], _table(constraint["to"]))
        for test in column.get("data_tests", ()):
            if isinstance(test, dict) and "relationships" in test:
                body = test["relationships"]
                yield Join(model["name"], column["name"], _table(body.get("arguments", body)["to"]))


@lru_cache(maxsize=1)
def _code_dimensions() -> frozenset[str]:
    """The dimensions that hold a code list: each code of a mart is a key to that of its list."""
    paths = (settings().dbt_project / "models" / "marts" / "dimensions").glob("dim_*.sql")
    return frozenset(path.stem for path in paths if "code_dimension(" in path.read_text(encoding="utf-8"))


def _keys(constraints: Any) -> list[dict[str, Any]]:
    """The foreign keys whose table is named: not those written as an expression."""
    return [c for c in constraints or () if c.get("type") == "foreign_key" and "to" in c]


def _table(reference: str) -> str:
    match = REFERENCE.search(reference)
    return match["table"] if match else reference


def _drawing(chosen: list[Join]) -> list[str]:
    lines = ["erDiagram", "  direction LR"]
    for table in dict.fromkeys(join.table for join in chosen):
        columns = dict.fromkeys(join.column for join in chosen if join.table == table)
        lines += [f"  {table} {{", *(f"    key {column} FK" for column in columns), "  }"]
    return lines + [f"  {j.other} ||--o{{ {j.table} : {j.column}" for j in chosen]
