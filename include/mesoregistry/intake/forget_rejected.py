"""What was never let in goes once its correction counts: texts in wrong cells stand there above all."""

from __future__ import annotations

import psycopg
from psycopg import sql

from mesoregistry import ledger
from mesoregistry.database import Connection, guarded
from mesoregistry.ledger import State, Submission
from mesoregistry.settings import settings
from mesoregistry.vault import store

NEVER_LET_IN = ledger.is_in((State.RETURNED, State.TO_CONFIRM, State.WITHDRAWN))


def forget_rejected(connection: Connection, correction: Submission) -> None:
    """Delete rows, names and texts of older versions of the period that never counted.

    Findings stay, with marks that nobody can open any more. The sealed file stays as long as its source says: who
    confirms such a version after all has it read once more.
    """
    rejected = ledger.select(
        connection,
        f"country = %s and source_id = %s and period = %s and version < %s and accepted_at is null and {NEVER_LET_IN}",
        [correction.country, correction.source_id, correction.period, correction.version],
    )
    numbers = [submission.submission_id for submission in rejected]
    if not numbers:
        return
    table = sql.Identifier("raw", correction.country)
    connection.execute(sql.SQL("delete from {} where _submission = any(%s)").format(table), [numbers])
    with guarded("vault"), psycopg.connect(settings().dsn("vault", "loader")) as vault:
        for number in numbers:
            with vault.transaction():
                store.erase(vault, number)
