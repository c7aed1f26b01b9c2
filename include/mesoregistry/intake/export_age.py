"""When an export was made, by what it carries itself: its last answer, and the day on which it was saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mesoregistry.database import Connection
from mesoregistry.ledger import Submission


@dataclass(frozen=True, slots=True)
class Age:
    """``last_answer``: the last ``_submission_time`` of a Kobo export; ``saved_at``: of the workbook; ISO 8601."""

    last_answer: str | None = None
    saved_at: str | None = None

    @classmethod
    def of(cls, decisions: Mapping[str, Sequence[str]]) -> Age:
        """The age that a reader noted among its decisions."""
        return cls(*(next(iter(decisions.get(name, ())), None) for name in ("last_answer", "saved_at")))


def ages(connection: Connection, files: Sequence[Submission]) -> dict[int, Age]:
    """The age of each file, by its number."""
    rows = connection.execute(
        "select submission_id, decisions from intake.submission where submission_id = any(%s)",
        [[file.submission_id for file in files]],
    )
    return {number: Age.of(decisions) for number, decisions in rows}


def is_older(age: Age, other: Age) -> bool:
    """Whether an export was made before another one.

    The last answer says it best. The day of saving only says that a file is older: who opens an old one and saves
    it makes it look new.
    """
    if age.last_answer and other.last_answer and age.last_answer != other.last_answer:
        return age.last_answer < other.last_answer
    return bool(age.saved_at and other.saved_at and age.saved_at < other.saved_at)
