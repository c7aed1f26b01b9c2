"""An aggregate as the measures name it, by the relation on which it is counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

DISTINCT = re.compile(r"count\(distinct (\w+)\)")


@dataclass(frozen=True, slots=True)
class Count:
    """An aggregate by relation; ``only`` narrows its rows."""

    name: str
    by_relation: Mapping[str, str]
    only: str | None

    def distinct(self, relation: str) -> str | None:
        """The column of which each value counts once in a relation; ``None`` where each row counts."""
        match = DISTINCT.fullmatch(self.by_relation[relation])
        return match[1] if match else None

    def relation(self, of_persons: bool) -> str | None:
        """The relation it is counted in; ``None`` when a filter is about persons and it does not count them."""
        if of_persons:
            return "persons" if "persons" in self.by_relation else None
        return next(iter(self.by_relation))
