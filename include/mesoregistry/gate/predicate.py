"""One boolean SQL expression, checked, and made ready for either engine.

``is_term(list, x)`` and ``code_of(list, x)`` are no functions: the row's country, source and period decide what
a term means. They are taken out of the expression and become joins on the vocabulary (``statement``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from mesoregistry.gate.functions import NAMES
from mesoregistry.gate.predicate_checks import TERMS, PredicateFault, check_boolean, check_functions

if TYPE_CHECKING:
    from sqlglot import exp

Dialect = Literal["postgres", "duckdb"]
EACH = frozenset({"value", "position"})
# DuckDB keeps the rows of a CTE that is used twice, with all their columns, unless it is asked not to
CTE_HINT: Mapping[Dialect, str] = MappingProxyType({"postgres": "", "duckdb": "not materialized "})


@dataclass(frozen=True)
class TermUse:
    """A term looked up in a list: ``key`` is the expression looked up, parsed as PostgreSQL."""

    list: str
    key: exp.Expr


@dataclass(frozen=True)
class Predicate:
    """A parsed rule: in ``holds`` the column ``code_<n>`` stands for the n-th term looked up.

    The key of ``terms[n]`` may use the codes of earlier terms. ``compares``: whether it looks at other rows too.
    """

    holds: exp.Expr
    terms: tuple[TermUse, ...]
    columns: frozenset[str]
    compares: bool


@lru_cache(maxsize=2048)
def parse(text: str, columns: frozenset[str] | None, *, subqueries: bool = False) -> Predicate:
    """Read a predicate that may use ``columns`` (``None``: any).

    Raises:
        PredicateFault: it is not one boolean expression, or uses an unknown column or function.
    """
    import sqlglot
    from sqlglot import errors, exp

    try:
        trees = sqlglot.parse(text, read="postgres")
    except errors.SqlglotError as error:
        raise PredicateFault("not readable as SQL: " + str(error).splitlines()[0]) from None
    if len(trees) != 1 or trees[0] is None or text.rstrip().endswith(";"):
        raise PredicateFault("a rule holds exactly one expression")
    tree = trees[0]
    if not subqueries and tree.find(exp.Select):
        raise PredicateFault("a predicate looks at its own row: no subquery")
    check_boolean(tree)
    check_functions(tree)
    used = (
        frozenset(column.name for column in tree.find_all(exp.Column)) if columns is not None else frozenset()
    )
    if columns is not None and (unknown := used - columns):
        raise PredicateFault("unknown column " + ", ".join(sorted(unknown)))
    holds, terms = _take_out_terms(tree)
    return Predicate(holds, terms, used, tree.find(exp.Window) is not None)


def renumber(tree: exp.Expr, numbers: dict[int, int]) -> exp.Expr:
    """The same with ``code_<n>`` renamed, when rules share look-ups."""
    from sqlglot import exp

    names = {f"code_{old}": f"code_{new}" for old, new in numbers.items()}

    def rename(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.name in names:
            return exp.column(names[node.name])
        return node

    return tree.transform(rename)


def render(tree: exp.Expr, dialect: Dialect) -> str:
    """SQL with the gate's functions in schema ``gate`` of either engine."""
    return tree.transform(_qualify).sql(dialect=dialect, normalize_functions=False)


def _qualify(node: exp.Expr) -> exp.Expr:
    from sqlglot import exp

    if isinstance(node, exp.Anonymous) and node.name.lower() in NAMES:
        return exp.Anonymous(this=f"gate.{node.name.lower()}", expressions=node.expressions)
    return node


def _take_out_terms(tree: exp.Expr) -> tuple[exp.Expr, tuple[TermUse, ...]]:
    """Replace term look-ups, innermost first, so that a later one may use an earlier one."""
    from sqlglot import exp

    terms: list[TermUse] = []
    holder = exp.Paren(this=tree.copy())
    calls = [c for c in holder.find_all(exp.Anonymous, bfs=False) if c.name.lower() in TERMS]
    for call in reversed(calls):
        use = TermUse(call.expressions[0].name, call.expressions[1].copy())
        if use not in terms:
            terms.append(use)
        code: exp.Expr = exp.column(f"code_{terms.index(use)}")
        if call.name.lower() == "is_term":
            known = exp.Not(this=exp.Is(this=code, expression=exp.Null()))
            given = exp.Is(this=use.key.copy(), expression=exp.Null())
            code = exp.Paren(this=exp.Or(this=given, expression=known))
        call.replace(code)
    return holder, tuple(terms)
