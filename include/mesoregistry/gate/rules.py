"""A rule as data: one SQL predicate, what it is about, and the message and remedy of its findings."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from pydantic import model_validator

from mesoregistry.catalog.fields import Code, FieldDef, Strict, fields
from mesoregistry.catalog.landed_columns import field_of, landed_columns
from mesoregistry.faults import Fault
from mesoregistry.findings import Severity, Text
from mesoregistry.gate import predicate

PLACEHOLDERS = frozenset({"value", "suggestion", "position"})


class Rule(Strict):
    """One SQL predicate, and the finding that each row gives for which it is false. ``NULL`` holds."""

    id: Code
    severity: Severity
    holds: str
    message: Text
    remedy: Text
    expected: Text | None = None
    field: str | None = None
    each: bool = False
    over: str | None = None  # a table of marts, or a query; None: landed rows
    show_value: bool = True

    @property
    def definition(self) -> FieldDef | None:
        """The canonical field that findings point to; ``None`` for a rule about a whole row."""
        return fields().get(field_of(self.field)) if self.field else None

    @property
    def list(self) -> str | None:
        """The code list of that field."""
        return self.definition.list if self.definition else None

    @property
    def hides(self) -> bool:
        """Whether findings leave the value out: fields of the vault, and rules that say so."""
        return not self.show_value or self.definition is None or self.definition.side == "vault"

    def filled(self, label: Text, value: str | None, suggestion: Text, position: int | None) -> Text:
        """``label`` with its placeholders filled; ``position`` counts the values of a cell from 1."""
        known = {"value": "" if value is None else value, "position": position or 1}
        return Text(
            label.es.format(suggestion=suggestion.es, **known),
            label.en.format(suggestion=suggestion.en, **known),
        )

    @model_validator(mode="after")
    def sound(self) -> Self:
        if self.over is None and self.field and self.field not in landed_columns():
            raise ValueError(f"field {self.field!r} is not landed")
        if self.each and (self.over or not self.definition or not self.definition.many):
            raise ValueError("each: true needs a field with many values")
        for label in filter(None, (self.message, self.remedy, self.expected)):
            _check_placeholders(label, self.hides)
        self.parsed()
        return self

    def parsed(self) -> predicate.Predicate:
        """``holds`` read as SQL over the landed columns; over any where it is about tables of the marts.

        Raises:
            PredicateFault: it is not one boolean expression over these columns.
        """
        if self.over is not None:
            return predicate.parse(self.holds, None, subqueries=True)
        return predicate.parse(self.holds, landed_columns() | (predicate.EACH if self.each else frozenset()))


def _check_placeholders(label: Text, hides: bool) -> None:
    for text in (label.es, label.en):
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        if unknown := names - PLACEHOLDERS:
            raise ValueError(f"unknown placeholder {{{min(unknown)}}}")
        if hides and "value" in names:
            raise ValueError("the value of this field is never told: leave {value} out")


class RulesFault(Fault, ValueError):
    """Mistakes in the files of rules, one a line, as ``hn.yml: hn_form_known: what is wrong``."""

    status = 2

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


@dataclass(frozen=True)
class Rules:
    """Every rule: of all countries, of one, and of the marts.

    ``mistakes``: of each file that has some, by its name without .yml; its rules are then not to be used.
    """

    attack: tuple[Rule, ...]
    countries: dict[str, tuple[Rule, ...]]
    marts: tuple[Rule, ...]
    mistakes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, country: str) -> tuple[Rule, ...]:
        """The rules for the landed rows of a country: those of all and its own.

        Raises:
            RulesFault: one of these files has mistakes.
        """
        self.refuse_mistakes("attack", "reading", country)
        return self.attack + self.countries.get(country, ())

    def of_marts(self) -> tuple[Rule, ...]:
        """The rules for the marts. Raises ``RulesFault`` when their file has mistakes."""
        self.refuse_mistakes("marts")
        return self.marts

    def refuse_mistakes(self, *files: str) -> None:
        """Raise ``RulesFault`` when one of these files has mistakes."""
        mistakes = [mistake for file in files for mistake in self.mistakes.get(file, ())]
        if mistakes:
            raise RulesFault(mistakes)

    def __iter__(self) -> Iterator[Rule]:
        yield from self.attack
        for rules in self.countries.values():
            yield from rules
        yield from self.marts
