"""Bytes that came before: a file that is known already, a new version of one that was withdrawn, or not taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from mesoregistry import ledger
from mesoregistry.catalog.messages import message
from mesoregistry.database import Connection
from mesoregistry.intake.answers import Reason
from mesoregistry.intake.periods import Refused
from mesoregistry.intake.rule_digest import rule_digest
from mesoregistry.intake.withdrawals import last_withdrawal
from mesoregistry.ledger import Action, State, Submission
from mesoregistry.ledger.states import DECIDED

ERASED = (
    "select exists (select from intake.event where submission_id = any(%s) and action in"
    f" ('{Action.ERASED}', '{Action.PERSON_ERASED}'))"
)


READ_WITH = (
    "select detail ->> 'read_with' from intake.event where submission_id = %s and action = any(%s)"
    " order by event_no desc limit 1"
)


def is_judged_anew(connection: Connection, known: Submission, period: dt.date) -> bool:
    """Whether a known file that is filed once more for its month is judged once more, and is no duplicate.

    That is one that was returned, or one that was read with other lists than those of today. Of what was read before
    the ledger knew with which, nobody can say; where somebody was erased from the copy, it stays as it is.
    """
    if known.period != period:
        return False
    if known.state is State.RETURNED:
        return True
    if known.state not in DECIDED or known.is_quiet or known.resealed_sha256:
        return False
    actions = [str(Action.LANDED), str(Action.KEPT)]
    row = connection.execute(READ_WITH, [known.submission_id, actions]).fetchone()
    return row is not None and row[0] not in (None, rule_digest(known.country))


def known_file(connection: Connection, country: str, sha256: str, period: dt.date) -> Submission | None:
    """The file that these bytes are already; ``None``: they are filed as a new one.

    Raises:
        Refused: a person named in the file asked that it be withdrawn or that she be erased from it.
    """
    same = ledger.select(connection, "country = %s and sha256 = %s", [country, sha256])
    standing = [file for file in same if file.state is not State.WITHDRAWN]
    return standing[0] if standing else _sent_back(connection, same, period)


def _sent_back(connection: Connection, withdrawn: Sequence[Submission], period: dt.date) -> Submission | None:
    """What the coordination sent back of these bytes for the same month: it is not filed again unchanged."""
    last = [(file, last_withdrawal(connection, file.submission_id)) for file in withdrawn]
    is_wanted_gone = any(withdrawal and withdrawal.reason == Reason.ASKED for _, withdrawal in last)
    row = connection.execute(ERASED, [[file.submission_id for file in withdrawn]]).fetchone()
    if is_wanted_gone or row == (True,):
        raise Refused(message("asked_back").finding())
    for file, withdrawal in reversed(last):
        if file.period == period and withdrawal and withdrawal.action == Action.SENT_BACK:
            return file
    return None
