"""The files of rules, ``expectations/*.yml``: read once, every mistake named with its file and rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mesoregistry.faults import Fault
from mesoregistry.gate.rules import Rule, Rules

READING = "reading.yml"


class RulesFault(Fault, ValueError):
    """Mistakes in the files of rules, one a line, as ``hn.yml: hn_form_known: what is wrong``."""

    status = 2

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


@lru_cache(maxsize=8)
def load_rules(folder: Path) -> Rules:
    """The rules of a folder.

    Raises:
        RulesFault: with every mistake of every file.
    """
    mistakes: list[str] = []
    bodies = {path.name: list(_read(path, mistakes)) for path in sorted(folder.glob("*.yml"))}
    mistakes += _mistakes_between(bodies)
    if mistakes:
        raise RulesFault(mistakes)
    chosen = {file: tuple(r for r in rules if isinstance(r, Rule)) for file, rules in bodies.items()}
    return Rules(
        attack=chosen.pop("attack.yml", ()),
        marts=chosen.pop("marts.yml", ()),
        countries={file.removesuffix(".yml"): rules for file, rules in chosen.items() if file != READING},
    )


def _mistakes_between(bodies: dict[str, list[Rule | dict[str, Any]]]) -> list[str]:
    """What a rule alone cannot know: an id that another has, and ``over`` in the wrong file."""
    named = [(file, rule) for file, rules in bodies.items() for rule in rules if isinstance(rule, Rule)]
    ids = Counter(_id(rule) for rules in bodies.values() for rule in rules)
    twice = [f"{file}: {rule.id}: the id is taken twice" for file, rule in named if ids[rule.id] > 1]
    misplaced = [
        f"{file}: {rule.id}: `over` belongs to the rules of marts.yml, to all and only these"
        for file, rule in named
        if (rule.over is not None) != (file == "marts.yml")
    ]
    return twice + misplaced


def _read(path: Path, mistakes: list[str]) -> Iterator[Rule | dict[str, Any]]:
    """The rules of a file; of ``reading.yml`` the bodies as they stand, since ``catalog.messages`` reads it."""
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
            mistakes += [f"{path.name}: {name}: {_described(fault)}" for fault in error.errors()]


def _described(fault: ErrorDetails) -> str:
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place + ': ' if place else ''}{fault['msg'].removeprefix('Value error, ')}"


def _id(rule: Rule | dict[str, Any]) -> object:
    return rule.id if isinstance(rule, Rule) else rule.get("id")
