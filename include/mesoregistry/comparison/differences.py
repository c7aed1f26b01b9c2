"""What a file changes against what stands, case by case: the shapes that go from the service to the portal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from pydantic import TypeAdapter

from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.intake.older_files import DOUBTED_KEYS, REPEATS


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
class Waiting:
    """The rows of a file that do not count as it is: their numbers, and whether one of unknown key is among them.

    ``repeats``: those among them that only repeat a row above, which tells the case.
    """

    records: frozenset[int] = frozenset()
    repeats: frozenset[int] = frozenset()
    without_key: bool = False

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Waiting:
        """Of a file with these findings, before anybody answers a warning."""
        waiting = [
            f for f in findings if f.severity in (Severity.ERROR, Severity.WARNING) and f.row is not None
        ]
        records = frozenset(finding.record for finding in waiting if finding.record is not None)
        return cls(
            records,
            records.difference(f.record for f in waiting if f.record is not None and f.rule not in REPEATS),
            any(
                f.rule in DOUBTED_KEYS or (f.record is None and f.severity is Severity.ERROR) for f in waiting
            ),
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What the portal asks of a file, on the line before its bytes."""

    extension: str
    country: str
    month: dt.date
    waiting: Waiting


class Count(NamedTuple):
    """Attacks and cases that count."""

    attacks: int
    cases: int


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What counts of ``month`` (``2024-03``) in the region and in the country: in the tables, and with the file."""

    month: str
    region: Count
    region_after: Count
    country: Count
    country_after: Count


@dataclass(frozen=True, slots=True)
class Differences:
    """``version`` and ``filed_on`` (ISO 8601) of the file that stands, or ``None`` for the first of its month.

    ``counts`` hold every case; ``cases`` those that are not as before, ``MOST`` at the longest. ``keyless``: rows
    without a key, which nobody can compare. ``figures``: of the months that change, that of the file first; empty
    while the tables were never built.
    """

    version: int | None
    filed_on: str | None
    counts: dict[Kind, int]
    cases: tuple[Case, ...] = ()
    keyless: int = 0
    late_months: dict[str, int] = field(default_factory=dict)
    adds: bool = False
    corrections: tuple[Correction, ...] = ()
    figures: tuple[MonthFigures, ...] = ()

    @property
    def left_out(self) -> int:
        return sum(n for kind, n in self.counts.items() if kind is not Kind.UNCHANGED) - len(self.cases)


MOST = 300
DIFFERENCES: TypeAdapter[Differences] = TypeAdapter(Differences)
QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
