"""What counts of each case in the files before a file: where a row of it waits, what an older file said of it."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry.database import Connection
from mesoregistry.intake import tellings
from mesoregistry.intake.last_tellings import Cases
from mesoregistry.intake.open_cases import open_cases
from mesoregistry.ledger import Submission


def standing_cases(
    connection: Connection, files: Sequence[Submission], only: Sequence[str] | None = None
) -> tuple[Cases, dict[str, Submission]]:
    """What the files of a source that replaces say of their cases, and the file that says it; ``files``: oldest first.

    ``only``: of these cases. One that waits in every file is told as the last one has it.
    """
    last = {file.period: file for file in files}
    cases: Cases = {}
    tellers: dict[str, Submission] = {}
    if not last or only == []:
        return cases, tellers
    numbers = [file.submission_id for file in last.values()]
    rows_of = tellings.landed(connection, files[-1].country, numbers, only)
    for file in sorted(last.values(), key=lambda file: file.place):
        own = tellings.by_key(rows_of[file.submission_id])
        cases |= own
        tellers |= dict.fromkeys(own, file)
    _tell_by_older(connection, files, cases, tellers)
    return cases, tellers


def _tell_by_older(
    connection: Connection, files: Sequence[Submission], cases: Cases, tellers: dict[str, Submission]
) -> None:
    periods = {file.period for file in tellers.values()}
    near = [file for file in files if file.period in periods]
    numbers = [file.submission_id for file in near]
    if len(near) == len(periods):
        return
    waiting = open_cases(connection, files[-1].country, numbers)
    keys = [key for key, file in tellers.items() if key in waiting[file.submission_id]]
    rows_of = tellings.landed(connection, files[-1].country, numbers, keys) if keys else {}
    of_file = {number: tellings.by_key(rows) for number, rows in rows_of.items()}
    for key in keys:
        for file in reversed([file for file in near if file.period == tellers[key].period]):
            if key not in of_file[file.submission_id]:
                break
            if key not in waiting[file.submission_id]:
                cases[key], tellers[key] = of_file[file.submission_id][key], file
                break
