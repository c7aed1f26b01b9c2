"""A case that goes back: what was verified is only received again, what was corrected is as it was before.

So it is in the copy of a file from before a correction, and in an export from before the answers of a team.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.term_codes import term_codes
from mesoregistry.database import Connection
from mesoregistry.intake import tellings
from mesoregistry.intake.last_tellings import Cases, Files
from mesoregistry.intake.open_cases import open_cases
from mesoregistry.intake.tellings import Telling
from mesoregistry.ledger import Submission
from mesoregistry.settings import settings

OF_FILING = frozenset({"recorded_on"})  # says when a case was noted, and nothing of the case
STEPS = {"verification": ("verified", "received"), "status": ("withdrawn", "active")}  # from, back to


def differing_cases(mine: Cases, theirs: Cases) -> dict[str, list[str]]:
    """Of the cases that both tell, those that they tell otherwise, with the landed columns that differ."""
    compared = ((key, tellings.differing_columns(mine[key], theirs[key])) for key in theirs if key in mine)
    return {key: names for key, names in compared if names}


def cases_taken_back(
    connection: Connection,
    files: Files,
    mine: Cases,
    theirs: Cases,
    changed: Mapping[str, Sequence[str]],
    tellers: Mapping[str, Submission],
) -> list[str]:
    """Of the cases that a file tells otherwise (``changed``: with the columns), those that take back what counts.

    ``theirs``, ``tellers``: what the last file that told a case says of it, and that file. Of one that waits there
    nothing counts.
    """
    numbers = sorted({file.submission_id for file in tellers.values()})
    waiting = open_cases(connection, files.submission.country, numbers)
    counting = [
        key
        for key, names in changed.items()
        if key not in waiting[tellers[key].submission_id] and not OF_FILING.issuperset(names)
    ]
    as_before = set(_as_before(connection, files, {key: mine[key] for key in counting}, tellers))
    return [
        key for key in counting if key in as_before or is_step_back(files.submission, mine[key], theirs[key])
    ]


def is_step_back(submission: Submission, own: Sequence[Telling], before: Sequence[Telling]) -> bool:
    """Whether fewer rows of a case have reached a step, and more are where they were before it."""
    for name, (reached, back) in STEPS.items():
        codes = term_codes(settings().seeds, name, submission.country, submission.source_id)
        position = tellings.columns().index(name)
        mine, theirs = (
            [codes.get(term_key(row.values[position] or "")) for row in rows] for rows in (own, before)
        )
        if theirs.count(reached) > mine.count(reached) and mine.count(back) > theirs.count(back):
            return True
    return False


def _as_before(
    connection: Connection, files: Files, changed: Cases, tellers: Mapping[str, Submission]
) -> Iterator[str]:
    """The cases that are told as a file told them before the last one."""
    numbers = [file.submission_id for file in files.before]
    if not changed or len(numbers) < 2:
        return
    rows_of = tellings.landed(connection, files.submission.country, numbers, list(changed))
    cases = {number: tellings.by_key(rows) for number, rows in rows_of.items()}
    for key, rows in changed.items():
        teller = tellers[key]
        earlier = files.before[: numbers.index(teller.submission_id)]
        same = (
            cases[file.submission_id].get(key)
            for file in earlier
            if files.adds or file.period == teller.period
        )
        if any(before and not tellings.differing_columns(rows, before) for before in same):
            yield key
