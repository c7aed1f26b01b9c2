"""Which rows a rule looks at: rules of the same rows form a grain, and a grain is one SQL statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mesoregistry.gate.rules import Rule


@dataclass(frozen=True)
class Landing:
    """The rows that are judged: submissions of one country."""

    country: str
    submissions: tuple[int, ...]


@dataclass(frozen=True)
class Grain:
    """Rules that look at the same rows: of a record, of each element of a field, or of a table of marts."""

    name: str
    rules: tuple[Rule, ...]
    each: str | None = None
    over: str | None = None

    def only(self, rules: Iterable[str]) -> Grain:
        """The same rows for some of the rules, by their ids."""
        wanted = set(rules)
        return Grain(self.name, tuple(r for r in self.rules if r.id in wanted), self.each, self.over)


def grains(rules: Iterable[Rule]) -> list[Grain]:
    """Group rules by the rows they look at, in the order of the files; each grain becomes one SQL statement.

    Rules that compare a record with others stand apart: to sort rows takes as long as they are wide.
    """
    groups: dict[tuple[str, str | None, str | None], list[Rule]] = {}
    for rule in rules:
        each = rule.field if rule.each else None
        name = "marts" if rule.over is not None else "compared" if rule.parsed().compares else "record"
        groups.setdefault((f"each_{each}" if each else name, each, rule.over), []).append(rule)
    return [
        Grain(name if over is None else f"{name}_{number}", tuple(group), each, over)
        for number, ((name, each, over), group) in enumerate(groups.items())
    ]
