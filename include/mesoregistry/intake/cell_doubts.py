"""What must be asked about a single value, by the kind of its field and the evidence of its column."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from mesoregistry.catalog.model import Column, FieldDef, Layout
from mesoregistry.intake import names, numbers
from mesoregistry.intake.column_evidence import Evidence
from mesoregistry.intake.date_doubts import date_doubts
from mesoregistry.intake.doubts import Doubt


def has_doubts(column: Column, definition: FieldDef) -> bool:
    """Whether anything is ever asked about a single value of the column."""
    return definition.kind in ("date", "number", "person", "organisation") or column.field == "case_key"


def cell_doubts(
    text: str,
    read: str,
    column: Column,
    definition: FieldDef,
    layout: Layout,
    evidence: Evidence,
    terms: Mapping[str, Collection[str]],
) -> Iterator[Doubt]:
    """The doubts about a text; ``read``: the value that it was read as; ``terms``: keys of each code list."""
    match definition.kind:
        case "date" if column.part is None:
            yield from date_doubts(text, read, column.field, evidence)
        case "number" if typed := numbers.before_excel(text):
            yield Doubt("number_became_date", text, {"typed": typed})
        # of a text that is no whole number the gate says so
        case "number" if evidence.numbers.asks_about(text) and read.isdigit():
            yield Doubt("number_ambiguous", text, {"read": read})
        case "person" | "organisation" as kind:
            asked_about = names.doubts(text, kind, layout.names, evidence.given_names)
            if not asked_about and kind == "person" and names.is_term(text, layout.names, terms.values()):
                asked_about = (Doubt("name_doubtful", where="first"),)
            yield from asked_about
    if column.field == "case_key" and names.kind_of(text, layout.names) == "sample":
        yield Doubt("name_sample")
