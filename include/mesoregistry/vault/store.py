"""What a submission says about persons, written to the vault: who is mentioned where, and sealed texts.

Idempotent: a submission's mentions and texts are replaced whole, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mesoregistry.database import Connection, guarded
from mesoregistry.vault import seal
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.mentions import SHEET, WHOLE_FILE, Mention, SealedText
from mesoregistry.vault.tokens import tokens


def store(
    connection: Connection,
    country: str,
    submission_id: int,
    mentions: Sequence[Mention],
    texts: Sequence[SealedText],
    *,
    keep_records: bool = False,
) -> dict[Identity, str]:
    """Replace what the vault holds of a submission (``keep_records``: of the whole file); the tokens of identities."""
    with guarded("vault store"), connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (submission_id,))
        token_of = tokens(connection, country, (mention.identity for mention in mentions))
        if keep_records:
            _forget_file(connection, submission_id)
        else:
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


def erase(connection: Connection, submission_id: int) -> tuple[int, int]:
    """Take out a submission's mentions and texts, and every identity that no other submission mentions.

    Returns:
        How many mentions and texts there were.
    """
    connection.execute(
        "create temporary table erased_token on commit drop as"
        " select distinct token from vault.mention where submission_id = %s",
        (submission_id,),
    )
    mentions = connection.execute(
        "delete from vault.mention where submission_id = %s", (submission_id,)
    ).rowcount
    texts = connection.execute("delete from vault.text where submission_id = %s", (submission_id,)).rowcount
    connection.execute(
        "delete from vault.identity using erased_token where identity.token = erased_token.token"
        " and not exists (select from vault.mention where mention.token = identity.token)"
    )
    return mentions, texts


def forget_records(connection: Connection, submission_id: int) -> None:
    """Take out who is mentioned in a submission that was returned, and its texts.

    What its findings stand for stays, for the team that corrects it.
    """
    with guarded("vault forget"):
        connection.execute(
            "delete from vault.mention using vault.identity where mention.token = identity.token"
            " and submission_id = %s and record_no <> %s and kind <> 'value'",
            (submission_id, WHOLE_FILE),
        )
        connection.execute("delete from vault.text where submission_id = %s", (submission_id,))


def _forget_file(connection: Connection, submission_id: int) -> None:
    connection.execute(
        "delete from vault.mention where submission_id = %s and record_no = %s", (submission_id, WHOLE_FILE)
    )


def titles(connection: Connection, submission_id: int) -> dict[int, Hidden]:
    """The titles of a submission's sheets, by their numbers. Raises ``DatabaseFault``."""
    key = seal.fields()
    with guarded("vault titles"):
        rows = connection.execute(
            "select position, sealed from vault.mention inner join vault.identity using (token)"
            " where submission_id = %s and record_no = %s and field = %s",
            (submission_id, WHOLE_FILE, SHEET),
        ).fetchall()
    return {position: seal.open_text(sealed, key) for position, sealed in rows}
