"""The data of an invented registry: people, cases, the faults planted in them, and extracts (the files filed)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from mesoregistry.catalog.model import Source

Severity = Literal["error", "warning"]
FileWarning = Literal["file_partial", "column_unknown"]


@dataclass(frozen=True, slots=True)
class Person:
    """A target; ``name`` is ``None`` when it is withheld."""

    name: str | None
    phone: str | None
    gender: str
    age: int | None
    ethnicity: str
    lgbtttiq: bool = False
    occupation: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault planted in a case: the rule that must find it, what was typed over a field, and the day that gives."""

    rule: str
    severity: Severity
    typed: Mapping[str, str] = field(default_factory=dict)
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Codes, never terms. ``day`` is an EDTF date: ``2024-03-15``, ``2024-03`` or ``2024``.

    ``ends``: the last day of what went on for several. ``gender``: whether there was a component of gender, where it
    does not follow from its elements.
    """

    country: str
    key: str
    profile: str
    day: str
    recorded_on: str
    admin1: str
    admin2: str
    people: tuple[Person, ...]
    organisation: Organisation | None
    forms: tuple[str, ...]
    channels: tuple[str, ...]
    right: str
    rights_other: tuple[str, ...]
    perpetrators: tuple[str, ...]
    gender_elements: tuple[str, ...]
    context: tuple[str, ...]
    place_type: str
    scope: str
    collective: int | None
    verification: str
    complaint: bool
    exile: bool
    protection: str
    narrative: str
    right_violated: str | None = None
    collective_action: bool | None = None
    close_relations: tuple[str, ...] = ()
    gender: bool | None = None
    ends: str | None = None
    status: str = "active"
    status_reason: str | None = None
    fault: Fault | None = None

    def attacks(self) -> list[Case]:
        """One row an attack, for a source that keeps it so."""
        people = self.people if self.profile == "individual" else (self.people,)
        single = [(p,) if isinstance(p, Person) else p for p in people]
        return [
            replace(self, forms=(form,), channels=(channel,), people=targets)
            for form, channel in zip(self.forms, self.channels, strict=True)
            for targets in single
        ]

    @property
    def recorded_day(self) -> str:
        """The day as the file has it; with a fault in the date, the day that was typed."""
        return (self.fault and self.fault.day) or self.day

    @property
    def is_simple(self) -> bool:
        """One attack, on somebody with a name."""
        return len(self.forms) == 1 and len(self.people) == 1 and bool(self.people[0].name)


@dataclass(frozen=True, slots=True)
class Extract:
    """One file filed. ``doubt`` is a warning about all of it; ``cut`` the position of a row with a field too many."""

    country: str
    source: Source
    period: dt.date
    version: int
    filed_on: dt.date
    cases: tuple[Case, ...]
    confirmed: bool = False
    doubt: FileWarning | None = None
    cut: int | None = None


@dataclass(frozen=True, slots=True)
class QuietMonth:
    """A month of which a country stated that nothing happened: there is no file."""

    country: str
    period: dt.date
    filed_on: dt.date


def first_day(day: str) -> dt.date:
    return dt.date.fromisoformat((day + "-01-01")[:10])


def last_day(day: str) -> dt.date:
    first = first_day(day)
    if len(day) == 4:
        return dt.date(first.year, 12, 31)
    if len(day) == 7:
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first
