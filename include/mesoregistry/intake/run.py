"""What a DAG calls: load, check, accept, answer. Each can be repeated; the ledger says what is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mesoregistry import database, ledger
from mesoregistry.findings import Language
from mesoregistry.gate.check import check_submissions
from mesoregistry.gate.verdict import Verdict
from mesoregistry.intake.accept import Counts, accept, confirm, withdraw
from mesoregistry.intake.load import load, waiting
from mesoregistry.steps import announce

__all__ = [
    "Counts",
    "Verdict",
    "accept",
    "check",
    "confirm",
    "describe",
    "load",
    "unbuilt",
    "waiting",
    "withdraw",
]


def check(country: str, submission_ids: Sequence[int]) -> Verdict:
    """Let the gate judge what was landed; files that could not even be read are returned as well."""
    announce("check")
    with database.transaction() as connection:
        unread = ledger.select(
            connection, "submission_id = any(%s) and state = 'returned'", [list(submission_ids)]
        )
    returned = {one.submission_id: one.stopped for one in unread}
    verdict = check_submissions(country, [number for number in submission_ids if number not in returned])
    announce("checked")
    return replace(verdict, stopped={**returned, **verdict.stopped})


def describe(submission_ids: Sequence[int], language: Language = "es") -> list[str]:
    """Each submission in a line, as ``Honduras, marzo 2024, v2: 412 filas, 9 por corregir``.

    Of several of one country the first line tells of all of them.
    """
    with database.transaction() as connection:
        lines = [ledger.describe(connection, submission_id, language) for submission_id in submission_ids]
        if len(lines) > 1:
            lines.insert(0, ledger.describe_all(connection, submission_ids, language))
        return lines


def unbuilt() -> bool:
    """Whether something was accepted or withdrawn that no build of the warehouse has seen."""
    with database.transaction() as connection:
        row = connection.execute(
            "select exists (select 1 from intake.event where action in ('accepted', 'withdrawn') and event_no >"
            " coalesce((select max(ledger_event_no) from ops.dbt_run where success), 0))"
        ).fetchone()
    return bool(row and row[0])


def others_on_their_way() -> list[str]:
    """Countries whose files came in the last minutes and are still being taken in: they call the warehouse next.

    A file that is stuck for longer holds nobody up.
    """
    with database.transaction() as connection:
        found = connection.execute(
            "select distinct country from intake.submission where state in ('received', 'in_review')"
            " and submission_id in (select submission_id from intake.event where at > now() - interval '5 minutes')"
            " order by country"
        ).fetchall()
    return [country for (country,) in found]
