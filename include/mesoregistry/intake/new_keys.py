"""Cases under keys that are new, told before under others: both would count."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.term_codes import term_codes
from mesoregistry.database import Connection
from mesoregistry.findings import Finding
from mesoregistry.intake import tellings
from mesoregistry.intake.last_tellings import Cases, Files, LastTellings
from mesoregistry.intake.open_cases import open_cases
from mesoregistry.intake.reused_keys import FEWEST
from mesoregistry.intake.same_events import told_again
from mesoregistry.intake.tellings import Telling
from mesoregistry.ledger import Submission
from mesoregistry.settings import settings

UNCOUNTED = {"verification": "discarded", "status": "withdrawn"}


def of_other_months(connection: Connection, files: Files, mine: Cases, theirs: Cases) -> list[Finding]:
    """For a source that replaces: what the last files of its other months tell. ``theirs``: of the keys of ``mine``."""
    own_month = files.submission.period
    last = {file.period: file for file in files.before if file.period != own_month}
    of_number = {file.submission_id: file for file in last.values()}
    known = theirs.keys() | _keys_that_count(connection, files.same_period)
    new = [row for key, rows in mine.items() if key not in known for row in rows]
    if not of_number or not new:
        return []
    country = files.submission.country
    rows_of = tellings.of_the_same(connection, country, list(of_number), [row.values for row in new])
    waiting = open_cases(connection, country, [number for number, rows in rows_of.items() if rows])
    before = [row for n, rows in rows_of.items() for row in rows if row.key not in waiting[n]]
    tellers = {row.key: of_number[n] for n, rows in rows_of.items() for row in rows}
    return _questions(files, new, before, mine, tellers)


def _keys_that_count(connection: Connection, versions: Sequence[Submission]) -> set[str]:
    """The keys of the versions of a month, but for those of cases that wait."""
    if not versions:
        return set()
    country, numbers = versions[0].country, [version.submission_id for version in versions]
    waiting = open_cases(connection, country, numbers)
    keys = tellings.keys(connection, country, numbers)
    return {key for number in numbers for key in keys[number] if key not in waiting[number]}


def of_older_files(
    files: Files,
    mine: Cases,
    others: Sequence[Telling],
    last: LastTellings,
    gone: Collection[str],
) -> list[Finding]:
    """For a source that adds. ``others``: what its files say of the same people. ``gone``: cases that do not count."""
    new = [row for key, rows in mine.items() if key not in last.teller for row in rows]
    before = [row for row in others if row.key not in gone]
    return _questions(files, new, before, mine, last.teller)


def _questions(
    files: Files,
    new: Sequence[Telling],
    before: Sequence[Telling],
    mine: Cases,
    tellers: Mapping[str, Submission],
) -> list[Finding]:
    """A question for each case, or one where they are most of the file."""
    counts = _counts(files.submission)
    pairs = told_again(list(filter(counts, new)), list(filter(counts, before)), mine)
    if len(pairs) >= FEWEST and 2 * len(pairs) >= len(mine):
        return [message("cases_under_other_keys").finding(count=len(pairs))]
    return [
        message("case_under_other_key").finding(
            row.address, record=row.record, place=str(other.address), period=f"{file.period:%Y-%m}",
            version=file.version, day=file.filed_on.isoformat(),
        )
        for row, other in pairs if (file := tellers[other.key])
    ]  # fmt: skip


def _counts(submission: Submission) -> Callable[[Telling], bool]:
    """Whether what a row says can count at all."""
    names = tellings.columns()
    codes = [
        (
            names.index(name),
            term_codes(settings().seeds, name, submission.country, submission.source_id),
            code,
        )
        for name, code in UNCOUNTED.items()
    ]
    return lambda row: all(known.get(term_key(row.values[i] or "")) != code for i, known, code in codes)
