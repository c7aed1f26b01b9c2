"""Names and files that a source keeps for some months only: when they are over, what identifies somebody goes.

What was counted goes on counting. A token of which the vault has no name any more says of two attacks that they were
against one woman, and of nobody who she is.
"""

from __future__ import annotations

from dataclasses import dataclass

from mesoregistry import database, ledger
from mesoregistry.catalog.registries import registries
from mesoregistry.database import Connection, guarded
from mesoregistry.intake.erase import erase_file
from mesoregistry.ledger import Action, State, Submission
from mesoregistry.months import add_months
from mesoregistry.steps import announce
from mesoregistry.vault import store

NOTHING_GOES_ON = ledger.is_in(state for state in State if state not in ledger.WAITING)


@dataclass(frozen=True, slots=True)
class Expired:
    """Submissions whose time was over, with the mentions and texts that were deleted."""

    submissions: int = 0
    mentions: int = 0
    texts: int = 0


def expire() -> Expired:
    """Delete file, names and texts of every submission whose source keeps them no longer; on record in the ledger.

    Repeatable: an expiry that died is finished by the next one.
    """
    with database.transaction() as connection:
        due = [submission for country in registries() for submission in _due(connection, country)]
    counts = [_expire(submission) for submission in due]
    return Expired(len(due), sum(mentions for mentions, _ in counts), sum(texts for _, texts in counts))


def _due(connection: Connection, country: str) -> list[Submission]:
    registry, due = registries()[country], []
    for source in registry.sources:
        if source.retention is None:
            continue
        # a period of which the last day is so many months back
        first_kept = add_months(registry.today().replace(day=1), -source.retention)
        due += ledger.select(
            connection,
            f"country = %s and source_id = %s and period < %s and not is_quiet and {NOTHING_GOES_ON}"
            f" and {ledger.HAS_FILE}",
            [country, source.id, first_kept],
        )
    return due


def _expire(submission: Submission) -> tuple[int, int]:
    with database.open_connection("vault") as vault, guarded("vault expire"), vault.transaction():
        mentions, texts = store.erase(vault, submission.submission_id)
    announce("expire vault")
    is_gone = erase_file(submission)
    announce("expire file")
    detail = {"mentions": mentions, "texts": texts, "file": is_gone}
    with database.transaction() as connection:
        ledger.move(connection, submission.submission_id, Action.EXPIRED, submission.state, detail)
    return mentions, texts
