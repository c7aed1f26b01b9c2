"""What a predicate may be: one boolean expression, with functions that PostgreSQL and DuckDB have alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesoregistry.gate.functions import NAMES

if TYPE_CHECKING:
    from sqlglot import exp

TERMS = frozenset({"is_term", "code_of"})
BUILTIN = frozenset({"starts_with", "strpos", "md5", "left", "right", "split_part"})


class PredicateFault(ValueError):
    """A mistake in a predicate, worded for the author of the rule."""


def check_boolean(tree: exp.Expr) -> None:
    """Refuse an expression that is not true or false, in any of its branches.

    Raises:
        PredicateFault: with the kind of expression it is.
    """
    from sqlglot import exp

    inner = tree.unnest()
    if isinstance(inner, exp.Connector):
        check_boolean(inner.left)
        check_boolean(inner.right)
    elif isinstance(inner, exp.Not):
        check_boolean(inner.this)
    elif isinstance(inner, exp.Case):
        for branch in inner.args["ifs"]:
            check_boolean(branch.args["true"])
        if inner.args.get("default"):
            check_boolean(inner.args["default"])
    elif isinstance(inner, exp.Anonymous):
        if inner.name.lower() not in {"is_term", "is_edtf", "is_whole", "is_array", "repeats"}:
            raise PredicateFault(f"{inner.name} is not true or false")
    elif not isinstance(inner, (exp.Predicate, exp.Boolean, exp.StartsWith)):
        raise PredicateFault("not a true-or-false expression: " + type(inner).__name__.lower())


def check_functions(tree: exp.Expr) -> None:
    """Refuse functions that only one of the two engines has.

    Raises:
        PredicateFault: with the name of the function.
    """
    from sqlglot import exp

    for call in tree.find_all(exp.Anonymous):
        name = call.name.lower()
        if name not in NAMES | TERMS | BUILTIN:
            raise PredicateFault(f"unknown function {call.name}")
        if name in TERMS and not (len(call.expressions) == 2 and call.expressions[0].is_string):
            raise PredicateFault(f"{name} takes the name of a list and a term")
