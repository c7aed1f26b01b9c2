"""The columns of ``raw.<cc>`` and their types: keys of the row, and what each field of the catalogue lands in."""

from __future__ import annotations

from functools import lru_cache

from mesoregistry.catalog.fields import FieldDef, fields

KEY_TYPES = {
    "_submission": "bigint",
    "_record": "integer",
    "_sheet": "text",
    "_row": "integer",
    "_children": "text",
    "_source": "text",
    "_period": "date",
}
KEYS = tuple(KEY_TYPES)
# of the submission and of its source; ``_since``: the first day of the first period that its country registers
CONTEXT = ("_filed_on", "_country", "_scope", "_unit", "_keyed", "_since")


def landed_names(name: str, field: FieldDef) -> tuple[str, ...]:
    """The columns of ``raw.<cc>`` that the field ``name`` lands in; none for a contact or a narrative."""
    if field.side == "warehouse":
        return (name,)
    return (f"{field.prefix}_token", f"{field.prefix}_identity") if field.prefix else ()


@lru_cache(maxsize=1)
def owners() -> dict[str, str]:
    """Landed column → canonical field: ``defender_token`` → ``defender_name``."""
    return {column: name for name, field in fields().items() for column in landed_names(name, field)}


def column_types() -> dict[str, str]:
    """Every column of ``raw.<cc>``, in order, with its type in PostgreSQL and DuckDB: fields land as text."""
    return KEY_TYPES | dict.fromkeys(owners(), "text")


def field_of(column: str) -> str:
    """The canonical field that lands in ``column``; a key of the row stands for itself."""
    return owners().get(column, column)


def landed_columns() -> frozenset[str]:
    """Every name that a predicate over landed rows may use."""
    return frozenset(owners()) | frozenset(KEYS) | frozenset(CONTEXT)
