"""What the tasks of a country write in their log: each file with month, rows and seconds, each rule with its count."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry import database, ledger
from mesoregistry.findings import SEVERITY_NAMES, Severity
from mesoregistry.settings import settings

RULES = (
    "select submission_id, rule, severity, count(*) from intake.finding where submission_id = any(%s)"
    " group by submission_id, rule, severity"
    " order by submission_id, array_position(array['stop', 'error', 'warning', 'note'], severity), rule"
)


def print_landed(submission_id: int, seconds: float) -> None:
    """A line for a file that was read, as ``Honduras, marzo 2024, v2: 412 filas, en revisión (envío 839), 1.2 s``."""
    with database.transaction() as connection:
        line = ledger.describe_numbered(connection, submission_id, settings().language)
    print(f"{line}, {seconds:.1f} s")


def print_judged(submission_ids: Sequence[int]) -> None:
    """A line for each file and rule: ``envío 839: hn_form_known, por corregir: 9``."""
    language = settings().language
    with database.transaction() as connection:
        for number, rule, severity, count in connection.execute(RULES, [list(submission_ids)]):
            name = SEVERITY_NAMES[Severity(severity)].in_(language)
            print(f"{ledger.NUMBER.in_(language)} {number}: {rule}, {name}: {count}")
