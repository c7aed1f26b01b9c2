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

from mesoregistry.catalog.file_stamps import Stamp, stamp
from mesoregistry.gate.rules import Rule, Rules

READING = "reading.yml"
MARTS = "marts"
SHARED = ("attack", MARTS, "reading")  # names without .yml: of all countries


def load_rules(folder: Path) -> Rules:
    """The rules of a folder.

    Raises:
        RulesFault: with every mistake of every file.
    """
    rules = read_rules(folder)
    rules.refuse_mistakes(*rules.mistakes)
    return rules


def read_rules(folder: Path) -> Rules:
    """The rules of a folder, and the mistakes of each file that has some: one of a country stops no other."""
    paths = sorted(folder.glob("*.yml"))
    return _read_files(tuple(paths), tuple(map(stamp, paths)))


@lru_cache(maxsize=8)
def _read_files(paths: tuple[Path, ...], _stamps: tuple[Stamp, ...]) -> Rules:
    """Read anew when a file was written."""
    mistakes: list[str] = []
    bodies = {path.name: list(_read(path, mistakes)) for path in paths}
    mistakes += _mistakes_between(bodies)
    chosen = {file: tuple(r for r in rules if isinstance(r, Rule)) for file, rules in bodies.items()}
    return Rules(
        attack=chosen.pop("attack.yml", ()),
        marts=chosen.pop("marts.yml", ()),
        countries={file.removesuffix(".yml"): rules for file, rules in chosen.items() if file != READING},
        mistakes=_by_file(mistakes),
    )


def _by_file(mistakes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    by_file: dict[str, list[str]] = {}
    for mistake in mistakes:
        by_file.setdefault(mistake.split(".yml: ", 1)[0], []).append(mistake)
    return {file: tuple(of_file) for file, of_file in by_file.items()}


def _mistakes_between(bodies: dict[str, list[Rule | dict[str, Any]]]) -> list[str]:
    """What a rule alone cannot know: an id that another has, and ``over`` in the wrong file.

    An id that a rule of all countries has too is the mistake of the country that took it.
    """
    named = [(file, rule) for file, rules in bodies.items() for rule in rules if isinstance(rule, Rule)]
    ids = Counter(_id(rule) for rules in bodies.values() for rule in rules)
    files = [f"{name}.yml" for name in SHARED]
    shared = Counter(_id(rule) for file in files for rule in bodies.get(file, ()))
    twice = [
        f"{file}: {rule.id}: the id is taken twice"
        for file, rule in named
        if (shared if file in files else ids)[rule.id] > 1
    ]
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
    except UnicodeDecodeError:
        mistakes.append(f"{path.name}: not readable as UTF-8")
        return
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
