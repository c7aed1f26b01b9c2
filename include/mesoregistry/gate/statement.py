"""Rules become SQL: one statement for every rule that looks at the same rows.

Two forms of one statement, the same text in PostgreSQL and DuckDB but for the predicates: ``rows_sql`` gives the
rows that break a rule, with their address; ``counts_sql`` gives a true/false column a rule and in ``records`` how
many rows it stands for, so that equal values are judged once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mesoregistry.catalog.landed_columns import KEYS
from mesoregistry.gate import predicate
from mesoregistry.gate.landed import landed
from mesoregistry.gate.predicate import Dialect, Predicate, TermUse
from mesoregistry.gate.rules import Rule


@dataclass(frozen=True)
class Landing:
    """The rows that are judged: submissions of one country."""

    country: str
    submissions: tuple[int, ...]


@dataclass(frozen=True)
class Grain:
    """Rules that look at the same rows: of a record, of each element of a field, or of a table of marts."""

    name: str
    rules: tuple[Rule, ...]
    each: str | None = None
    over: str | None = None

    def only(self, rules: Iterable[str]) -> Grain:
        wanted = set(rules)
        return Grain(self.name, tuple(r for r in self.rules if r.id in wanted), self.each, self.over)


def grains(rules: Iterable[Rule]) -> list[Grain]:
    """Group rules by the rows they look at, in the order of the files."""
    groups: dict[tuple[str, str | None, str | None], list[Rule]] = {}
    for rule in rules:
        each = rule.field if rule.each else None
        name = "record" if rule.over is None else "marts"
        groups.setdefault((f"each_{each}" if each else name, each, rule.over), []).append(rule)
    return [
        Grain(name if over is None else f"{name}_{number}", tuple(group), each, over)
        for number, ((name, each, over), group) in enumerate(groups.items())
    ]


@dataclass(frozen=True)
class _Compiled:
    """The predicates of a grain over one set of look-ups."""

    holds: dict[str, str]
    terms: tuple[TermUse, ...]
    columns: frozenset[str]


def _compile(grain: Grain, dialect: Dialect) -> _Compiled:
    terms: list[TermUse] = []
    holds: dict[str, str] = {}
    columns: set[str] = {rule.field for rule in grain.rules if rule.field}
    for rule in grain.rules:
        parsed: Predicate = rule.parsed(None if grain.over else _names(grain))
        numbers: dict[int, int] = {}
        for old, use in enumerate(parsed.terms):
            shared = TermUse(use.list, predicate.renumber(use.key, numbers))
            if shared not in terms:
                terms.append(shared)
            numbers[old] = terms.index(shared)
        holds[rule.id] = predicate.render(predicate.renumber(parsed.holds, numbers), dialect)
        columns |= parsed.columns
    return _Compiled(holds, tuple(terms), frozenset(columns) - predicate.EACH)


def _names(grain: Grain) -> frozenset[str]:
    from mesoregistry.catalog.landed_columns import landed_columns

    return landed_columns() | (predicate.EACH if grain.each else frozenset())


def rows_sql(grain: Grain, landing: Landing, dialect: Dialect) -> str:
    """Rows that break a rule: the keys of the landed row, the columns rules point to, ``value`` and
    ``position`` of an element, and a true/false column a rule."""
    compiled = _compile(grain, dialect)
    shown = [*KEYS, *sorted(compiled.columns - set(KEYS)), *(sorted(predicate.EACH) if grain.each else [])]
    judged = _judged(grain, landing, dialect, compiled, shown, grouped=False)
    return f"{judged} where " + " or ".join(f"{rule.id} is false" for rule in grain.rules)


def counts_sql(grain: Grain, landing: Landing | None, dialect: Dialect) -> str:
    """``records`` and a true/false column a rule. ``landing`` is ``None`` for tables of marts."""
    compiled = _compile(grain, dialect)
    if grain.over is not None:
        relation = f"({grain.over})" if " " in grain.over.strip() else f"marts.{grain.over}"
        flags = ", ".join(f"{holds} as {name}" for name, holds in compiled.holds.items())
        return f"select 1 as records, {flags} from {relation} as checked"
    assert landing is not None
    return _judged(grain, landing, dialect, compiled, ["records"], grouped=grain.each is not None)


def marts_sql(grain: Grain) -> str:
    """For each rule of a table of marts, how many rows break it."""
    broken = ", ".join(f"count(*) filter (where {r.id} is false) as {r.id}" for r in grain.rules)
    return f"select {broken} from ({counts_sql(grain, None, 'postgres')}) as judged"


def verdict_sql(grains: Sequence[Grain], landing: Landing | None, dialect: Dialect) -> str:
    """The rows of every grain one under the other, with a column for every rule: null where it does not look."""
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
    ctes = [landed(landing.country, landing.submissions, compiled.columns)]
    ctes.append(f"rows_0 as (\n{_base(grain, compiled, grouped)}\n)")
    last = _look_up(compiled.terms, dialect, ctes)
    flags = ", ".join([*shown, *(f"{holds} as {name}" for name, holds in compiled.holds.items())])
    body = ",\n".join(ctes)
    return f"select * from (\nwith {body}\nselect {flags} from {last}\n) as judged"


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


def _look_up(terms: Sequence[TermUse], dialect: Dialect, ctes: list[str]) -> str:
    """Add the joins that give ``code_<n>``; each spelling is compared once. The name of the last CTE."""
    if not terms:
        return "rows_0"
    ctes.append(_vocabulary({use.list for use in terms}))
    levels = _levels(terms)
    for level in range(max(levels) + 1):
        joins = []
        for number, use in enumerate(terms):
            if levels[number] != level:
                continue
            key = predicate.render(use.key, dialect)
            ctes.append(
                f"spelling_{number} as (\nselect spelled._source, spelled._era, spelled.term, vocabulary.code"
                f" from (select distinct _source, _era, {key} as term from rows_{level}) as spelled"
                f" inner join vocabulary on vocabulary.list = '{use.list}'"
                " and vocabulary.entry"
                " = concat(spelled._source, ' ', spelled._era, ' ', gate.term_key(spelled.term))\n)"
            )
            joins.append((number, key))
        codes = "".join(f", spelling_{number}.code as code_{number}" for number, _ in joins)
        sides = "".join(
            f"\nleft join spelling_{n} on spelling_{n}._source = rows_{level}._source"
            f" and spelling_{n}._era = rows_{level}._era and spelling_{n}.term = ({key})"
            for n, key in joins
        )
        ctes.append(f"rows_{level + 1} as (\nselect rows_{level}.*{codes} from rows_{level}{sides}\n)")
    return f"rows_{max(levels) + 1}"


def _levels(terms: Sequence[TermUse]) -> list[int]:
    from sqlglot import exp

    levels: list[int] = []
    for use in terms:
        earlier = [
            c.name.removeprefix("code_") for c in use.key.find_all(exp.Column) if c.name.startswith("code_")
        ]
        levels.append(max((levels[int(number)] + 1 for number in earlier), default=0))
    return levels


def _vocabulary(lists: set[str]) -> str:
    """What each term means to a source in an era: its own map first, then the country's, then that of all, then
    the list's own code and labels. One key (``entry``), or the planner compares every term with every other."""
    names = ", ".join(f"'{name}'" for name in sorted(lists))
    return f"""vocabulary as (
    select distinct on (eras.source_id, eras._era, terms.list, terms.term_key)
        terms.list, concat(eras.source_id, ' ', eras._era, ' ', terms.term_key) as entry, terms.code
    from (
        select source_id, _country, _era, min(period) as period from filed group by source_id, _country, _era
    ) as eras
    inner join intake.code_term as terms
        on terms.list in ({names})
        and terms.country in ('', eras._country)
        and terms.source_id in ('', eras.source_id)
        and (terms.valid_from is null or terms.valid_from <= eras.period)
        and (terms.valid_to is null or terms.valid_to >= eras.period)
    order by
        eras.source_id, eras._era, terms.list, terms.term_key,
        terms.own, terms.source_id = '', terms.country = '', terms.code
)"""
