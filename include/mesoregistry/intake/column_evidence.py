"""What the cells of a column together say of how it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from mesoregistry.catalog.model import FieldDef
from mesoregistry.intake import names, numbers
from mesoregistry.intake.date_order import DateOrder, order_of


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of a column: the order of its dates, the signs of its numbers, the words that its names begin with."""

    dates: DateOrder
    numbers: numbers.NumberForm = field(default_factory=numbers.NumberForm)
    given_names: frozenset[str] = frozenset()


def evidence_of(
    definition: FieldDef,
    part: str | None,
    formats: tuple[str, ...],
    cells: Iterable[tuple[str | None, ...]],
) -> Evidence:
    """Weigh the cleaned texts of each cell of a column; ``part``: of a date in three columns."""
    unknown = DateOrder(formats, doubtful=False)
    match definition.kind:
        case "date" if part is None:
            return Evidence(order_of((texts[0] for texts in cells), formats))
        case "number":
            return Evidence(unknown, numbers.form_of(_distinct(cells), definition.most))
        case "person":
            return Evidence(unknown, given_names=names.first_words(_distinct(cells)))
    return Evidence(unknown)


def _distinct(cells: Iterable[tuple[str | None, ...]]) -> set[str]:
    return {text for text in chain.from_iterable(set(cells)) if text}
