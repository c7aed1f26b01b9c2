"""What a submission says about persons, written to the vault: who is mentioned where, and sealed texts.

Idempotent: a submission's mentions and texts are replaced whole, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mesoregistry.database import guarded
from mesoregistry.vault import seal
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import Connection, Identity, tokens


@dataclass(frozen=True, slots=True)
class Mention:
    """An identity in a cell: ``position`` is its place in the cell, from 0."""

    record: int
    field: str
    position: int
    identity: Identity


@dataclass(frozen=True, slots=True)
class SealedText:
    """A narrative or a contact in a cell."""

    record: int
    field: str
    position: int
    text: Hidden


def store(
    connection: Connection,
    country: str,
    submission_id: int,
    mentions: Sequence[Mention],
    texts: Sequence[SealedText],
) -> dict[Identity, str]:
    """Replace what the vault holds of a submission; the token of each identity. Raises ``DatabaseFault``."""
    with guarded("vault store"), connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (submission_id,))
        token_of = tokens(connection, country, (mention.identity for mention in mentions))
        forget(connection, submission_id)
        key = seal.fields()
        copy_rows(
            connection,
            "copy vault.mention (submission_id, record_no, field, position, token) from stdin",
            ((submission_id, m.record, m.field, m.position, token_of[m.identity]) for m in mentions),
        )
        copy_rows(
            connection,
            "copy vault.text (submission_id, record_no, field, position, sealed) from stdin",
            ((submission_id, t.record, t.field, t.position, seal.text(t.text, key)) for t in texts),
        )
    return token_of


def copy_rows(connection: Connection, statement: str, rows: Iterable[Sequence[object]]) -> None:
    """Write rows with a ``copy ... from stdin`` statement."""
    with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row(row)


def forget(connection: Connection, submission_id: int) -> None:
    """Take out a submission's mentions and texts; identities stay, others may mention them."""
    with guarded("vault forget"):
        connection.execute("delete from vault.mention where submission_id = %s", (submission_id,))
        connection.execute("delete from vault.text where submission_id = %s", (submission_id,))
