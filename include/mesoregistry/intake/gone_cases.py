"""The cases that a file of a source that adds should have, and has not."""

from __future__ import annotations

from mesoregistry.database import Connection
from mesoregistry.intake.export_age import Age, ages, is_older
from mesoregistry.intake.last_tellings import Cases, Files, LastTellings


def gone_cases(connection: Connection, files: Files, last: LastTellings, mine: Cases, age: Age) -> list[str]:
    """The cases that a file of a source that adds should have and lacks; an older export did not have them yet."""
    missing = [key for key in _expected(files, last, mine) if key not in mine and key in last.teller]
    known_ages = ages(connection, files.before)
    return [key for key in missing if not is_older(age, known_ages[last.teller[key].submission_id])]


def _expected(files: Files, last: LastTellings, mine: Cases) -> list[str]:
    """The cases that a file should have: of the last file like it of its month, or of all if it exports all."""
    earlier = [key for key, file in last.teller.items() if file.period <= files.submission.period]
    shared = sum(key in mine for key in earlier)
    if shared >= 2 and shared * 3 >= len(earlier) * 2:
        return earlier
    for file in reversed(files.same_period):
        keys = list(dict.fromkeys(last.keys[file.submission_id]))
        shared = sum(key in mine for key in keys)
        if shared and shared * 2 >= len(keys):
            return keys
    return []


def gone_before(connection: Connection, files: Files) -> set[str]:
    """The cases that a file before was confirmed to lack."""
    numbers = [file.submission_id for file in files.before if file.accepted_at]
    query = "select case_key from intake.gone_case where submission_id = any(%s)"
    return {key for (key,) in connection.execute(query, [numbers])}
