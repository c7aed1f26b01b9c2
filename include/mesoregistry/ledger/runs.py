"""Which run of Airflow took which submissions: a run that is tried again or cleared answers for the same files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mesoregistry.database import Connection
from mesoregistry.ledger.states import State
from mesoregistry.ledger.submissions import Submission, is_in, select

# A returned file is mended when a later version of its month stands, or it was withdrawn.
MENDED = (
    "(state = 'withdrawn' or (state = 'returned' and exists (select 1 from intake.submission as later"
    " where later.country = submission.country and later.source_id = submission.source_id"
    " and later.period = submission.period and later.version > submission.version"
    " and later.state not in ('returned', 'withdrawn'))))"
)
OF_RUN = "submission_id in (select r.submission_id from ops.run_submission as r where r.country = %s and r.run_id = %s)"


def assign_to_run(connection: Connection, country: str, run_id: str, submission_ids: Sequence[int]) -> None:
    """Write down that a run takes these submissions."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into ops.run_submission (country, run_id, submission_id) values (%s, %s, %s)"
            " on conflict do nothing",
            [(country, run_id, submission_id) for submission_id in submission_ids],
        )


def submissions_of_run(connection: Connection, country: str, run_id: str) -> list[Submission]:
    """What a run took before, less what was mended or withdrawn since."""
    return select(connection, f"{OF_RUN} and not {MENDED}", [country, run_id])


def stopped_files(connection: Connection, country: str) -> list[Submission]:
    """Files of a country whose last reading or judgement failed, and that are not mended."""
    return [s for s in unmended(connection, country, (State.RETURNED, State.TO_CORRECT)) if s.stopped]


def unmended(connection: Connection, country: str, states: Iterable[State]) -> list[Submission]:
    """Files of a country in these states, less those of which a later version stands."""
    return select(connection, f"country = %s and {is_in(states)} and not {MENDED}", [country])


def last_run(connection: Connection, country: str) -> str | None:
    """The last run that took a file of a country."""
    row = connection.execute(
        "select run_id from ops.run_submission where country = %s order by at desc limit 1", [country]
    ).fetchone()
    return row[0] if row else None


def run_of(connection: Connection, submission_id: int) -> str | None:
    """The last run that took a submission."""
    row = connection.execute(
        "select run_id from ops.run_submission where submission_id = %s order by at desc limit 1",
        [submission_id],
    ).fetchone()
    return row[0] if row else None


def is_stopped(submission: Submission) -> bool:
    """Whether its last reading or judgement failed. One that counted before is not returned, but failed too."""
    return bool(submission.stopped) and submission.state in (State.RETURNED, State.TO_CORRECT)
