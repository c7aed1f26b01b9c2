"""The cases of which a row waits: what such a row says does not count, and an older file tells the case."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from mesoregistry.database import Connection

IS_DOUBTED = (
    "(not submission.confirmed and exists (select from intake.finding as doubts where doubts.severity = 'warning'"
    " and doubts.submission_id = submission.submission_id and doubts.row_number is null and doubts.record_no is null))"
)
"""The condition that a question about a whole submission waits for its answer."""


def open_cases(
    connection: Connection, country: str, submission_ids: Sequence[int]
) -> dict[int, frozenset[str]]:
    """The cases of which a row waits in landed files; of a file that is still in review, by what was read of it."""
    query = sql.SQL(
        """
        select numbers.submission_id, array_agg(rows.case_key) from (
            select submission_id, record_no from intake.waiting_row
            where submission_id = any(%(numbers)s) and not is_repeat
            union
            select submission_id, record_no from intake.finding inner join intake.submission using (submission_id)
            where submission_id = any(%(numbers)s) and state = 'in_review' and accepted_at is null
                and record_no is not null and (severity = 'error' or (severity = 'warning' and not confirmed))
            union
            select submission_id, _record from intake.submission inner join {rows} on submission_id = _submission
            where submission_id = any(%(numbers)s) and state = 'in_review' and accepted_at is null and {is_doubted}
        ) as numbers
        inner join {rows} as rows on numbers.submission_id = rows._submission and numbers.record_no = rows._record
        where rows.case_key is not null group by numbers.submission_id
        """
    ).format(rows=sql.Identifier("raw", country), is_doubted=sql.SQL(IS_DOUBTED))
    keys = dict(connection.execute(query, {"numbers": list(submission_ids)}).fetchall())
    return {number: frozenset(keys.get(number, ())) for number in submission_ids}
