"""The files of a source before a file, and what the last of them to tell a case said of it.

A source that adds may have named tens of thousands of cases: their keys are read, and the rows of those in question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mesoregistry.database import Connection
from mesoregistry.intake import tellings
from mesoregistry.intake.open_cases import open_cases
from mesoregistry.intake.tellings import Telling, Values
from mesoregistry.ledger import Submission

Cases = dict[str, list[Telling]]


@dataclass(frozen=True, slots=True)
class Files:
    """A file that is being landed and those of its source before and after it, the oldest first."""

    submission: Submission
    adds: bool
    before: Sequence[Submission]
    after: Sequence[Submission]

    @property
    def same_period(self) -> list[Submission]:
        return [file for file in self.before if file.period == self.submission.period]


@dataclass(frozen=True, slots=True)
class LastTellings:
    """``keys``: of each file, those of its rows. ``teller``: the last file that names a case of which no row waits
    there. ``count``: its rows, of every case.
    """

    country: str
    keys: dict[int, list[str]]
    teller: dict[str, Submission]
    count: int

    @classmethod
    def of(cls, connection: Connection, files: Files) -> LastTellings:
        country = files.submission.country
        numbers = [file.submission_id for file in files.before]
        keys, waiting = tellings.keys(connection, country, numbers), open_cases(connection, country, numbers)
        teller = {
            key: file
            for file in files.before
            for key in keys[file.submission_id]
            if key not in waiting[file.submission_id]
        }
        last = {key: file.submission_id for key, file in teller.items()}
        return cls(country, keys, teller, sum(last.get(key) == n for n in keys for key in keys[n]))

    def rows(self, connection: Connection, keys: Sequence[str]) -> Cases:
        """The rows of some cases, in the order of ``keys``."""
        listed = sorted({self.teller[key].submission_id for key in keys})
        rows_of = tellings.landed(connection, self.country, listed, keys) if keys else {}
        cases = tellings.by_key(list(self._last(rows_of)))
        return {key: cases[key] for key in keys}

    def of_the_same(self, connection: Connection, values: Sequence[Values]) -> list[Telling]:
        """The rows of the day and the people of one of ``values``, whatever their case."""
        if not values:
            return []
        return list(self._last(tellings.of_the_same(connection, self.country, list(self.keys), values)))

    def _last(self, rows_of: dict[int, list[Telling]]) -> Iterator[Telling]:
        return (
            row
            for number, rows in rows_of.items()
            for row in rows
            if (file := self.teller.get(row.key)) and file.submission_id == number
        )
