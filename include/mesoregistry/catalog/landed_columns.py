"""The columns of ``raw.<cc>``: what each field of the catalogue lands in."""

from __future__ import annotations

from functools import lru_cache

from mesoregistry.catalog.model import FieldDef, fields

KEYS = ("_submission", "_record", "_sheet", "_row", "_children", "_source", "_period")
CONTEXT = ("_filed_on", "_country", "_scope", "_unit", "_keyed")


def landed_names(name: str, field: FieldDef) -> tuple[str, ...]:
    """The columns of raw.<cc> that a field lands in; none for a contact or a narrative."""
    if field.side == "warehouse":
        return (name,)
    return (f"{field.prefix}_token", f"{field.prefix}_identity") if field.prefix else ()


@lru_cache(maxsize=1)
def owners() -> dict[str, str]:
    """Landed column → canonical field: ``defender_token`` → ``defender_name``."""
    return {column: name for name, field in fields().items() for column in landed_names(name, field)}


def field_of(column: str) -> str:
    return owners().get(column, column)


def landed_columns() -> frozenset[str]:
    """Every name that a predicate over landed rows may use."""
    return frozenset(owners()) | frozenset(KEYS) | frozenset(CONTEXT)
