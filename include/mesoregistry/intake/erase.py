"""Erase a submission: what a withdrawal leaves. The ledger keeps that a file came, its digest and its days.

Repeatable: each part deletes what is still there, so an erasure that died is finished by running it again.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql
from psycopg.types.json import Jsonb

from mesoregistry import database, ledger
from mesoregistry.database import guarded
from mesoregistry.intake import archive, erasure_register
from mesoregistry.intake.answers import Reason, withdraw
from mesoregistry.ledger import Action, Submission
from mesoregistry.steps import announce
from mesoregistry.vault import store

ABOUT_IT = ("finding", "waiting_row", "gone_case")  # tables of the ledger with rows of a submission


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows landed, findings, mentions and sealed texts went, and whether the sealed file was there."""

    rows: int
    findings: int
    mentions: int
    texts: int
    file: bool


def erase(submission_id: int) -> Erased:
    """Erase what a submission brought. The marts hold it until they are built anew: ``warehouse.erasure``.

    The register is written first: a restore of an older backup applies it.

    Raises:
        KeyError: there is no submission of that number.
    """
    withdraw(submission_id, Reason.ASKED)
    with database.transaction() as connection:
        submission = ledger.move(
            connection, submission_id, Action.ERASED, columns=Jsonb({}), decisions=Jsonb({})
        )
    erasure_register.write_file(submission.country, submission.sha256)
    announce("erase")
    with database.open_connection("vault") as vault, guarded("vault erase"), vault.transaction():
        mentions, texts = store.erase(vault, submission_id)
    announce("erase vault")
    file = erase_file(submission)
    announce("erase file")
    rows, findings = _delete_rows(submission)
    return Erased(rows, findings, mentions, texts, file)


def _delete_rows(submission: Submission) -> tuple[int, int]:
    number = [submission.submission_id]
    with database.transaction() as connection:
        table = sql.Identifier("raw", submission.country)
        landed = connection.execute(sql.SQL("delete from {} where _submission = %s").format(table), number)
        statements = [
            sql.SQL("delete from {} where submission_id = %s").format(sql.Identifier("intake", name))
            for name in ABOUT_IT
        ]
        findings, *_ = (connection.execute(statement, number).rowcount for statement in statements)
        return landed.rowcount, findings


def erase_file(submission: Submission) -> bool:
    """Delete the sealed copy unless another submission keeps the same bytes; whether it was there and is gone."""
    with database.transaction() as connection:
        others = ledger.select(
            connection,
            f"sha256 = %s and submission_id <> %s and {ledger.HAS_FILE}",
            [submission.sha256, submission.submission_id],
        )
    return not others and archive.erase(submission.sha256)


def to_erase_again() -> list[int]:
    """Submissions that the register names and that are there: a backup from before the erasure was restored."""
    erased = "submission_id in (select submission_id from intake.event where action = 'erased')"
    with database.transaction() as connection:
        submissions = ledger.select(
            connection, f"sha256 = any(%s) and not {erased}", [erasure_register.files()]
        )
    return [submission.submission_id for submission in submissions]
