"""What the portal and a process that checks say to each other, as JSON: nothing of it can run in the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pydantic import TypeAdapter

from mesoregistry.catalog.spellings import Spelling
from mesoregistry.intake.check_file import Report


@dataclass(frozen=True, slots=True)
class Job:
    """Whose file it is; ``month`` is ``None`` when nobody said it. ``spellings``: headers to try, for a month."""

    country: str
    month: dt.date | None
    spellings: tuple[Spelling, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The report, for ``month``; without one ``failure``: which kind of exception was raised, and where."""

    month: dt.date | None = None
    report: Report | None = None
    failure: tuple[str, str] = ("", "")


JOB, ANSWER = TypeAdapter(Job), TypeAdapter(Answer)
