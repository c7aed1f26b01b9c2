"""Holds the receipt that was sealed with a file to the ledger: a file that nobody received is not taken in."""

from __future__ import annotations

from mesoregistry import database
from mesoregistry.intake.archive import ArchiveFault
from mesoregistry.ledger import Submission
from mesoregistry.vault import receipts
from mesoregistry.vault.receipts import SealedReceipt

OF_THESE_BYTES = (
    "select country, source_id, period::text, version, received_at from intake.submission where sha256 = %s"
)


def require(submission: Submission, receipt: SealedReceipt | None) -> None:
    """Raise ``ArchiveFault`` unless a sender of ours signed the receipt, for a submission of these bytes.

    Two countries may send the same bytes; they share the sealed copy, and the receipt in it is of one of them.
    """
    with database.transaction() as connection:
        rows = connection.execute(OF_THESE_BYTES, [submission.sha256]).fetchall()
    received_at = max(row[4] for row in rows)
    with database.open_connection("vault") as vault:
        signed = receipts.is_signed(vault, receipt, received_at)
    is_known = receipt is None or (
        receipt.sha256 == submission.sha256
        and (receipt.country, receipt.source_id, receipt.period, receipt.counter)
        in [tuple(row[:4]) for row in rows]
    )
    if not (signed and is_known):
        raise ArchiveFault("forged")
