"""Rules become SQL: one statement for every rule that looks at the same rows.

Two forms of one statement, the same text in PostgreSQL and DuckDB but for the predicates and for the relations
that are tables in DuckDB (``memory_tables``): ``rows_sql`` gives the
rows that break a rule, with their address; ``counts_sql`` gives a true/false column a rule and in ``records`` how
many rows it stands for, so that equal values are judged once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from mesoregistry.catalog.landed_columns import KEYS
from mesoregistry.gate import predicate
from mesoregistry.gate.grains import Grain, Landing
from mesoregistry.gate.landed import BOUNDS, filed, landed
from mesoregistry.gate.predicate import CTE_HINT, Dialect, Predicate, TermUse
from mesoregistry.gate.term_joins import join_terms, vocabulary

JUDGED: Mapping[Dialect, str] = MappingProxyType({"postgres": "", "duckdb": "materialized "})


@dataclass(frozen=True)
class _Compiled:
    """The predicates of a grain over one set of look-ups."""

    holds: dict[str, str]
    terms: tuple[TermUse, ...]
    columns: frozenset[str]


@lru_cache(maxsize=256)
def _compile(grain: Grain, dialect: Dialect) -> _Compiled:
    terms: list[TermUse] = []
    holds: dict[str, str] = {}
    columns: set[str] = {rule.field for rule in grain.rules if rule.field}
    for rule in grain.rules:
        parsed: Predicate = rule.parsed()
        numbers: dict[int, int] = {}
        for old, use in enumerate(parsed.terms):
            shared = TermUse(use.list, predicate.renumber(use.key, numbers))
            if shared not in terms:
                terms.append(shared)
            numbers[old] = terms.index(shared)
        holds[rule.id] = predicate.render(predicate.renumber(parsed.holds, numbers), dialect)
        columns |= parsed.columns
    return _Compiled(holds, tuple(terms), frozenset(columns) - predicate.EACH)


def rows_sql(grain: Grain, landing: Landing, dialect: Dialect) -> str:
    """A query for the rows that break a rule of the grain.

    Its columns: the keys of the landed row, the columns that the rules use, ``value`` and ``position`` (from 1) of
    an element where the grain looks at each, and a true/false column for each rule, by the rule's id.
    """
    compiled = _compile(grain, dialect)
    shown = [*KEYS, *sorted(compiled.columns - set(KEYS)), *(sorted(predicate.EACH) if grain.each else [])]
    judged = _judged(grain, landing, dialect, compiled, shown, grouped=False)
    broken = " or ".join(f"{rule.id} is false" for rule in grain.rules)
    # DuckDB would write each predicate into the condition, and compute what they have in common for each of them
    return f"with judged as {JUDGED[dialect]}(\n{judged}\n) select * from judged where {broken}"


def counts_sql(grain: Grain, landing: Landing | None, dialect: Dialect) -> str:
    """A query for ``records`` (how many rows it stands for) and a true/false column for each rule.

    ``landing`` is ``None`` for tables of the marts.
    """
    compiled = _compile(grain, dialect)
    if grain.over is not None:
        relation = f"({grain.over})" if " " in grain.over.strip() else f"marts.{grain.over}"
        flags = ", ".join(f"{holds} as {name}" for name, holds in compiled.holds.items())
        return f"select 1 as records, {flags} from {relation} as checked"
    assert landing is not None
    return _judged(grain, landing, dialect, compiled, ["records"], grouped=grain.each is not None)


def marts_sql(grain: Grain) -> str:
    """A query for one row: for each rule of a table of the marts, how many of its rows break it."""
    broken = ", ".join(f"count(*) filter (where {r.id} is false) as {r.id}" for r in grain.rules)
    return f"select {broken} from ({counts_sql(grain, None, 'postgres')}) as judged"


def verdict_sql(grains: Sequence[Grain], landing: Landing | None, dialect: Dialect) -> str:
    """What Great Expectations validates: the rows of every grain, with a column for every rule.

    A rule's column is null in the rows of other grains, and null holds.
    """
    ids = [rule.id for grain in grains for rule in grain.rules]
    parts = []
    for grain in grains:
        own = {rule.id for rule in grain.rules}
        columns = ", ".join(name if name in own else f"cast(null as boolean) as {name}" for name in ids)
        counted = counts_sql(grain, landing, dialect)
        parts.append(f"select records, {columns} from (\n{counted}\n) as {grain.name}")
    return "\nunion all\n".join(parts)


def _judged(
    grain: Grain,
    landing: Landing,
    dialect: Dialect,
    compiled: _Compiled,
    shown: Sequence[str],
    *,
    grouped: bool,
) -> str:
    ctes = _made_here(landing, compiled) if dialect == "postgres" else []
    ctes.append(landed(landing.country, compiled.columns, CTE_HINT[dialect]))
    ctes.append(f"rows_0 as {CTE_HINT[dialect]}(\n{_base(grain, compiled, grouped)}\n)")
    last = join_terms(compiled.terms, dialect, ctes)
    flags = ", ".join([*shown, *(f"{holds} as {name}" for name, holds in compiled.holds.items())])
    body = ",\n".join(ctes)
    return f"with {body}\nselect {flags} from {last}"


def _made_here(landing: Landing, compiled: _Compiled) -> list[str]:
    """What a statement makes for itself in PostgreSQL."""
    lists = {use.list for use in compiled.terms}
    ctes = [f"bounds as materialized (\n{BOUNDS}\n)", f"filed as (\n{filed(landing.submissions)}\n)"]
    return [*ctes, f"vocabulary as (\n{vocabulary(lists)}\n)"] if lists else ctes


def _base(grain: Grain, compiled: _Compiled, grouped: bool) -> str:
    """The rows before any look-up."""
    if not grain.each:
        return "select landed.*, 1 as records from landed"
    used = sorted(compiled.columns | ({"_source", "_era"} if compiled.terms else set()))
    names = ", ".join(used)
    source = f"(select {names}, count(*) as records from landed group by {names})" if grouped else "landed"
    return (
        f"select source.*{'' if grouped else ', 1 as records'}, element.value, element.position from {source} as source"
        f" cross join lateral unnest(gate.elements(source.{grain.each}))"
        " with ordinality as element (value, position)"
    )
