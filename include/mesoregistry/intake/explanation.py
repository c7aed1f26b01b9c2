"""What keeps a file from being accepted, for the task that explains it: each problem with its cell and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry import database, ledger
from mesoregistry.findings import SEVERITY_NAMES, Finding, Text
from mesoregistry.gate.repeated_findings import shortened
from mesoregistry.intake.task_faults import Stopped, in_words
from mesoregistry.settings import settings
from mesoregistry.vault.marks import PATTERN

# Files of a run: of a larger one the tasks, a second each, would keep the country's next run waiting.
MOST = 12
LONGEST = 200  # lines of a log
MORE = Text(
    "y {count} más: mesoregistry findings {number}", "and {count} more: mesoregistry findings {number}"
)


def unaccepted(submission_ids: Sequence[int]) -> list[int]:
    """Files that are not accepted, those that go back first, at most ``MOST``; of a larger run only those that go back.

    Of the others the note and the page of findings say the same.
    """
    with database.transaction() as connection:
        chosen = ledger.select(connection, "submission_id = any(%s)", [list(submission_ids)])
    is_large = len(submission_ids) > MOST
    waiting = [
        s for s in chosen if s.state in ledger.WITH_THE_TEAM and (ledger.is_stopped(s) or not is_large)
    ]
    waiting.sort(key=lambda s: (not ledger.is_stopped(s), s.period, s.version))
    return [s.submission_id for s in waiting[:MOST]]


def label(submission_id: int) -> str:
    """What the task of a file is called: ``marzo 2024 v2 (envío 839)``."""
    with database.transaction() as connection:
        return ledger.label(ledger.submission(connection, submission_id), settings().language)


def explain(submission_id: int) -> None:
    """Print what was found in a file, a line for each cell, without any text of the vault.

    Raises:
        Stopped: the file goes back; whoever must know was told.
    """
    language = settings().language
    with database.transaction() as connection:
        submission = ledger.submission(connection, submission_id)
        title = ledger.describe_numbered(connection, submission_id, language)
        findings = shortened(ledger.findings(connection, submission_id))
    print(title)
    for finding in findings[:LONGEST]:
        print(_line(finding))
    if more := len(findings[LONGEST:]):
        print(in_words(MORE.format(count=more, number=submission_id)))
    if ledger.is_stopped(submission):
        raise Stopped(f"{title} → mesoregistry findings {submission_id}", is_known=True)


def _line(finding: Finding) -> str:
    place = finding.cell or finding.column or "-"
    severity = in_words(SEVERITY_NAMES[finding.severity])
    text = f"{place} · {severity} · {finding.rule} · {in_words(finding.message)} {in_words(finding.remedy)}"
    return PATTERN.sub("…", text)
