"""Terms are looked up by joins: SQL that adds to each row the code that its terms have in the code maps."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry.gate import predicate
from mesoregistry.gate.predicate import Dialect, TermUse


def join_terms(terms: Sequence[TermUse], dialect: Dialect, ctes: list[str]) -> str:
    """Add to ``ctes`` the joins that give ``code_<n>`` for the n-th term.

    The statement has a relation ``vocabulary``. ``ctes`` ends with ``rows_0``, the rows before any look-up. A term
    whose key is made of an earlier code is joined a level later. Returns the name of the last CTE, which has the codes
    of all.
    """
    if not terms:
        return "rows_0"
    levels, hint = _levels(terms), predicate.CTE_HINT[dialect]
    for level in range(max(levels) + 1):
        keys = {n: predicate.render(use.key, dialect) for n, use in enumerate(terms) if levels[n] == level}
        if dialect == "postgres":
            ctes += [_spelling(number, terms[number].list, key, level) for number, key in keys.items()]
        codes = "".join(f", spelling_{number}.code as code_{number}" for number in keys)
        join = _join_spelling if dialect == "postgres" else _join_vocabulary
        sides = "".join(join(number, terms[number].list, key, level) for number, key in keys.items())
        ctes.append(f"rows_{level + 1} as {hint}(\nselect rows_{level}.*{codes} from rows_{level}{sides}\n)")
    return f"rows_{max(levels) + 1}"


def _spelling(number: int, list_name: str, key: str, level: int) -> str:
    """Each spelling is compared once: PostgreSQL takes long for a key of a term."""
    return (
        f"spelling_{number} as (\nselect spelled._source, spelled._era, spelled.term, vocabulary.code"
        f" from (select distinct _source, _era, {key} as term from rows_{level}) as spelled"
        f" inner join vocabulary on vocabulary.list = '{list_name}'"
        " and vocabulary.entry = concat(spelled._source, ' ', spelled._era, ' ', gate.term_key(spelled.term))\n)"
    )


def _join_spelling(number: int, _: str, key: str, level: int) -> str:
    return (
        f"\nleft join spelling_{number} on spelling_{number}._source = rows_{level}._source"
        f" and spelling_{number}._era = rows_{level}._era and spelling_{number}.term = ({key})"
    )


def _join_vocabulary(number: int, list_name: str, key: str, level: int) -> str:
    """Without the spellings: DuckDB takes longer to plan them than to make the key of each row."""
    return (
        f"\nleft join vocabulary as spelling_{number} on spelling_{number}.list = '{list_name}'"
        f" and spelling_{number}.entry"
        f" = rows_{level}._source || ' ' || rows_{level}._era || ' ' || gate.term_key({key})"
    )


def _levels(terms: Sequence[TermUse]) -> list[int]:
    from sqlglot import exp

    levels: list[int] = []
    for use in terms:
        earlier = [
            c.name.removeprefix("code_") for c in use.key.find_all(exp.Column) if c.name.startswith("code_")
        ]
        levels.append(max((levels[int(number)] + 1 for number in earlier), default=0))
    return levels


def vocabulary(lists: set[str]) -> str:
    """A query for what each term of some lists means to a source in an era: its own map first, then the country's, then
    that of all, then the list's own code and labels. One key (``entry``), or the planner compares every term with every
    other.

    It reads ``filed``, of which it needs source, country, era and period.
    """
    names = ", ".join(f"'{name}'" for name in sorted(lists)) or "null"
    return f"""    select distinct on (eras.source_id, eras._era, terms.list, terms.term_key)
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
        terms.own, terms.source_id = '', terms.country = '', terms.code"""
