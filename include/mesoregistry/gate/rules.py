"""The rules as data: ``expectations/*.yml``, read once, every mistake named with its file and rule."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import ValidationError, model_validator

from mesoregistry.catalog.landed_columns import field_of, landed_columns
from mesoregistry.catalog.model import Code, FieldDef, Strict, fields
from mesoregistry.findings import Severity, Text
from mesoregistry.gate import predicate

PLACEHOLDERS = frozenset({"value", "suggestion", "position"})
READING = "reading.yml"


class RulesFault(ValueError):
    """Mistakes in the files of rules, one a line, as ``hn.yml: hn_form_known: what is wrong``."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


class Rule(Strict):
    """One SQL predicate and what is told when it is false. ``NULL`` holds."""

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
        return fields().get(field_of(self.field)) if self.field else None

    @property
    def list(self) -> str | None:
        return self.definition.list if self.definition else None

    @property
    def hides(self) -> bool:
        """Whether the value must not be told: fields of the vault and what a rule hides."""
        return not self.show_value or self.definition is None or self.definition.side == "vault"

    def text(self, label: Text, value: str | None, suggestion: Text, position: int | None) -> Text:
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
        if self.over is None:
            self.parsed(landed_columns() | (predicate.EACH if self.each else frozenset()))
        else:
            self.parsed(None)
        return self

    def parsed(self, columns: frozenset[str] | None) -> predicate.Predicate:
        return predicate.parse(self.holds, columns, subqueries=self.over is not None)


def _check_placeholders(label: Text, hides: bool) -> None:
    for text in (label.es, label.en):
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        if unknown := names - PLACEHOLDERS:
            raise ValueError(f"unknown placeholder {{{min(unknown)}}}")
        if hides and "value" in names:
            raise ValueError("the value of this field is never told: leave {value} out")


@dataclass(frozen=True)
class Rules:
    """Every rule: of all countries, of one, and of the marts."""

    attack: tuple[Rule, ...]
    countries: dict[str, tuple[Rule, ...]]
    marts: tuple[Rule, ...]

    def of(self, country: str) -> tuple[Rule, ...]:
        return self.attack + self.countries.get(country, ())

    def __iter__(self) -> Iterator[Rule]:
        yield from self.attack
        for rules in self.countries.values():
            yield from rules
        yield from self.marts


@lru_cache(maxsize=8)
def load(folder: Path) -> Rules:
    """The rules of a folder. Raises ``RulesFault`` with every mistake of every file."""
    mistakes: list[str] = []
    read = {path.name: list(_read(path, mistakes)) for path in sorted(folder.glob("*.yml"))}
    named = [(file, rule) for file, rules in read.items() for rule in rules if isinstance(rule, Rule)]
    ids = Counter(_id(rule) for rules in read.values() for rule in rules)
    mistakes += [f"{file}: {rule.id}: the id is taken twice" for file, rule in named if ids[rule.id] > 1]
    for file, rule in named:
        if (rule.over is not None) != (file == "marts.yml"):
            mistakes.append(
                f"{file}: {rule.id}: `over` belongs to the rules of marts.yml, to all and only these"
            )
    if mistakes:
        raise RulesFault(mistakes)
    chosen = {file: tuple(r for r in rules if isinstance(r, Rule)) for file, rules in read.items()}
    return Rules(
        attack=chosen.pop("attack.yml", ()),
        marts=chosen.pop("marts.yml", ()),
        countries={file.removesuffix(".yml"): rules for file, rules in chosen.items() if file != READING},
    )


def _read(path: Path, mistakes: list[str]) -> Iterator[Rule | dict[str, Any]]:
    try:
        bodies = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or []
    except yaml.YAMLError as error:
        mistakes.append(f"{path.name}: not readable as YAML: {error}")
        return
    if not isinstance(bodies, list):
        mistakes.append(f"{path.name}: a file of rules is a list")
        return
    for number, body in enumerate(bodies, start=1):
        if path.name == READING:
            yield body
            continue
        try:
            yield Rule.model_validate(body)
        except ValidationError as error:
            name = body.get("id", f"rule {number}") if isinstance(body, dict) else f"rule {number}"
            for fault in error.errors():
                where = ".".join(str(part) for part in fault["loc"])
                mistakes.append(
                    f"{path.name}: {name}: {where + ': ' if where else ''}{fault['msg'].removeprefix('Value error, ')}"
                )


def _id(rule: Rule | dict[str, Any]) -> object:
    return rule.id if isinstance(rule, Rule) else rule.get("id")
