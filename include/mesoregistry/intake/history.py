"""What only the ledger can see of a file: a part of a month, another month, an older export, cases that are gone."""

from __future__ import annotations

from collections.abc import Iterator

from mesoregistry import ledger
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.database import Connection
from mesoregistry.findings import Finding
from mesoregistry.intake import tellings
from mesoregistry.intake.case_history import History, compare_added, compare_months, compare_replaced
from mesoregistry.intake.export_age import Age
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.last_tellings import Files
from mesoregistry.intake.open_cases import IS_DOUBTED
from mesoregistry.intake.repeated_month import repeated_month
from mesoregistry.intake.sources import layout_of
from mesoregistry.ledger import Submission


def against_history(
    connection: Connection, submission: Submission, layout: Layout, read: Interpretation
) -> History:
    """Compare a file that was read with what its source filed before."""
    files = files_of(connection, submission)
    history = History(list(_of_the_file(connection, files, layout, read)))
    if not files.before:
        return history
    own = tellings.of_records(read.records)
    if not own:
        return history
    if files.adds:
        compare_added(connection, files, own, Age.of(read.decisions), history)
        return history
    is_doubted = any(f.rule.endswith("_of_other_month") for f in (*read.findings, *history.findings))
    if files.same_period:
        compare_replaced(connection, files, own, Age.of(read.decisions), history, is_doubted=is_doubted)
    if not is_doubted:
        compare_months(connection, files, own, history)
    return history


def files_of(connection: Connection, submission: Submission) -> Files:
    """A file with those of its source before and after it that count or wait for their findings to be answered.

    Of a source that replaces, one that is doubted as a whole replaces nothing yet.
    """
    adds = layout_of(submission)[0].mode == "adds"
    others = ledger.select(
        connection,
        "country = %s and source_id = %s and submission_id <> %s and state <> 'withdrawn'"
        f" and (accepted_at is not null or state = 'in_review' and (%s or not {IS_DOUBTED}))",
        [submission.country, submission.source_id, submission.submission_id, adds],
    )
    return Files(
        submission,
        adds,
        [s for s in others if s.place < submission.place],
        [s for s in others if s.accepted_at and s.place > submission.place],
    )


def _of_the_file(
    connection: Connection, files: Files, layout: Layout, read: Interpretation
) -> Iterator[Finding]:
    """A file of another month, a partial one, an older version after a newer."""
    submission = files.submission
    doubted = any(finding.rule.endswith("_of_other_month") for finding in read.findings)
    if not (doubted or files.adds) and (question := repeated_month(connection, submission, read.records)):
        yield question
    if files.same_period and not files.adds:
        rows = files.same_period[-1].rows_read or 0
        if len(read.records) < rows * layout.minimum_share:
            yield message("file_partial").finding(found=len(read.records), wanted=rows)
    last = files.same_period[-1] if files.same_period else None
    if last and read.records and tellings.same_content(connection, last, read.records):
        yield message("nothing_changed").finding(version=last.version, day=last.filed_on.isoformat())
    after = [file for file in files.after if file.period == submission.period]
    if after:
        yield message("version_older").finding(found=after[-1].filed_on.isoformat())
