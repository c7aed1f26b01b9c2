"""Erase a submission: what a withdrawal leaves. The ledger keeps that a file came, its digest and its days.

Repeatable: each part deletes what is still there, so an erasure that died is finished by running it again.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql
from psycopg.types.json import Jsonb

from mesoregistry import database, ledger
from mesoregistry.catalog.registries import registry
from mesoregistry.database import guarded
from mesoregistry.intake import archive
from mesoregistry.intake.answers import Reason, withdraw
from mesoregistry.ledger import Action, Submission
from mesoregistry.settings import settings
from mesoregistry.steps import announce
from mesoregistry.vault import store

REGISTER = "erasures.jsonl"
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
    _write_register(submission)
    announce("erase")
    with database.open_connection("vault") as vault, guarded("vault erase"), vault.transaction():
        mentions, texts = store.erase(vault, submission_id)
    announce("erase vault")
    file = archive.erase(submission.sha256) if _is_the_only_one(submission) else False
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


def registered() -> list[str]:
    """The digests of the files that were erased, of this installation or of one it was restored from."""
    path = settings().audit / REGISTER
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line)["sha256"] for line in lines]


def to_erase_again() -> list[int]:
    """Submissions that the register names and that are there: a backup from before the erasure was restored."""
    erased = "submission_id in (select submission_id from intake.event where action = 'erased')"
    with database.transaction() as connection:
        submissions = ledger.select(connection, f"sha256 = any(%s) and not {erased}", [registered()])
    return [submission.submission_id for submission in submissions]


def _is_the_only_one(submission: Submission) -> bool:
    """Whether no other submission that was not erased has the same bytes."""
    with database.transaction() as connection:
        others = ledger.select(
            connection,
            "sha256 = %s and submission_id not in (select submission_id from intake.event where action = 'erased')",
            [submission.sha256],
        )
    return not others


def _write_register(submission: Submission) -> None:
    """In the home, and beside the backups: there a restore finds it."""
    line = json.dumps(
        {"sha256": submission.sha256, "erased_on": registry(submission.country).today().isoformat()}
    )
    for folder in filter(None, (settings().audit, settings().backup_to)):
        _append(folder / REGISTER, line, submission.sha256)


def _append(path: Path, line: str, sha256: str) -> None:
    if path.exists() and sha256 in path.read_text(encoding="utf-8"):
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
