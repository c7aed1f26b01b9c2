"""Erase a woman from a country's files: what was done to her goes on counting, and nobody can say to whom.

Files first, then rows and findings, then the vault, whose names say where to look: an erasure that died is finished by
running it again. A file that was returned, or withdrawn before it was let in, counts nothing and is erased whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mesoregistry import database, ledger
from mesoregistry.intake import erasure_register
from mesoregistry.intake.erase import erase
from mesoregistry.intake.erase_from_file import Connections, erase_refused, redact_file, reseal
from mesoregistry.intake.erase_from_rows import erase_from_findings, erase_from_rows
from mesoregistry.intake.redact_file import How
from mesoregistry.ledger import State, Submission
from mesoregistry.local import archive_key
from mesoregistry.settings import settings
from mesoregistry.steps import announce
from mesoregistry.vault import erase_person
from mesoregistry.vault.erase_person import Traces
from mesoregistry.vault.person_names import PersonNames

INSTEAD = "reservada"


@dataclass(slots=True)
class ErasedWoman:
    """Rows that named her; names and texts that went from the vault; of each file how its sealed copy was changed; the
    files that were erased whole, those that could not be opened, and how many refused ones were deleted.
    """

    rows: int = 0
    names: int = 0
    texts: int = 0
    files: dict[int, How] = field(default_factory=dict)
    erased: list[int] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    refused: int = 0


class FilesWait(Exception):
    """A file of the country is being taken in: whether it names her is not known yet."""


def traces_of(country: str, names: PersonNames) -> Traces:
    """Where a woman stands in the vault. Raises ``FilesWait``, ``ArchiveKeyIsAway``."""
    archive_key.require(settings())
    with database.transaction() as connection, database.open_connection("vault") as vault:
        numbers = [submission.submission_id for submission in _submissions(connection, country)]
        return erase_person.find(vault, country, names, numbers)


def erase_woman(country: str, names: PersonNames) -> ErasedWoman:
    """Erase a woman. The marts hold her token until they are built anew: ``warehouse.erasure``.

    The register is written first: a restore of an older backup applies it. Raises ``FilesWait``, and
    ``ArchiveKeyIsAway`` before anything is erased: every file is opened.
    """
    archive_key.require(settings())
    erased = ErasedWoman()
    with (
        database.open_connection() as warehouse,
        database.open_connection("vault") as vault,
    ):
        warehouse.execute("select pg_advisory_lock(hashtext('load ' || %s))", [country])
        submissions = _submissions(warehouse, country)
        numbers = [submission.submission_id for submission in submissions]
        traces = erase_person.find(vault, country, names, numbers)
        erased.rows = len(traces.records)
        for token in sorted(traces.tokens):
            erasure_register.write_token(country, token)
        announce("erase woman")
        for submission in submissions:
            _erase_from_file(Connections(warehouse, vault), submission, traces, names, erased)
        erased.refused = erase_refused(country, names, INSTEAD)
        announce("erase woman files")
        with database.transaction(warehouse):
            erase_from_rows(warehouse, country, traces)
            erase_from_findings(warehouse, country, traces)
        erased.names, erased.texts = erase_person.erase(vault, traces, names, INSTEAD, numbers)
    return erased


def to_erase_again() -> dict[str, PersonNames]:
    """The women whom the register names and whom the vault knows: a backup of before was restored; by country."""
    with database.open_connection("vault") as vault:
        names = erase_person.names_of(vault, erasure_register.tokens())
    return {country: PersonNames(listed) for country, listed in names.items()}


def _submissions(connection: database.Connection, country: str) -> list[Submission]:
    """Submissions of a country whose files are kept. Raises ``FilesWait``."""
    if ledger.waiting(connection, country):
        raise FilesWait
    return ledger.select(connection, f"country = %s and not is_quiet and {ledger.HAS_FILE}", [country])


def _erase_from_file(
    connections: Connections, submission: Submission, traces: Traces, names: PersonNames, erased: ErasedWoman
) -> None:
    number = submission.submission_id
    is_named = any(place.submission_id == number for place in traces.places)
    redacted = redact_file(connections, submission, traces, names, INSTEAD)
    if _counts_nothing(submission) and (is_named or redacted.is_changed):
        erase(number)
        erased.erased.append(number)
    elif redacted.how == "unreadable":
        erased.unreadable.append(number)
    elif is_named or redacted.is_changed:
        reseal(connections.warehouse, submission, redacted)
        erased.files[number] = redacted.how


def _counts_nothing(submission: Submission) -> bool:
    """Whether a file was never let in, and will not be unless it is filed once more."""
    return submission.accepted_at is None and submission.state in (State.RETURNED, State.WITHDRAWN)
