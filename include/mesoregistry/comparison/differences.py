"""What a file changes against what stands, case by case: the shapes that go from the service to the portal."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import TypeAdapter

from mesoregistry.findings import Text


class Kind(StrEnum):
    """What becomes of a case."""

    NEW = "new"
    LATE = "late"  # new, and of a month before the one that is filed
    CORRECTED = "corrected"
    GONE = "gone"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """A value that stands and the one in its place; ``None`` for an empty cell. Of what is sealed neither is said."""

    field: Text
    before: str | None
    after: str | None
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """``row`` is that of the file, counted as Excel does; of a case that is gone, that of the version that stands."""

    kind: Kind
    row: int
    sheet: str | None
    month: str = ""  # of what happened, ``2024-03``; empty where the date does not tell
    key: str = ""  # as typed in the file; of a case that is gone it is not said
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the file that no list knows, and what the team wrote in its place before, in the file of ``month``."""

    field: Text
    typed: str
    written: str
    month: str


@dataclass(frozen=True, slots=True)
class Differences:
    """``version`` and ``filed_on`` (ISO 8601) of the file that stands, or ``None`` for the first of its month.

    ``counts`` hold every case; ``cases`` those that are not as before, ``MOST`` at the longest. ``keyless``: rows
    without a key, which nobody can compare.
    """

    version: int | None
    filed_on: str | None
    counts: dict[Kind, int]
    cases: tuple[Case, ...] = ()
    keyless: int = 0
    late_months: dict[str, int] = field(default_factory=dict)
    adds: bool = False
    corrections: tuple[Correction, ...] = ()

    @property
    def left_out(self) -> int:
        return sum(n for kind, n in self.counts.items() if kind is not Kind.UNCHANGED) - len(self.cases)


MOST = 300
DIFFERENCES: TypeAdapter[Differences] = TypeAdapter(Differences)
